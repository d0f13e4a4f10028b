import { PERSONAL, type People, type PersonalColumns } from "../platform/events/contract.ts";
import type { Batch, Plan } from "./reading/index.ts";

/** Customers whose last state is remembered; beyond it one is told twice, which changes nothing. */
const REMEMBERED = 200_000;

/**
 * What the rows of a file say of who its customers are, each state once: a till names its customer on every receipt. Null where the
 * file says nothing of it.
 */
export function peopleReader(plan: Plan): ((batch: Batch) => People) | null {
  // A subscription's own number is what help desk and shop know the customer by.
  const contractIn = plan.kind === "subscriptions" ? "case" : "contract";
  const fields = PERSONAL.filter((field) => plan.map[field === "contract" ? contractIn : field] !== undefined);
  if (plan.map.customer === undefined || fields.length === 0) return null;
  const last = new Map<string, string>();
  return ({ length, columns }) => {
    const told = fields.map((field) => columns[field === "contract" ? contractIn : field]);
    const customer: string[] = [];
    const kept: (string | null)[][] = fields.map(() => []);
    for (let i = 0; i < length; i += 1) {
      const name = columns.customer[i] ?? null;
      if (name === null) continue;
      const values = told.map((column) => column[i] ?? null);
      if (values.every((value) => value === null)) continue;
      const state = values.join("\u0000");
      if (last.get(name) === state) continue;
      if (last.size >= REMEMBERED) last.clear();
      last.set(name, state);
      customer.push(name);
      values.forEach((value, k) => kept[k]?.push(value));
    }
    const people: PersonalColumns = Object.fromEntries(fields.map((field, k) => [field, kept[k] ?? []]));
    return { customer, columns: people };
  };
}
