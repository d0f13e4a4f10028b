import { Popover } from "@mantine/core";
import { useState, type RefObject } from "react";
import { t } from "../messages/text.ts";
import { announce } from "./announce.tsx";
import { drawChart, titleOf } from "./chart-drawing.ts";
import { pngOf } from "./chart-picture.ts";
import { cellsOf, headOf, type Taken } from "./column.ts";
import { csvOf } from "./csv.ts";
import { number } from "./format.ts";
import { saveFile } from "./save-file.ts";
import { SHEET_ROWS, SheetTooLarge, xlsxOf } from "./xlsx.ts";

type Given<Row> = { table?: Taken<Row>; chart?: RefObject<Element | null>; name?: string };

/**
 * "Export": a table leaves as CSV and XLSX, a chart as SVG and PNG, both from one button.
 *
 *     <ExportMenu table={{ name: "gap-board", columns, rows }} />                    a table
 *     <ExportMenu table={{ name: "gap-board", columns, rows }} chart={drawn} />      with its chart: const drawn = useRef<HTMLDivElement>(null)
 *     <ExportMenu name="waits" chart={drawn} />                                      a chart alone
 *
 * `name` is the file's name without its ending. `chart` points to the element that holds the drawing and nothing else: HTML marks, SVG, or
 * both. It leaves as it stands on the screen, on light paper whatever the theme. Inside it, buttons (`.btn`) and `.noprint` stay behind and
 * `.printonly` comes along. Its title is the heading of the section it stands in, its description the labels of its images (`role="img"`).
 * `DataTable` and `TableUnderneath` have this built in.
 */
export function ExportMenu<Row>({ table, chart, name = table?.name ?? "counterseat" }: Given<Row>) {
  const [open, setOpen] = useState(false);
  const attempt = (work: () => Promise<void> | void) => () => {
    setOpen(false);
    void Promise.resolve()
      .then(work)
      .catch((error: unknown) =>
        announce(
          error instanceof SheetTooLarge
            ? t("export.too-large", { rows: number(error.rows), most: number(SHEET_ROWS - 1) })
            : t("export.failed", { name }),
        ),
      );
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={190} returnFocus trapFocus>
      <Popover.Target>
        <button type="button" className="link" onClick={() => setOpen(!open)}>
          {t("export.open")}
          <span className="sr">: {name}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("export.label", { name })}>
        <div className="exports">
          {table !== undefined && (
            <>
              <button type="button" onClick={attempt(() => saveCsv(table))}>
                {t("export.csv")}
              </button>
              <button type="button" onClick={attempt(() => saveXlsx(table))}>
                {t("export.xlsx")}
              </button>
            </>
          )}
          {chart !== undefined && (
            <>
              <button type="button" onClick={attempt(() => saveSvg(chart.current, name))}>
                {t("export.svg")}
              </button>
              <button type="button" onClick={attempt(() => savePng(chart.current, name))}>
                {t("export.png")}
              </button>
            </>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function saveCsv<Row>(table: Taken<Row>): void {
  saveFile(`${table.name}.csv`, new Blob([csvOf(headOf(table), cellsOf(table))], { type: "text/csv;charset=utf-8" }));
}

function saveXlsx<Row>(table: Taken<Row>): void {
  const { bytes, cut } = xlsxOf({ name: table.name, head: headOf(table), rows: cellsOf(table) });
  saveFile(`${table.name}.xlsx`, new Blob([bytes], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }));
  if (cut > 0) announce(t("export.cut", { n: cut }));
}

function saveSvg(chart: Element | null, name: string): void {
  if (chart === null) throw new Error("there is no chart to draw");
  saveFile(`${name}.svg`, new Blob([drawChart(chart, titleOf(chart, name)).text], { type: "image/svg+xml" }));
}

async function savePng(chart: Element | null, name: string): Promise<void> {
  if (chart === null) throw new Error("there is no chart to draw");
  saveFile(`${name}.png`, await pngOf(drawChart(chart, titleOf(chart, name))));
}
