import type { ServerProcess } from "../bench/server-process.ts";
import { asId, payloadAt, payloads } from "./xss-payloads.ts";

const N = payloads.length;
/** Fields of one entry get different payloads, and over all entries each field gets every one. */
const text = (entry: number, field: number) => payloadAt(entry + field * 37);
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: N }, (_, i) => make(i));
/** Answers are compared group by group, so those of one company come in few channels and segments. */
const GROUPS = 6;
const unit = (i: number) => `unit-${asId(i)}`;
const person = (i: number) => `person-${asId(i)}`;
const stage = (i: number) => `stage-${asId(i)}`;
const channel = (i: number) => `channel-${asId(i)}`;
const segment = (i: number) => `segment-${asId(i)}`;

/** Every list of the company with as many entries as payloads, whose ids, names and texts are payloads. */
function companyLists(): Readonly<Record<string, readonly object[]>> {
  return {
    units: each((i) => ({ id: unit(i), name: text(i, 0), parentId: i === 0 ? null : unit(i - 1) })),
    people: each((i) => ({ id: person(i), name: text(i, 0), title: text(i, 1), unitId: unit(i), customerId: `staff ${text(i, 2)}` })),
    stages: each((i) => ({ id: stage(i), label: text(i, 0), order: i, ownerId: person(i) })),
    // Steps are found by the name the source gives them.
    steps: each((i) => ({ id: text(i, 0).trim(), label: text(i, 1), stageId: stage(i), by: i % 2 === 0 ? "company" : null, order: i })),
    channels: each((i) => ({ id: channel(i), label: text(i, 0) })),
    segments: each((i) => ({ id: segment(i), label: text(i, 0) })),
    definitions: each((i) => ({ id: `definition-${asId(i)}`, term: text(i, 0), text: text(i, 1), ownerId: person(i) })),
    promises: each((i) => ({
      id: `promise-${asId(i)}`,
      text: text(i, 0),
      measure: text(i, 1),
      stageId: stage(i),
      channelId: channel(i),
      ownerId: person(i),
      from: "2026-01-01",
    })),
  };
}

const DAY = (i: number) => new Date(Date.UTC(2026, 0, 1 + (i % 200), 8, i % 60)).toISOString();

/** Files of each kind whose cells are payloads wherever text may stand; the last rows of each are refused, and quoted for it. */
function files(): readonly { kind: string; source: string; rows: readonly (readonly string[])[] }[] {
  const shared = ["stage", "channel", "owner", "segment", "unit", "kind", "id"];
  const sharedOf = (i: number, groups: number) => [
    stage(i % N),
    channel(i % groups),
    person(i % N),
    segment((i + Math.floor(i / N)) % groups),
    unit(i % N),
    payloadAt(i + 5),
    `${i} ${payloadAt(i)}`,
  ];
  return [
    {
      kind: "responses",
      source: `answers ${payloadAt(1)}`.slice(0, 100),
      rows: [
        ["score", "scale", "time", "customer", "respondent", "comment", "case", ...shared],
        ...Array.from({ length: N * 10 }, (_, i) => [
          String(1 + (i % 6)),
          "0-10",
          DAY(i),
          // Ten different customers a stage, or the stage's answers would be hidden.
          payloadAt(i * 7 + Math.floor(i / N)),
          payloadAt(i + 2),
          payloadAt(i + 3 * Math.floor(i / N)),
          payloadAt(i + 4),
          ...sharedOf(i, GROUPS),
        ]),
        ...each((i) => [payloadAt(i), "0-10", DAY(i), payloadAt(i), "", "", "", ...sharedOf(N * 10 + i, GROUPS)]),
      ],
    },
    {
      kind: "beliefs",
      source: `leaders ${payloadAt(2)}`.slice(0, 100),
      rows: [
        ["score", "scale", "respondent", "role", "time", "comment", ...shared],
        ...Array.from({ length: N * 6 }, (_, i) => [
          String(7 + (i % 3)),
          "0-10",
          payloadAt(i * 11 + Math.floor(i / N)),
          i < N * 5 ? "leader" : payloadAt(i),
          DAY(i),
          payloadAt(i),
          ...sharedOf(i, GROUPS),
        ]),
      ],
    },
    {
      kind: "events",
      source: `desk ${payloadAt(3)}`.slice(0, 100),
      rows: [
        ["activity", "time", "case", "customer", "resource", "comment", "currency", ...shared],
        ...Array.from({ length: N * 3 }, (_, i) => [
          payloadAt(i).trim(),
          DAY(i),
          `case ${payloadAt(Math.floor(i / 3))}`,
          payloadAt(Math.floor(i / 3)),
          payloadAt(i + 1),
          payloadAt(i + 2),
          "EUR",
          ...sharedOf(i, N),
        ]),
        ...each((i) => [payloadAt(i), payloadAt(i + 1), "case", "", "", "", "", ...sharedOf(N * 3 + i, N)]),
      ],
    },
    {
      kind: "transactions",
      source: `till ${payloadAt(4)}`.slice(0, 100),
      rows: [
        ["customer", "time", "amount", "currency", "case", "comment", ...shared],
        ...each((i) => [payloadAt(i), DAY(i), "12.50", "EUR", payloadAt(i + 1), payloadAt(i + 2), ...sharedOf(i, N)]),
        ...each((i) => [payloadAt(i), DAY(i), payloadAt(i), payloadAt(i), "", "", ...sharedOf(N + i, N)]),
      ],
    },
  ];
}

