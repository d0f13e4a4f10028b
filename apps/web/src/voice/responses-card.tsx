import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Search } from "../address.ts";
import { call, type Output, type Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useChosenWorld } from "../session/world.ts";
import { ExportMenu } from "../ui/export-menu.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { count, moment, number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { highest, plainSurvey, type Response, type Voice } from "./show.ts";
import type { Chosen } from "./voice-filter.ts";

const BANDS = ["high", "middle", "low"] as const;
const WORDS = ["yes", "no"] as const;
type Page = Output<"voice.listResponses">;

/** What customers answered and wrote, the newest first. */
export function ResponsesCard({ filter, search, voice }: { filter: Chosen; search: Search; voice: Voice }) {
  const band = BANDS.find((each) => each === search["band"]);
  const commented = WORDS.find((each) => each === search["commented"]);
  const asked = { ...filter, ...(band === undefined ? {} : { band }), ...(commented === undefined ? {} : { commented }) };
  const world = useChosenWorld();
  const reading = useInfiniteQuery<Page, Problem, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ["voice.listResponses", world, asked],
    queryFn: ({ pageParam }) => call("voice.listResponses", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  });
  const may = useMay();
  const readable = may("pii:read");
  const pages = reading.data?.pages ?? [];
  const responses = pages.flatMap((page) => page.responses);
  const [head] = pages;
  const stages = new Map(voice.filters.stages.map(({ id, label }) => [id, label]));
  return (
    <Card
      id="responses"
      title={t("voice.responses")}
      beside={
        head?.total != null && (
          <span className="sm mut">{t("voice.responses.shown", { shown: count(responses.length), total: count(head.total) })}</span>
        )
      }
      tools={<ExportMenu table={{ name: "voice-responses", columns, rows: responses }} />}
    >
      <Choices band={band ?? ""} commented={commented ?? ""} search={search} />
      {reading.isError && (
        <div className="body">
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        </div>
      )}
      {reading.isPending && <Waiting what={t("voice.responses.reading")} />}
      {head !== undefined && responses.length === 0 && <p className="body sec">{head.hidden ?? t("voice.responses.none")}</p>}
      {responses.length > 0 && !readable && <p className="voice-note sm mut">{t("voice.responses.masked")}</p>}
      {responses.length > 0 && readable && head?.commentsHidden != null && <p className="voice-note sm mut">{head.commentsHidden}</p>}
      <ol className="voice-responses">
        {responses.map((response, at) => (
          <OneResponse
            key={`${response.time} ${response.customer} ${at}`}
            response={response}
            stage={response.stage === null ? null : (stages.get(response.stage) ?? response.stage)}
            readable={readable}
            open={readable && may("customer:read")}
          />
        ))}
      </ol>
      {reading.hasNextPage && (
        <p className="body">
          <button type="button" className="btn" disabled={reading.isFetchingNextPage} onClick={() => void reading.fetchNextPage()}>
            {t("voice.responses.more")}
          </button>
        </p>
      )}
    </Card>
  );
}

const columns = [
  { head: t("timeline.column.time"), cell: (row: Response) => row.time },
  { head: t("customers.column.id"), cell: (row: Response) => row.customer },
  { head: t("timeline.column.stage"), cell: (row: Response) => row.stage },
  { head: t("voice.column.question"), cell: (row: Response) => row.answers[0]?.survey ?? null },
  { head: t("timeline.column.score"), cell: (row: Response) => row.answers[0]?.score ?? null },
  { head: t("timeline.column.scale"), cell: (row: Response) => row.answers[0]?.scale ?? null },
  { head: t("timeline.column.comment"), cell: (row: Response) => row.comment },
];

function Choices({ band, commented, search }: { band: string; commented: string; search: Search }) {
  const navigate = useNavigate();
  const set = (field: "band" | "commented") => (event: { currentTarget: { value: string } }) =>
    void navigate({ to: "/voice", search: { ...search, [field]: event.currentTarget.value }, replace: true, resetScroll: false });
  return (
    <form className="filters voice-choices" aria-label={t("voice.responses.filters")} onSubmit={(event) => event.preventDefault()}>
      <FilterSelect
        label={t("voice.responses.band")}
        options={[{ id: "", label: t("voice.responses.band.all") }, ...BANDS.map((id) => ({ id, label: t(`voice.responses.band.${id}`) }))]}
        value={band}
        onChange={set("band")}
      />
      <FilterSelect
        label={t("voice.responses.words")}
        options={[
          { id: "", label: t("voice.responses.words.all") },
          ...WORDS.map((id) => ({ id, label: t(`voice.responses.words.${id}`) })),
        ]}
        value={commented}
        onChange={set("commented")}
      />
    </form>
  );
}

type Shown = { response: Response; stage: string | null; readable: boolean; open: boolean };

function OneResponse({ response, stage, readable, open }: Shown) {
  const [first, ...others] = response.answers;
  const top = highest(first?.scale ?? null);
  const beside = others.filter((answer) => answer.measure !== null);
  const rest = others.length - beside.length;
  return (
    <li>
      <p className="sc">
        {first === undefined ? <span className="mut">–</span> : number(first.score)}
        {top !== null && <small>{t("voice.answer.of", { top })}</small>}
      </p>
      <div>
        {response.comment !== null && readable && <blockquote>{t("voice.answer.quote", { text: response.comment })}</blockquote>}
        {response.comment === null && <p className="mut">{t(response.commentHidden ? "voice.answer.hidden" : "voice.answer.silent")}</p>}
        <p className="meta">
          <span>{response.time === null ? t("voice.answer.undated") : moment(response.time)}</span>
          {first !== undefined && <span>{plainSurvey(first.survey)}</span>}
          {stage !== null && <span>{stage}</span>}
          {beside.map((answer) => (
            <span key={`${answer.survey} ${answer.stage}`}>
              {t("voice.answer.beside", {
                question: plainSurvey(answer.survey),
                score: number(answer.score),
                top: highest(answer.scale) ?? "–",
              })}
            </span>
          ))}
          {rest > 0 && <span>{t("voice.answer.more", { n: rest })}</span>}
          {response.customer !== null &&
            (open ? (
              <Link to="/customers/$id" params={{ id: response.customer }}>
                {t("voice.answer.timeline")}
                <span className="sr">{t("voice.answer.timeline.of", { customer: response.customer })}</span>
              </Link>
            ) : (
              <span className="code">{response.customer}</span>
            ))}
        </p>
      </div>
    </li>
  );
}
