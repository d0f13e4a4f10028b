import { propose, type ProposeInput, type Proposal, ReadingError } from "./reading/index.ts";

/** Runs in the computing thread. A file that cannot be read is an answer, not a failure of the thread. */
export async function proposeTask(input: ProposeInput): Promise<{ proposal: Proposal } | { code: string; message: string; fix: string }> {
  try {
    return { proposal: await propose(input) };
  } catch (error) {
    if (error instanceof ReadingError) return { code: error.code, message: error.message, fix: error.fix };
    throw error;
  }
}
