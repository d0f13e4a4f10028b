import { z } from "zod";

/** How an answer was given, and who of the staff wrote it down: JSON in the row's `traits`. */
const Proof = z.object({ proof: z.string().nullable().default(null), by: z.string().nullable().default(null) });
export type Proof = z.infer<typeof Proof>;

export function writeProof(told: Proof): string | null {
  return told.proof === null && told.by === null ? null : JSON.stringify(told);
}

export function readProof(text: string | null): Proof {
  return text === null ? { proof: null, by: null } : (Proof.safeParse(JSON.parse(text)).data ?? { proof: null, by: null });
}
