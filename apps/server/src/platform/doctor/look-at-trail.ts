import type { AuditVerdict } from "../audit.ts";
import { broken, type Finding, look, well } from "./finding.ts";

const DAY_MS = 86_400_000;
const OLD_BACKUP_DAYS = 7;

export function lookAtAudit({ whole, rows, brokenAt }: Pick<AuditVerdict, "whole" | "rows" | "brokenAt">): Finding {
  if (whole) return well("audit trail", `All ${rows} rows fit one another.`);
  return broken(
    "audit trail",
    `Row ${brokenAt ?? "?"} does not fit the one before it: rows were changed, taken out or put in behind the product's back.`,
    "Keep a copy of the database as it is, and compare it with the last backup (counterseat restore FILE --verify).",
  );
}

/** Backups leave a row in the audit trail; a disk's own snapshots are not seen here. */
export function lookAtBackup(at: number | null, now: number): Finding {
  const fix = "counterseat backup FILE, once a day, onto another disk (docs/guide/backup.md).";
  if (at === null) return look("backup", "No backup was ever made with counterseat backup.", fix);
  const days = Math.floor((now - at) / DAY_MS);
  const words = `The last backup was made ${days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`}.`;
  return days > OLD_BACKUP_DAYS ? look("backup", words, fix) : well("backup", words);
}
