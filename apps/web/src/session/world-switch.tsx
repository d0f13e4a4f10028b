import { t } from "../messages/text.ts";
import { useMe, useShownWorld } from "./read.ts";
import { chooseWorld } from "./world.ts";

/** Sample or mine: offered only when both exist; rows of the two never meet in one figure. */
export function WorldSwitch() {
  const me = useMe();
  const shown = useShownWorld();
  if (me.data?.worlds.own !== true || !me.data.worlds.sample) return null;
  return (
    <div className="seg worlds" role="group" aria-label={t("world.label")}>
      {(["own", "sample"] as const).map((world) => (
        <button key={world} type="button" aria-pressed={shown === world} onClick={() => chooseWorld(world)}>
          {t(`world.${world}`)}
        </button>
      ))}
    </div>
  );
}
