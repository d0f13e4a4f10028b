import { buildWeb } from "../apps/cli/src/build-web.ts";

/** `npm run build`: builds the pages ahead of the first start. Everything else runs from source. */
console.log(await buildWeb((line) => console.error(line)));
