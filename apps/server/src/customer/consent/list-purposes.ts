import { z } from "zod";
import { CONSENTS } from "../../platform/events/contract-consents.ts";
import { read } from "../../platform/operation.ts";
import { isRefusable, namesOf, PROPOSED } from "./purposes.ts";
import { leftOutOf, sharesOf } from "./shares.ts";
import { readPurposes, readTurnedAway } from "./store.ts";
import { PurposeList, PurposeUse } from "./words.ts";

const MOST_NAMES = 200;

export const listPurposes = read({
  name: "customer.listPurposes",
  method: "GET",
  path: "/purposes",
  summary: "What rows of customers are used for, how many customers answered what, and how many are left out; never who",
  permission: "privacy:read",
  input: z.object({}),
  output: PurposeList,
  async run(ctx) {
    const { world } = ctx;
    const purposes = await readPurposes(ctx.db, world);
    const [{ answers, leftOut }, all, told] = await Promise.all([
      ctx.events.consents({ world }),
      ctx.events.countBy({ by: [], filter: { world, customer: { not: [null] } }, use: "upkeep" }),
      ctx.events.countBy({ by: ["activity"], filter: { world, stream: CONSENTS }, use: "upkeep", limit: MOST_NAMES }),
    ]);
    const customers = all[0]?.customers ?? 0;
    const asOf = new Date(ctx.clock()).toISOString();
    const known = new Set(purposes.flatMap(namesOf));
    return {
      purposes: purposes.map((purpose) => {
        const of = (denied: boolean) => answers.find((one) => one.purpose === purpose.id && one.denied === denied)?.customers ?? 0;
        const [granted, denied] = [of(false), of(true)];
        return {
          purpose,
          counts: isRefusable(purpose),
          ...sharesOf({ granted, denied, silent: Math.max(0, customers - granted - denied) }, asOf),
        };
      }),
      proposed: purposes.length === 0 && world === "own" ? [...PROPOSED] : [],
      unknown: told.flatMap(({ key, n }) => {
        const name = key[0] ?? null;
        return name === null || known.has(name.toLowerCase()) ? [] : [{ name, rows: n }];
      }),
      leftOut: leftOut.flatMap(({ use, customers: n }) => {
        const of = PurposeUse.safeParse(use).data;
        return of === undefined ? [] : [{ use: of, customers: leftOutOf(n, asOf) }];
      }),
      turnedAway: world === "own" ? (await readTurnedAway(ctx.db)).map((row) => ({ ...row, last: row.last.toISOString() })) : [],
    };
  },
});
