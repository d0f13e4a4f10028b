import { believedBy } from "../believed.ts";

export const frontLineBelieved = believedBy(["front_line"], {
  id: "culture.front-line-believed",
  title: "The front line believes",
  definition: "The mean of what people at the front line answered when asked how customers experience this stage, on 0–100.",
});
