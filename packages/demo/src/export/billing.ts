import { toUtc, wallTime } from "../calendar.ts";
import { recordId } from "../identifier.ts";
import { PLANS } from "../plan.ts";
import { addOnsOf, pricesOf, promotionUntil } from "../subscription-stream.ts";
import { booksOf } from "../transaction-stream.ts";
import { euros, line, noRows, partsOf, type Recorded, type Writer } from "./writer.ts";

const DAY = 86_400_000;
const DELIMITER = ";";
const CRLF = "\r\n";

function shortDay(wall: number): string {
  const { day, month, year } = partsOf(wall);
  return `${day}.${month}.${year.slice(2)}`;
}

/** The first day on which what ended at a wall time is no longer there. */
function firstDayWithout(wall: number): number {
  return Math.ceil(wall / DAY) * DAY;
}

/** Invoices and credit notes, as billing prints them for the accountant: days only, credits with a minus behind, a total in the last line. */
export function invoicesWriter(): Writer {
  const count = noRows();
  let total = 0;
  return {
    file: "billing_invoices.csv",
    encoding: "iso-8859-1",
    count,
    head: () => line(["Beleg", "Rechnung", "Konto", "Datum", "Art", "Leistung ab", "Leistung bis", "Betrag", "Währung"], DELIMITER, CRLF),
    lines: ({ life }: Recorded) => {
      const { calendar, person } = life;
      const account = recordId("billing", person.index, false);
      let text = "";
      for (const { id, invoice, kind, minute, cents, service } of booksOf(life)) {
        if (service === null) continue;
        const day = (at: number): string => shortDay(wallTime(calendar, toUtc(calendar, at)));
        count.clean += 1;
        total += cents;
        text += line(
          [
            id,
            invoice,
            account,
            day(minute),
            kind === "invoice" ? "Rechnung" : "Gutschrift",
            day(service.from),
            day(service.to - 1),
            euros(cents),
            "EUR",
          ],
          DELIMITER,
          CRLF,
        );
      }
      return text;
    },
    tail: () => {
      count.refused += 1;
      return line(["Summe", "", "", "", "", "", "", euros(total), "EUR"], DELIMITER, CRLF);
    },
  };
}

/** Contracts with every price they had, in the same dress; an end is the first day without it. */
export function subscriptionsWriter(): Writer {
  const count = noRows();
  let total = 0;
  return {
    file: "billing_subscriptions.csv",
    encoding: "iso-8859-1",
    count,
    head: () =>
      line(["Zeile", "Konto", "Vertrag", "Tarif", "Zusätze", "Beginn", "Ende", "Preis", "Währung", "Aktion bis"], DELIMITER, CRLF),
    lines: ({ life }: Recorded) => {
      const { calendar, person } = life;
      let text = "";
      for (const price of pricesOf(life)) {
        const wall = (minute: number): number => wallTime(calendar, toUtc(calendar, minute));
        const promoted = promotionUntil(price, calendar);
        count.clean += 1;
        total += price.cents;
        text += line(
          [
            price.id,
            recordId("billing", person.index, false),
            price.contractId,
            PLANS[price.contract.plan],
            addOnsOf(price.contract),
            shortDay(wall(price.from)),
            price.until >= calendar.minutes ? null : shortDay(firstDayWithout(wall(price.until))),
            euros(price.cents),
            "EUR",
            promoted === null ? null : shortDay(wall(promoted)),
          ],
          DELIMITER,
          CRLF,
        );
      }
      return text;
    },
    tail: () => {
      count.refused += 1;
      return line(["Summe", "", "", "", "", "", "", euros(total), "EUR", ""], DELIMITER, CRLF);
    },
  };
}

/** Payments and reversals as a card company reports them: month first, decimal point. */
export function paymentsWriter(): Writer {
  const count = noRows();
  return {
    file: "billing_payments.csv",
    encoding: "utf-8",
    count,
    head: () => "payment_id,account,invoice,posting_date,type,amount,currency\n",
    lines: ({ life }: Recorded) => {
      const { calendar, person } = life;
      let text = "";
      for (const { id, invoice, kind, minute, cents, service } of booksOf(life)) {
        if (service !== null) continue;
        const { day, month, year } = partsOf(wallTime(calendar, toUtc(calendar, minute)));
        const amount = `${cents < 0 ? "-" : ""}${(Math.abs(cents) / 100).toFixed(2)}`;
        count.clean += 1;
        text += `${[id, recordId("billing", person.index, false), invoice, `${month}/${day}/${year}`, kind, amount, "EUR"].join(",")}\n`;
      }
      return text;
    },
    tail: () => "",
  };
}
