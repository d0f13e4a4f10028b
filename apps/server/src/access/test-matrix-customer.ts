import { SOMETHING, NOBODY, analysts, everybody, get, taking, type Row } from "./test-matrix-parts.ts";

/** The rows of the customer slice; by hand, as all of the matrix is. */
export const CUSTOMER: Readonly<Record<string, Row>> = {
  "customer.upload": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/uploads" }),
    missing: null,
    upload: "a,b\n1,2\n",
  },
  "customer.fetchFile": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/uploads/fetch", body: { url: "http://127.0.0.1:9/x.csv" } }),
    missing: null,
    allowed: [400],
  },
  "customer.previewImport": {
    roles: analysts,
    narrowed: "no",
    ask: async (t) => ({ method: "POST", path: "/imports/preview", body: { upload: await t.upload(), as: "events" } }),
    missing: { method: "POST", path: "/imports/preview", body: { upload: NOBODY, as: "events" } },
  },
  "customer.startImport": {
    roles: analysts,
    narrowed: "no",
    ask: async (t, unique) => ({ method: "POST", path: "/imports", body: { upload: await t.upload(), as: "events", source: unique } }),
    missing: { method: "POST", path: "/imports", body: { upload: NOBODY, as: "events", source: "x" } },
  },
  "customer.getImport": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: async (t) => get(`/imports/${await t.finishedImport()}`),
    missing: get(`/imports/${NOBODY}`),
  },
  "customer.getRefusedRows": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: async (t) => get(`/imports/${await t.finishedImport()}/refused`),
    missing: get(`/imports/${NOBODY}/refused`),
    needsPersonal: true,
  },
  "customer.withdrawImport": {
    roles: analysts,
    narrowed: "no",
    ask: async (t) => ({ method: "POST", path: `/imports/${await t.finishedImport()}/withdraw` }),
    missing: { method: "POST", path: `/imports/${NOBODY}/withdraw` },
    allowed: [200, 409],
  },
  "customer.reconcileSource": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/sources/matrix/reconcile"),
    missing: get("/sources/nobody/reconcile"),
  },
  "customer.listSources": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/sources"),
    missing: null,
  },
  "customer.listCustomers": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "free",
    ask: () => get("/customers"),
    missing: null,
  },
  "customer.getTimeline": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "free",
    ask: (t) => get(`/customers/${t.customer}/timeline`),
    missing: get("/customers/nobody/timeline"),
    needsPersonal: true,
  },
  "customer.getResolution": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "free",
    ask: () => get("/identity"),
    missing: null,
  },
  "customer.resolve": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/identity/resolve", body: {} }),
    missing: null,
  },
  "customer.listReview": {
    roles: analysts,
    narrowed: "no",
    ask: () => get("/identity/review"),
    missing: null,
    needsPersonal: true,
  },
  "customer.decideIdentity": {
    roles: analysts,
    narrowed: "no",
    ask: (t) => ({ method: "PUT", path: "/identity/decisions", body: { a: t.customer, b: "cu-2", verdict: "apart" } }),
    missing: { method: "PUT", path: "/identity/decisions", body: { a: "nobody", b: "cu-2", verdict: "apart" } },
    needsPersonal: true,
  },
  "customer.getIdentity": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "free",
    ask: (t) => get(`/customers/${t.customer}/identity`),
    missing: get("/customers/nobody/identity"),
    needsPersonal: true,
  },

  "customer.sendBatch": taking((unique) => ({
    path: "/batch",
    body: { batch: [{ type: "track", userId: "cu-1", event: "Call", messageId: unique }] },
  })),
  "customer.sendCloudEvents": taking((unique) => ({
    path: "/events",
    body: { specversion: "1.0", id: unique, source: "matrix", type: "Call", subject: "cu-1", time: "2026-01-01T00:00:00Z" },
    headers: { "content-type": "application/cloudevents+json" },
  })),
  "customer.listDeadLetters": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/dead-letters"),
    missing: null,
  },
  "customer.downloadDeadLetters": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/dead-letters/download"),
    missing: null,
    needsPersonal: true,
  },
  "customer.replayDeadLetters": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/dead-letters/replay", body: { source: "matrix", reason: "future" } }),
    missing: null,
  },
  "customer.discardDeadLetters": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/dead-letters/discard", body: { source: "matrix", reason: "future" } }),
    missing: null,
  },
  "customer.listConnectors": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/connectors"),
    missing: null,
  },
  "customer.listConnections": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: () => get("/connections"),
    missing: null,
  },
  "customer.putConnection": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({
      method: "PUT",
      path: `/connections/${SOMETHING}`,
      body: { name: "Hook", source: "matrix-hook", connector: "webhook", settings: { customer: "customer", activity: "type" } },
    }),
    missing: null,
  },
  "customer.testConnection": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/connections/test", body: { connector: "webhook", settings: {} } }),
    missing: { method: "POST", path: "/connections/test", body: { id: NOBODY, connector: "webhook", settings: {} } },
  },
  // A webhook reads nothing by itself: who may run it is told so.
  "customer.runConnection": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: `/connections/${SOMETHING}/run` }),
    missing: { method: "POST", path: `/connections/${NOBODY}/run` },
    allowed: [400, 404],
  },
  "customer.deleteConnection": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "DELETE", path: `/connections/${SOMETHING}` }),
    missing: { method: "DELETE", path: `/connections/${NOBODY}` },
    allowed: [200, 404],
  },
  // The address itself is the proof; a session or a key is none, whoever's it is.
  "customer.receiveWebhook": {
    roles: everybody,
    narrowed: "free",
    ask: () => ({ method: "POST", path: "/hooks/chook_nobodys", body: {} }),
    missing: null,
    allowed: [401],
    byAddress: true,
  },
  // Names a file on the server's disk: for the command line alone, whatever the role.
};
