import { changeDesign, createDesign, removeDesign, restoreDesign } from "./change-designs.ts";
import { getDeviations } from "./get-deviations.ts";
import { exportDesign, getDesign, listDesigns } from "./get-designs.ts";

/** Journeys as they were meant, and how they went beside them. */
export const designedOperations = [
  listDesigns,
  getDesign,
  exportDesign,
  createDesign,
  changeDesign,
  removeDesign,
  restoreDesign,
  getDeviations,
] as const;
export { forgetDesigns, takeDesigns } from "./handlers.ts";
