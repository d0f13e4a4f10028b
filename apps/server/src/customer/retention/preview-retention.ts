import { z } from "zod";
import { read } from "../../platform/operation.ts";
import { GROUP_MINIMUM } from "../../platform/small-groups.ts";
import { assertOwnRows } from "../consent/put-purposes.ts";
import { countPast, cutOf } from "./past.ts";
import { RetentionPreview } from "./words.ts";

export const previewRetention = read({
  name: "customer.previewRetention",
  method: "GET",
  path: "/retention/{source}/preview",
  summary: "What would be removed if rows of a source were kept for so long; changes nothing",
  permission: "privacy:write",
  input: z.object({ source: z.string().min(1).max(100), months: z.coerce.number().int().min(1).max(600).optional() }),
  output: RetentionPreview,
  async run(ctx, { source, months }) {
    assertOwnRows(ctx);
    if (months === undefined) return { source, months: null, before: null, rows: 0, customers: 0 };
    const before = cutOf(months, ctx.clock());
    const { rows, customers } = await countPast(ctx, source, before);
    const hidden = customers > 0 && customers < GROUP_MINIMUM;
    return { source, months, before: new Date(before).toISOString(), rows, customers: hidden ? null : customers };
  },
});
