import { believedBy } from "../believed.ts";

/** The *believed* side of a cell. A file of beliefs without roles is read as the leaders'. */
export const believed = believedBy(["leader", null], {
  id: "culture.believed",
  title: "Leaders believe",
  definition:
    "The mean of what leaders answered when asked how customers experience this stage, on 0–100. A leader who answered more than once counts once.",
});
