import { request as httpRequest } from "node:http";
import { z } from "zod";
import { API } from "../routes.ts";
import { broken, type Finding, look, well } from "./finding.ts";
import { lookAtAudit, lookAtBackup } from "./look-at-trail.ts";

const ANSWER_MS = 60_000;
const Readiness = z.object({ checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })) });
const Version = z.object({ version: z.string(), node: z.string(), schema: z.number() });
const Verdict = z.object({ whole: z.boolean(), rows: z.number(), brokenAt: z.number().nullable() });
const Trail = z.object({ rows: z.array(z.object({ at: z.string() })) });

const FIXES: Readonly<Record<string, string>> = {
  records: "It mends itself once the disk or the database is well; look at /readyz and the log for the code.",
  events: "It mends itself once the disk is well. When its thread ended, restart: what was acknowledged is applied then.",
  backlog: "Look at the log for the record that cannot be applied, then restart.",
  disk: "Make room or enlarge the disk.",
  jobs: "Restart Counterseat.",
};

/** Asks a running server through the command line's socket; it owns the stores, so nobody else opens them. */
export async function lookAtServer(options: { socket: string; version: string; now: number }): Promise<Finding[]> {
  const ask = <T extends z.ZodType>(path: string, answer: T) => get(options.socket, path).then((body) => answer.parse(body));
  try {
    const [ready, running] = [await ask("/readyz", Readiness), await ask("/version", Version)];
    const verdict = await ask(`${API}/audit/verify`, Verdict);
    const backups = await ask(`${API}/audit?operation=backup.create&limit=1`, Trail);
    const last = backups.rows[0]?.at ?? null;
    return [
      running.version === options.version
        ? well("server", `Version ${running.version} runs on Node.js ${running.node}.`)
        : look("server", `Version ${running.version} runs, version ${options.version} is installed.`, "Restart Counterseat."),
      ...ready.checks.map(({ name, ok, detail }) =>
        ok ? well(`server: ${name}`, sentence(detail)) : broken(`server: ${name}`, sentence(detail), FIXES[name] ?? "Look at the log."),
      ),
      lookAtAudit(verdict),
      lookAtBackup(last === null ? null : Date.parse(last), options.now),
    ];
  } catch {
    return [broken("server", "A server holds the data directory but does not answer through its socket.", "Look at its log; restart it.")];
  }
}

function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}

function get(socketPath: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ socketPath, path, timeout: ANSWER_MS, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString()));
        } catch (error) {
          reject(error instanceof Error ? error : new Error("no JSON"));
        }
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", reject);
    request.end();
  });
}
