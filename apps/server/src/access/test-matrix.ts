import type { Role } from "../platform/roles.ts";
import type { Asked } from "./test-sign-in.ts";

/** What exists while the matrix is walked: ids of things to ask for. */
export interface Things {
  /** An action whose owner is of the asked unit. */
  readonly action: string;
  readonly upload: () => Promise<string>;
  readonly finishedImport: () => Promise<string>;
  readonly member: () => Promise<string>;
  readonly invitation: () => Promise<string>;
  readonly key: () => Promise<string>;
  readonly deadLetter: () => Promise<string>;
  readonly customer: string;
  /** Somebody of the unit in question. */
  readonly person: string;
}

/** One row of the matrix: who may, what becomes of being narrowed to a unit, and requests that would go through. */
export interface Row {
  readonly roles: readonly Role[];
  /** For who is narrowed to a unit: `free` as before, `own` only what is of the unit, `no` at all. */
  readonly narrowed: "free" | "own" | "no";
  readonly ask: (things: Things, unique: string) => Asked | Promise<Asked>;
  /** The same of a thing that does not exist; null where there is no thing to name. */
  readonly missing: Asked | null;
  /** What an allowed caller gets; 200 unless said otherwise. Codes that mean "allowed, but the state forbids it" count too. */
  readonly allowed?: readonly number[];
  /** Refused for want of `pii:read` although the permission is there. */
  readonly needsPersonal?: boolean;
  /** Not sent as JSON: the test sends a file instead. */
  readonly upload?: string;
}

const NOBODY = "0190f0f0-0000-7000-8000-000000000000";
const owner: readonly Role[] = ["owner"];
const analysts: readonly Role[] = ["owner", "analyst"];
const everybody: readonly Role[] = ["owner", "analyst", "manager", "frontline", "executive"];
const get = (path: string): Asked => ({ method: "GET", path });
const cell = { stage: "matrix" };

const taking = (asked: (unique: string) => Pick<Asked, "path" | "body" | "headers">): Row => ({
  roles: analysts,
  narrowed: "no",
  ask: (_t, unique) => {
    const { path, ...rest } = asked(unique);
    return { method: "POST", path: `${path}?source=matrix-live`, ...rest };
  },
  missing: null,
});

