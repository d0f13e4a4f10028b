import type { Command } from "./command.ts";
import { compute } from "./commands/compute.ts";
import { demoClear, demoExport, demoLoad } from "./commands/demo.ts";
import { gapBoard } from "./commands/gap-board.ts";
import { importFile } from "./commands/import.ts";
import { journeyModel } from "./commands/journey-model.ts";
import { startServer } from "./commands/start.ts";

export const commands: readonly Command[] = [startServer, importFile, journeyModel, gapBoard, demoLoad, demoClear, demoExport, compute];
