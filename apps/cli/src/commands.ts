import type { Command } from "./command.ts";
import { assetLedger } from "./commands/asset-ledger.ts";
import { backup } from "./commands/backup.ts";
import { compute } from "./commands/compute.ts";
import { demoClear, demoExport, demoLoad } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { erase } from "./commands/erase.ts";
import { gapBoard } from "./commands/gap-board.ts";
import { importFile } from "./commands/import.ts";
import { journeyModel } from "./commands/journey-model.ts";
import { restore } from "./commands/restore.ts";
import { startServer } from "./commands/start.ts";

export const commands: readonly Command[] = [
  startServer,
  importFile,
  journeyModel,
  assetLedger,
  gapBoard,
  demoLoad,
  demoClear,
  demoExport,
  backup,
  restore,
  erase,
  compute,
  doctor,
];
