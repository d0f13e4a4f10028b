export { backupBeforeMigrating } from "./before-migrating.ts";
export { settleRestore } from "./settle-restore.ts";
export { isUnused } from "./restore-backup.ts";
export { restoreAndOpen, verifyBackup } from "./verify-backup.ts";
