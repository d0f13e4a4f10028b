import { z } from "zod";
import { notFound } from "../../platform/errors.ts";
import { ErasureId } from "../../platform/ids.ts";
import { Download, read } from "../../platform/operation.ts";
import { findErasure, listErasures as readAll, toErasure } from "./store.ts";
import { Erasure } from "./words.ts";

export const listErasures = read({
  name: "customer.listErasures",
  method: "GET",
  path: "/erasures",
  summary: "The register of erasures: when, by whom, why, and what was done; never who was forgotten",
  permission: "privacy:read",
  input: z.object({}),
  output: z.object({ erasures: z.array(Erasure) }),
  run: async (ctx) => ({ erasures: (await readAll(ctx.db)).map(toErasure) }),
});

export const downloadErasure = read({
  name: "customer.downloadErasure",
  method: "GET",
  path: "/erasures/{id}/proof",
  summary: "One entry of the register with its proof, as a file",
  permission: "privacy:read",
  carrier: "download",
  files: ["application/json"],
  input: z.object({ id: ErasureId }),
  output: Download,
  async run(ctx, { id }) {
    const row = await findErasure(ctx.db, id);
    if (row === null) throw notFound("This erasure");
    return { name: `erasure-${id}.json`, type: "application/json", text: `${JSON.stringify(toErasure(row), null, 2)}\n` };
  },
});
