import type { Slice } from "../platform/app.ts";
import { fetchFile } from "./fetch-file.ts";
import { finishImports } from "./finish-imports.ts";
import { getImport } from "./get-import.ts";
import { getRefusedRows } from "./get-refused-rows.ts";
import { getTimeline } from "./get-timeline.ts";
import { ingestOperations, sweepDeadLetters } from "./ingest/index.ts";
import { listCustomers } from "./list-customers.ts";
import { listSources } from "./list-sources.ts";
import { previewImport } from "./preview-import.ts";
import { finishErasures, privacyOperations, tryErasures } from "./privacy/index.ts";
import { reconcileSource } from "./reconcile-source.ts";
import { startImport } from "./start-import.ts";
import { upload } from "./upload-file.ts";
import { withdrawImport } from "./withdraw-import.ts";

export const operations = [
  upload,
  fetchFile,
  previewImport,
  startImport,
  getImport,
  getRefusedRows,
  withdrawImport,
  listSources,
  reconcileSource,
  listCustomers,
  getTimeline,
  ...ingestOperations,
  ...privacyOperations,
] as const;
export const customer = {
  name: "customer",
  operations,
  metrics: [],
  handlers: [],
  async open(ctx) {
    await finishImports(ctx);
    await finishErasures(ctx);
  },
  async sweep(ctx) {
    await sweepDeadLetters(ctx.records, ctx.clock());
    await tryErasures(ctx);
  },
} satisfies Slice;
