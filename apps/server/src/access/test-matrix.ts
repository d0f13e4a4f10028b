import { CUSTOMER } from "./test-matrix-customer.ts";
import { DRAWN, NOBODY, owner, analysts, everybody, get, cell, taking, type Row } from "./test-matrix-parts.ts";

export type { Row, Things } from "./test-matrix-parts.ts";

/** By hand, from what each role is for (MISSION: the people), not from the code that grants. */
export const MATRIX: Readonly<Record<string, Row>> = {
  ...CUSTOMER,
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

  "journey.getModel": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/model?log=matrix"),
    missing: get("/journey/model?log=nowhere"),
  },
  "journey.listWays": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/ways?log=matrix"),
    missing: get("/journey/ways?log=nowhere"),
  },
  "journey.compareJourneys": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/differences?log=matrix"),
    missing: get("/journey/differences?log=nowhere"),
  },
  "journey.getDemand": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/demand?log=matrix"),
    missing: get("/journey/demand?log=nowhere"),
  },
  "journey.getHandOvers": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/hand-overs?log=matrix"),
    missing: get("/journey/hand-overs?log=nowhere"),
  },
  "journey.getHandOver": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/hand-over?log=matrix&from=matrix&to=matrix"),
    missing: get("/journey/hand-over?log=nowhere&from=matrix&to=matrix"),
  },
  "journey.getEvenness": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/evenness?log=matrix"),
    missing: get("/journey/evenness?log=nowhere"),
  },
  "journey.getWork": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/work?log=matrix"),
    missing: get("/journey/work?log=nowhere"),
  },
  "journey.getSolved": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/solved?log=matrix"),
    missing: get("/journey/solved?log=nowhere"),
  },
  "journey.getFriction": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/friction?log=matrix"),
    missing: get("/journey/friction?log=nowhere"),
  },
  "journey.getPromises": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/promises?log=matrix"),
    missing: get("/journey/promises?log=nowhere"),
  },
  "journey.getDark": {
    roles: everybody,
    narrowed: "free",
    ask: () => get("/journey/dark?log=matrix"),
    missing: get("/journey/dark?log=nowhere"),
  },
  "journey.listDesigns": { roles: everybody, narrowed: "free", ask: () => get("/journey/designs"), missing: null },
  "journey.getDesign": {
    roles: everybody,
    narrowed: "free",
    ask: async (t) => get(`/journey/designs/${await t.design()}`),
    missing: get("/journey/designs/nowhere"),
  },
  "journey.exportDesign": {
    roles: everybody,
    narrowed: "free",
    ask: async (t) => get(`/journey/designs/${await t.design()}/bpmn`),
    missing: get("/journey/designs/nowhere/bpmn"),
  },
  "journey.getDeviations": {
    roles: everybody,
    narrowed: "free",
    ask: async (t) => get(`/journey/deviations?log=matrix&design=${await t.design()}`),
    missing: get("/journey/deviations?log=matrix&design=nowhere"),
  },
  "journey.createDesign": {
    roles: analysts,
    narrowed: "no",
    ask: () => ({ method: "POST", path: "/journey/designs", body: DRAWN }),
    missing: null,
  },
  "journey.changeDesign": {
    roles: analysts,
    narrowed: "no",
    ask: async (t) => ({ method: "PUT", path: `/journey/designs/${await t.design()}`, body: DRAWN }),
    missing: { method: "PUT", path: "/journey/designs/nowhere", body: DRAWN },
  },
  "journey.removeDesign": {
    roles: analysts,
    narrowed: "no",
    ask: async (t) => ({ method: "DELETE", path: `/journey/designs/${await t.design()}` }),
    missing: { method: "DELETE", path: "/journey/designs/nowhere" },
  },
  "journey.restoreDesign": {
    roles: analysts,
    narrowed: "no",
    ask: async (t) => ({ method: "POST", path: `/journey/designs/${await t.design()}/restore`, body: { version: 1 } }),
    missing: { method: "POST", path: "/journey/designs/nowhere/restore", body: { version: 1 } },
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
