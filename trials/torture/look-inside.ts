import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Ledger } from "./ledger.ts";
import { found, type Verdict } from "./verdict.ts";

const ENTRY = fileURLToPath(new URL("./inspect-child.ts", import.meta.url));

interface Inspected {
  readonly undelivered: number;
  readonly actions: number;
  readonly actionsAudited: number;
  readonly imports: number;
  readonly importsAudited: number;
  readonly withdrawalsAudited: number;
  readonly states: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly chain: { readonly whole: boolean; readonly brokenAt: number | null };
}

/** What hangs together inside, after the server ended: every write its line in the trail, every signal delivered. */
export function lookInside(dataDir: string, ledger: Ledger, verdict: Verdict): void {
  const ran = spawnSync(process.execPath, ["--conditions=source", "--import", "tsx", ENTRY, dataDir], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the data directory does not open: ${ran.stderr.slice(-3000)}`);
  const inside = JSON.parse(ran.stdout.trim().split("\n").at(-1) ?? "") as Inspected; // written by inspect-child.ts
  const withdrawn = [...ledger.imports.values()].filter(({ withdrawal }) => withdrawal === "acknowledged").length;
  const differs = (what: string, one: number, other: number) =>
    found(verdict, "half", Math.abs(one - other), `${what}: ${one} and ${other}`);
  differs("actions and their lines in the trail", inside.actions, inside.actionsAudited);
  differs("actions and the ledger", inside.actions, ledger.actions.size);
  differs("imports and their lines in the trail", inside.imports, inside.importsAudited);
  differs("withdrawals and their lines in the trail", withdrawn, inside.withdrawalsAudited);
  differs("withdrawals and imports that are withdrawn", withdrawn, inside.states["withdrawn"] ?? 0);
  differs("imports that are done or withdrawn, and all", (inside.states["done"] ?? 0) + (inside.states["withdrawn"] ?? 0), inside.imports);
  found(verdict, "half", inside.undelivered, `${inside.undelivered} signals not delivered`);
  found(verdict, "half", inside.chain.whole ? 0 : 1, `the trail is broken at ${inside.chain.brokenAt}`);
}
