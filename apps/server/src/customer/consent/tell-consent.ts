import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";

import { work } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { writeRow } from "../ingest/event-row.ts";
import { doorOf } from "../ingest/door.ts";
import { rowOf } from "../ingest/reading.ts";
import { EVENT_RECORD } from "../ingest/take-events.ts";
import { consentsOf, customerOf } from "./get-consents.ts";
import { writeProof } from "./proof.ts";
import { assertOwnRows } from "./put-purposes.ts";
import { readPurposes } from "./store.ts";
import { Answer, CustomerConsents } from "./words.ts";

/** What the staff write down themselves comes from this source. */
export const STAFF = "staff";

export const tellConsent = work({
  name: "customer.tellConsent",
  method: "POST",
  path: "/customers/{id}/consents",
  summary: "Write down what a customer said of a purpose: it counts at once, for every name they have",
  permission: "privacy:write",
  input: z.object({
    id: z.string().min(1).max(200),
    purpose: z.string().min(1).max(40),
    answer: Answer,
    proof: z.string().trim().min(1).max(400).describe("how they said it: a letter, a call, at the counter"),
  }),
  output: CustomerConsents,
  async run(ctx, { id, purpose, answer, proof }) {
    assertSeesPersonal(ctx.actor);
    assertOwnRows(ctx);
    const { world } = ctx;
    const customer = await customerOf(ctx, id);
    const known = (await readPurposes(ctx.db, world)).map((one) => one.id);
    if (!known.includes(purpose))
      throw new CounterseatError("invalid", `There is no purpose “${purpose}”.`, {
        fix: known.length === 0 ? "Set up purposes first." : `Name one of ${known.join(", ")}.`,
        errors: [{ path: "purpose", message: "unknown" }],
      });
    // A device that others had too has no say of its own.
    const links = await ctx.events.links({ world, customer });
    const names = [customer, ...links.filter(([, , since]) => since === undefined).map(([told]) => told)];
    const { keys, consents } = doorOf(ctx);
    const found = await keys.of(STAFF, names);
    const time = ctx.clock();
    const traits = writeProof({ proof, by: `${ctx.actor.kind}:${ctx.actor.name}` });
    const records = names.flatMap((name) => {
      const key = found.get(name);
      if (key === undefined || key.key === null) return []; // whoever was forgotten in between says nothing
      const row = rowOf({ stream: "consents", time, customer: name, activity: purpose, kind: answer, traits });
      return {
        type: EVENT_RECORD,
        source: STAFF,
        subject: name,
        messageId: randomUUID(),
        at: time,
        keyId: key.id,
        key: key.key,
        payload: Buffer.from(writeRow(row)),
        settings: {},
        path: null,
        once: true as const,
      };
    });
    if (records.length > 0) await ctx.events.applied(await ctx.events.append(records));
    consents.forget();
    return consentsOf(ctx, customer);
  },
});
