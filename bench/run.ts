import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `npm run bench -- NAME`: each file here is one headline; its table is printed as JSON on standard output. */
const name = process.argv.slice(2).find((word) => !word.startsWith("-"));
const names = readdirSync(fileURLToPath(new URL(".", import.meta.url)))
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length));

if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exit(1);
}
const { bench } = (await import(new URL(`./${name}.bench.ts`, import.meta.url).href)) as { bench: () => Promise<unknown> };
console.log(JSON.stringify(await bench(), null, 2));