/** By hand, from what each role is for (MISSION: the people), not from the code that grants. */
export const MATRIX: Readonly<Record<string, Row>> = {
  "access.listMembers": { roles: owner, narrowed: "no", ask: () => get("/members"), missing: null },
  "access.inviteMember": {
    roles: owner,
    narrowed: "no",
    ask: (_t, unique) => ({
      method: "POST",
      path: "/members/invitations",
      body: { name: "N", email: `${unique}@example.org`, role: "analyst" },
    }),
    missing: null,
  },
  "access.cancelInvitation": {
    roles: owner,
    narrowed: "no",
    ask: async (t) => ({ method: "DELETE", path: `/members/invitations/${await t.invitation()}` }),
    missing: { method: "DELETE", path: `/members/invitations/${NOBODY}` },
  },
  "access.changeMember": {
    roles: owner,
    narrowed: "no",
    ask: async (t) => ({ method: "PATCH", path: `/members/${await t.member()}`, body: { personal: false } }),
    missing: { method: "PATCH", path: `/members/${NOBODY}`, body: { personal: false } },
  },
  "access.removeMember": {
    roles: owner,
    narrowed: "no",
    ask: async (t) => ({ method: "DELETE", path: `/members/${await t.member()}` }),
    missing: { method: "DELETE", path: `/members/${NOBODY}` },
  },
  "access.listKeys": { roles: owner, narrowed: "no", ask: () => get("/keys"), missing: null },
  "access.createKey": {
    roles: owner,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/keys", body: { name: "k", scopes: ["gap:read"] } }),
    missing: null,
  },
  "access.revokeKey": {
    roles: owner,
    narrowed: "no",
    ask: async (t) => ({ method: "DELETE", path: `/keys/${await t.key()}` }),
    missing: { method: "DELETE", path: `/keys/${NOBODY}` },
  },
  "access.listSessions": { roles: everybody, narrowed: "free", ask: () => get("/account/sessions"), missing: null },
  // Somebody else's session is not there for anybody: asked for by id, it does not exist.
  "access.revokeSession": {
    roles: everybody,
    narrowed: "free",
    ask: () => ({ method: "DELETE", path: "/account/sessions/not-mine" }),
    missing: { method: "DELETE", path: `/account/sessions/${NOBODY}` },
    allowed: [404],
  },
  "access.changePassword": {
    roles: everybody,
    narrowed: "free",
    ask: () => ({ method: "POST", path: "/account/password", body: { current: "not the one", password: "another long one 7" } }),
    missing: null,
    allowed: [400],
  },
  "access.listAudit": { roles: owner, narrowed: "no", ask: () => get("/audit"), missing: null },
  "access.verifyAudit": { roles: owner, narrowed: "no", ask: () => get("/audit/verify"), missing: null },

  "company.getCompany": { roles: everybody, narrowed: "free", ask: () => get("/company"), missing: null },
  "company.updateSettings": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({
      method: "PUT",
      path: "/company/settings",
      body: { name: "M", zone: "UTC", currency: "EUR", fiscalYearStart: 1, workdays: [1] },
    }),
    missing: null,
  },
  "company.putEntry": {
    roles: analysts,
    narrowed: "no",
    ask: (_t, unique) => ({ method: "PUT", path: `/company/channels/${unique}`, body: { entry: { label: "C" } } }),
    missing: null,
  },
  "company.removeEntry": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "DELETE", path: "/company/channels/to-remove" }),
    missing: { method: "DELETE", path: "/company/channels/nowhere" },
  },
  "company.importList": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/company/channels/import" }),
    missing: null,
    upload: "id,label\nfrom-file,From a file\n",
  },

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
  "customer.exportSubject": {
    roles: ["owner", "analyst", "manager", "frontline"],
    narrowed: "no",
    ask: (t) => get(`/customers/${t.customer}/export`),
    missing: get("/customers/nobody/export"),
    needsPersonal: true,
  },
  "customer.previewErasure": {
    roles: owner,
    narrowed: "no",
    ask: (t) => get(`/customers/${t.customer}/erase`),
    missing: get("/customers/nobody/erase"),
  },
  // Never confirmed here: the matrix wants its customer again.
  "customer.eraseCustomer": {
    roles: owner,
    narrowed: "no",
    ask: (t) => ({ method: "POST", path: `/customers/${t.customer}/erase`, body: { confirm: "somebody else", reason: "request" } }),
    missing: { method: "POST", path: "/customers/nobody/erase", body: { confirm: "nobody", reason: "request" } },
    allowed: [400],
  },
  "customer.listErasures": { roles: analysts, narrowed: "no", ask: () => get("/erasures"), missing: null },
  "customer.downloadErasure": {
    roles: analysts,
    narrowed: "no",
    ask: () => get(`/erasures/${NOBODY}/proof`),
    missing: get(`/erasures/${NOBODY}/proof`),
    allowed: [404],
  },

  "journey.getModel": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/model?log=matrix"),
    missing: get("/journey/model?log=nowhere"),
  },
  "journey.getMap": { roles: everybody, narrowed: "free", ask: () => get("/journey/map"), missing: null },
  "voice.listComments": { roles: everybody, narrowed: "free", ask: () => get("/comments?stage=matrix"), missing: null },
  "voice.getScores": { roles: everybody, narrowed: "free", ask: () => get("/voice/scores"), missing: null },
  "voice.listResponses": { roles: everybody, narrowed: "free", ask: () => get("/voice/responses"), missing: null },
  "asset.getLedger": {
    roles: ["owner", "analyst", "manager", "executive"],
    narrowed: "free",
    ask: () => get("/asset/ledger"),
    missing: null,
  },
  "asset.getStatement": {
    roles: ["owner", "analyst", "manager", "executive"],
    narrowed: "free",
    ask: () => get("/asset/statement"),
    missing: null,
  },
  "asset.listLine": {
    roles: ["owner", "analyst", "manager", "executive"],
    narrowed: "free",
    ask: () => get("/asset/lines/lost?basis=subscriptions&from=2026-01-01&to=2026-02-01"),
    missing: null,
  },
  "asset.putGoal": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "PUT", path: "/asset/goals/customers", body: { amount: 12_900, dueOn: "2027-01-01" } }),
    missing: null,
  },
  "asset.removeGoal": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "DELETE", path: "/asset/goals/customers" }),
    missing: { method: "DELETE", path: "/asset/goals/value" },
    allowed: [200, 404],
  },
  "gap.getBoard": { roles: ["owner", "analyst", "manager", "executive"], narrowed: "free", ask: () => get("/gap/board"), missing: null },
  "gap.getEvidence": {
    roles: ["owner", "analyst", "manager", "executive"],
    narrowed: "free",
    ask: () => get("/gap/cells/matrix~*~*/evidence"),
    missing: get("/gap/cells/nowhere~*~*/evidence"),
  },

  "accountability.listActions": { roles: everybody, narrowed: "free", ask: () => get("/actions"), missing: null },
  "accountability.createAction": {
    roles: ["owner", "analyst", "manager"],
    narrowed: "own",
    ask: (t) => ({ method: "POST", path: "/actions", body: { cell, ownerId: t.person, title: "T", goalLine: 1, dueOn: "2999-01-01" } }),
    missing: null,
  },
  "accountability.updateAction": {
    roles: ["owner", "analyst", "manager"],
    narrowed: "own",
    ask: (t) => ({ method: "PATCH", path: `/actions/${t.action}`, body: { note: "n" } }),
    missing: { method: "PATCH", path: `/actions/${NOBODY}`, body: { note: "n" } },
  },

  // Taking events is for keys, and for who brings files in; the source has to be named.
  ...Object.fromEntries(
    (
      [
        ["track", { event: "Call" }],
        ["identify", { traits: {} }],
        ["group", { groupId: "g1" }],
        ["page", { name: "Home" }],
        ["screen", { name: "Home" }],
        ["alias", { previousId: "before" }],
      ] as const
    ).map(([verb, body]) => [
      `customer.${verb}`,
      taking((unique) => ({ path: `/${verb}`, body: { userId: "cu-1", messageId: unique, ...body } })),
    ]),
  ),
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
  // Names a file on the server's disk: for the command line alone, whatever the role.
  "backup.create": {
    roles: owner,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/backups", body: { file: "/tmp/never-written" } }),
    missing: null,
    allowed: [403],
  },

  "demo.getState": { roles: everybody, narrowed: "free", ask: () => get("/demo"), missing: null },
  "demo.load": { roles: analysts, narrowed: "no", ask: () => ({ method: "POST", path: "/demo", body: { scale: 0.02 } }), missing: null },
  "demo.clear": { roles: analysts, narrowed: "no", ask: () => ({ method: "DELETE", path: "/demo" }), missing: null },
};
