export { backupBeforeMigrating } from "./before-migrating.ts";
export { backup } from "./operations.ts";
export { settleRestore } from "./settle-restore.ts";
export { isUnused, restoreAndOpen, verifyBackup } from "./verify-backup.ts";
