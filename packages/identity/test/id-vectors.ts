import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedFolder } from "./shared-folder.ts";

/** What the published cases say, word for word; a test holds them against the file where it is there. */
export interface Vector {
  readonly name: string;
  readonly rules?: Readonly<Record<string, { readonly limit: number; readonly priority: number }>>;
  /** Persons there are before: a name, then ids, `identified`, properties. */
  readonly given?: readonly (readonly (string | Readonly<Record<string, string>>)[])[];
  readonly events: readonly (readonly (string | readonly string[])[])[];
  readonly expect: Readonly<Record<string, unknown>>;
}

export interface VectorFile {
  readonly illegal_ids_case_insensitive: readonly string[];
  readonly illegal_ids_case_sensitive: readonly string[];
  readonly segment_blocked: readonly string[];
  readonly cases: readonly Vector[];
}

export const VECTORS: readonly Vector[] = [
  {
    name: "anon_to_known",
    given: [],
    events: [
      ["track", "anon:A"],
      ["identify", "user:U", "anon:A"],
    ],
    expect: { persons: 1, ids: ["anon:A", "user:U"], is_identified: true },
  },
  {
    name: "one_exists",
    given: [["person1", "user:U"]],
    events: [["identify", "user:U", "anon:B"]],
    expect: { persons: 1, ids: ["user:U", "anon:B"] },
  },
  {
    name: "refuse_identified_into_other",
    given: [
      ["p1", "user:U", "identified"],
      ["p2", "user:V", "identified"],
    ],
    events: [["alias", "user:U", "user:V"]],
    expect: { persons: 2, warning: "cannot_merge_already_identified" },
  },
  {
    name: "shared_device",
    events: [
      ["identify", "user:B", "anon:A"],
      ["identify", "user:C", "anon:A"],
    ],
    expect: { persons: 2, note: "rudder-transformer#1180: merging B and C here is the bug users report" },
  },
  {
    name: "segment_priority",
    rules: { user_id: { limit: 1, priority: 1 }, email: { limit: 5, priority: 2 } },
    given: [["p1", "user_id:abc123", "email:jane@example1.com"]],
    events: [["track", "user_id:abc456", "email:jane@example1.com"]],
    expect: { persons: 2, new_profile_ids: ["user_id:abc456"], email_demoted_on_event: true },
  },
  {
    name: "illegal",
    events: [["identify", "null", "anon:A"]],
    expect: { merged: false, warning: "cannot_merge_with_illegal_distinct_id" },
  },
  {
    name: "property_conflict",
    given: [
      ["p1", "user:U", { plan: "pro" }],
      ["p2", "anon:A", { plan: "free", utm: "x" }],
    ],
    events: [["identify", "user:U", "anon:A"]],
    expect: { props: { plan: "pro", utm: "x" }, created_at: "older of the two", version: "max(versions)+1" },
  },
  {
    name: "partial_unmerge",
    given: [["p1", "a", "b", "c"]],
    events: [["split", "p1", ["b"]]],
    expect: { persons: 2, p1_ids: ["a", "c"], p1_props_unchanged: true, new_person_version: ">p1.version" },
  },
];

const path = sharedFolder === null ? null : join(sharedFolder, "golden", "identity", "merge_and_ssrf_vectors.json");
export const vectorFile: VectorFile | null =
  path !== null && existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as VectorFile) : null;