export function csv(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n"));
}

/** What a browser may send as a file's name. */
function fileName(i: number): string {
  return `${i} ${payloadAt(i)
    .replaceAll(/[\\/]/g, "\u2215")
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll('"', "%22")}.csv`;
}

/** Stores every payload in every text field the operations take. @returns what was not taken as expected */
export async function plant(server: ServerProcess): Promise<string[]> {
  const wrong: string[] = [];
  for (const [list, entries] of Object.entries(companyLists())) {
    const done = await server.upload<{ accepted: number; problems: object[] }>(
      `/api/v1/company/${list}/import?world=own`,
      `${list}.json`,
      Buffer.from(JSON.stringify(entries)),
    );
    if (done.accepted !== N) wrong.push(`${list}: ${done.accepted} of ${N} taken, ${JSON.stringify(done.problems.slice(0, 2))}`);
  }
  for (const { kind, source, rows } of files()) {
    const map = Object.fromEntries((rows[0] ?? []).map((field, at) => [field, String(at + 1)]));
    await bring(server, { kind, source, map, name: fileName(0), bytes: csv(rows) });
  }
  // As many systems, each with a file whose name and unused columns are payloads.
  for (let i = 0; i < N; i++) {
    const rows = [
      ["activity", "time", "case", payloadAt(i), payloadAt(i + 1)],
      [payloadAt(i), DAY(i), "1", payloadAt(i + 2), payloadAt(i + 3)],
    ];
    await bring(server, { kind: "events", source: `${i} ${payloadAt(i)}`.slice(0, 100), map: {}, name: fileName(i), bytes: csv(rows) });
  }
  for (let i = 0; i < N; i++) {
    await server.send("POST", "/api/v1/actions?world=own", {
      cell: i % 2 === 0 ? { stage: stage(i), channel: payloadAt(i) } : { stage: stage(i), segment: payloadAt(i) },
      ownerId: `owner-${asId(i)}`.slice(0, 80),
      ownerName: text(i, 1),
      title: text(i, 2),
      note: text(i, 3),
      goalLine: 10,
      dueOn: "2027-01-01",
    });
  }
  for (let i = 0; i < N; i += 10) {
    const id = `0190f0f0-0000-7000-8000-${String(i).padStart(12, "0")}`;
    const asked = { name: text(i, 0).slice(0, 100), source: `hook ${payloadAt(i)}`.slice(0, 100), connector: "webhook" };
    await server.send("PUT", `/api/v1/connections/${id}?world=own`, { ...asked, settings: { customer: payloadAt(i).slice(0, 200) } });
  }
  for (let i = 0; i < N; i++) {
    const steps = [{ step: payloadAt(i).trim() }, { step: `then ${text(i, 1)}` }];
    await server.send("POST", "/api/v1/journey/designs?world=own", { name: text(i, 2), steps });
  }
  let secret = "";
  for (let i = 0; i < N; i++) {
    const who = { name: text(i, 0), email: `p${i}@company.example`, role: "manager" };
    await server.send("POST", "/api/v1/members/invitations", who);
    const asked = { name: text(i, 1), scopes: ["ingest:write"], source: `sent ${payloadAt(i)}`.slice(0, 100) };
    secret = (await server.send<{ key: string }>("POST", "/api/v1/keys", asked)).key;
  }
  wrong.push(...(await sendEvents(server, secret)));
  await untilQuiet(server);
  return wrong;
}

interface File {
  readonly kind: string;
  readonly source: string;
  readonly map: Readonly<Record<string, string>>;
  readonly name: string;
  readonly bytes: Buffer;
}

async function bring(server: ServerProcess, file: File): Promise<void> {
  const { upload } = await server.upload<{ upload: string }>("/api/v1/uploads?world=own", file.name, file.bytes);
  await server.send("POST", "/api/v1/imports?world=own", { upload, as: file.kind, source: file.source, map: file.map });
}

/** What another system sends: every text of an event is a payload. Every fifth has no usable time and is kept as refused. */
async function sendEvents(server: ServerProcess, secret: string): Promise<string[]> {
  const batch = each((i) => ({
    type: "track",
    messageId: `${i} ${payloadAt(i)}`.slice(0, 100),
    userId: payloadAt(i),
    event: text(i, 1),
    timestamp: i % 5 === 4 ? payloadAt(i) : DAY(i),
    properties: { stage: stage(i), channel: text(i, 2), segment: text(i, 3), comment: text(i, 4), [payloadAt(i)]: text(i, 5) },
    context: { page: { title: payloadAt(i), url: payloadAt(i + 1) } },
  }));
  const answer = await fetch(`${server.url}/api/v1/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ batch }),
  });
  return answer.ok ? [] : [`the events were answered ${answer.status} ${await answer.text()}`];
}

async function untilQuiet(server: ServerProcess): Promise<void> {
  for (;;) {
    const { sources } = await server.get<{ sources: { imports: { state: string; error: string | null }[] }[] }>(
      "/api/v1/sources?world=own",
    );
    const imports = sources.flatMap((source) => source.imports);
    const failed = imports.find((one) => one.state === "failed");
    if (failed !== undefined) throw new Error(`an import failed: ${failed.error}`);
    if (!imports.some((one) => one.state === "waiting" || one.state === "reading")) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}
