import type { Slice } from "../platform/app.ts";
import { consentOperations, keepConsents } from "./consent/index.ts";
import { connectOperations, dueConnections } from "./connect/index.ts";
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
import { getRelations } from "./profile/get-relations.ts";
import { qualityOperations } from "./quality/index.ts";
import { reconcileSource } from "./reconcile-source.ts";
import { identityOperations, keepResolved, resolverOf, worldCleared } from "./resolve/index.ts";
import { dueRetention, finishRetention, retentionOperations, tryRetention } from "./retention/index.ts";
import { closeTally, trackingOperations } from "./tracking/index.ts";
import { startImport } from "./start-import.ts";
import { upload } from "./upload-file.ts";
import { withdrawImport } from "./withdraw-import.ts";

export { dataBegins } from "./retention/data-begins.ts";

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
  ...trackingOperations,
  ...qualityOperations,
  ...identityOperations,
  ...connectOperations,
  ...consentOperations,
  ...retentionOperations,
  ...privacyOperations,
  getRelations,
] as const;
export const customer = {
  name: "customer",
  operations,
  metrics: [],
  handlers: [worldCleared],
  async open(ctx) {
    await finishImports(ctx);
    await finishErasures(ctx);
    await finishRetention(ctx);
    keepConsents(ctx);
    await keepResolved(ctx);
  },
  async close(ctx) {
    await closeTally(ctx);
    await resolverOf(ctx).close();
  },
  due: async (ctx) => [...(await dueConnections(ctx)), ...(await dueRetention(ctx))],
  async sweep(ctx) {
    await sweepDeadLetters(ctx.records, ctx.clock());
    await tryErasures(ctx);
    await tryRetention(ctx);
  },
} satisfies Slice;
