import type { ReactNode } from "react";
import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";

/** Which journeys are asked about; as a link carries it. */
export type AskedAbout = { log?: string; where?: string };

type Question = "getDemand" | "getHandOvers" | "getEvenness" | "getWork" | "getSolved" | "getFriction" | "getPromises" | "getDark";

/** A card that asks one question about the journeys chosen and shows its answer. */
export function AnswerCard<Q extends Question>({
  question,
  title,
  about,
  children,
}: {
  question: Q;
  title: string;
  about: AskedAbout;
  children: (answer: Calls[`journey.${Q}`]["output"]) => ReactNode;
}) {
  const reading = useRead(`journey.${question}`, about);
  return (
    <Card id={question} title={title}>
      {reading.data === undefined ? (
        reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("work.reading")} />
        )
      ) : (
        <div className="note">{children(reading.data)}</div>
      )}
    </Card>
  );
}
