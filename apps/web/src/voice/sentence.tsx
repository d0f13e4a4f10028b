import { t } from "../messages/text.ts";
import { isKnown, type Score, type Voice } from "./show.ts";

/** The question the page is about: the first that may be shown. */
export function leadScore(voice: Voice): Score | null {
  return voice.scores.find(({ score }) => isKnown(score)) ?? null;
}

/** The finding: what became of the score, then what those at its two ends did. Said side by side, never as cause. */
export function Sentence({ voice }: { voice: Voice }) {
  const lead = leadScore(voice);
  if (lead === null) return t(voice.scores.length === 0 ? "voice.empty" : "voice.sentence.hidden");
  const verdict = lead.change?.verdict ?? "not-known-yet";
  const said = t(`voice.sentence.${lead.measure}.${verdict}`, { window: t(`voice.rolling.${voice.rolling}.said`) });
  const [best, worst] = [lead.bands[0]?.behaviour, lead.bands.at(-1)?.behaviour];
  return (
    <>
      {verdict === "no-clear-change" || verdict === "not-known-yet" ? said : <b>{said}</b>}{" "}
      {isKnown(best?.gone) && isKnown(best.linked) && isKnown(worst?.gone) && isKnown(worst.linked)
        ? t(`voice.sentence.${lead.measure}.did`, {
            gone: worst.gone.value,
            of: worst.linked.value,
            goneBest: best.gone.value,
            ofBest: best.linked.value,
          })
        : t("voice.sentence.did-unknown")}
    </>
  );
}
