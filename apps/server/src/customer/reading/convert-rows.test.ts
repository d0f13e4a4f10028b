import { afterAll, describe, expect, it } from "vitest";
import { openFolder, readWhole } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

describe("rows as they are stored", () => {
  it("keeps a case named NA and takes NA for absent elsewhere", async () => {
    const path = folder.write(
      "na.csv",
      "case_id,activity,timestamp,resource,amount\nNA,null,2024-01-01,NA,NA\nB,x,2024-01-02,r,5\n,x,2024-01-02,r,5\n",
    );
    const { batches, refused } = await readWhole({ path, kind: "events" });
    const columns = batches[0]?.columns;
    expect([columns?.case, columns?.activity, columns?.resource]).toEqual([
      ["NA", "B"],
      ["null", "x"],
      [null, "r"],
    ]);
    expect([...(columns?.amount ?? [])]).toEqual([Number.NaN, 5]);
    expect(refused.map(({ row, field, reason }) => ({ row, field, reason }))).toEqual([
      { row: 3, field: "case", reason: "case is missing" },
    ]);
  });

  it("takes the case from the customer, never the other way", async () => {
    const byCustomer = await readWhole({ path: folder.write("a.csv", "customer_id,activity,timestamp\nc,x,2024-01-01\n"), kind: "events" });
    expect(byCustomer.batches[0]?.columns).toMatchObject({ case: ["c"], customer: ["c"] });
    const byCase = await readWhole({ path: folder.write("b.csv", "case_id,activity,timestamp\nc,x,2024-01-01\n"), kind: "events" });
    expect(byCase.batches[0]?.columns).toMatchObject({ case: ["c"], customer: [null] });
  });

  it("refuses an end before its start", async () => {
    const text = "case_id,activity,timestamp,start,end\n1,a,2024-01-01,2024-01-02,2024-01-01\n1,a,2024-01-01,2024-01-02,\n";
    const { accepted, refused } = await readWhole({ path: folder.write("end.csv", text), kind: "events" });
    expect([accepted, refused[0]?.reason]).toEqual([1, "it ends before it starts"]);
  });

  it("maps scores to points by each row's scale and refuses what lies outside", async () => {
    const text = "customer,score,scale\na,9,0-10\nb,4,1–5\nc,11,0-10\nd,3,often\ne,NA,0-10\n";
    const { batches, refused } = await readWhole({
      path: folder.write("scores.csv", text),
      kind: "responses",
      map: { score: "score", scale: "scale" },
    });
    expect([...(batches[0]?.columns.points ?? [])]).toEqual([90, 75]);
    expect(batches[0]?.columns.scale).toEqual(["0-10", "1-5"]);
    expect(refused.map(({ field, reason }) => [field, reason])).toEqual([
      ["score", "11 on a 0-10 scale"],
      ["scale", '"often" is not a scale such as 0-10'],
      ["score", "score is missing"],
    ]);
  });

  it("refuses money that whole minor units cannot hold exactly", async () => {
    const text = "customer,date,amount\na,2024-01-31,9e300\nb,2024-01-31,-90071992547409930\nc,2024-01-31,9000000000.01\n";
    const { accepted, refused } = await readWhole({ path: folder.write("rich.csv", text), kind: "transactions" });
    expect([accepted, ...refused.map(({ row, field }) => `${row} ${field}`)]).toEqual([1, "1 amount", "2 amount"]);
    expect(refused[1]?.reason).toContain("more money than");
  });

  it("writes a birthday as a day only where nothing about it is a guess", async () => {
    const births = async (since: readonly string[], ...told: string[]) => {
      const text = ["customer,customer since,birth date", ...told.map((birth, i) => `c${i},${since[i % since.length]},${birth}`)].join(
        "\n",
      );
      const { batches } = await readWhole({ path: folder.write("births.csv", text), kind: "customers" });
      return batches.flatMap(({ columns }) => columns.birth);
    };
    const dayFirst = ["13/05/2020", "14/05/2020"];
    expect(await births(dayFirst, "03/04/1980", "31/12/1950", "03/04/50", "1980-04-03")).toEqual([
      "1980-04-03",
      "1950-12-31",
      "03/04/50",
      "1980-04-03",
    ]);
    // Only the year comes first here; which of the other two is the month, nobody says.
    expect(await births(["2020-05-13"], "03/04/1980", "1980-04-03T00:00:00+02:00", "1980-02-31")).toEqual([
      "03/04/1980",
      "1980-04-03",
      "1980-02-31",
    ]);
  });

  it("takes the currency from the amount where no column says it", async () => {
    const text = "Kunde;Datum;Betrag\na;31.01.2024;1.234,50 €\nb;31.01.2024;12,00-\nTotal;;1.222,50\n";
    const { batches, refused } = await readWhole({ path: folder.write("euro.csv", text), kind: "transactions" });
    expect([...(batches[0]?.columns.amount ?? [])]).toEqual([1234.5, -12]);
    expect(batches[0]?.columns.currency).toEqual(["EUR", null]);
    expect(refused).toMatchObject([
      { row: 3, field: null, reason: "it adds up the rows above and is none of its own", cells: ["Total", "", "1.222,50"] },
    ]);
  });

  it("refuses a year nobody can have meant, and says so", async () => {
    const text = "customer,date,amount\na,1001-07-01,5\nb,1899-12-31,6\nc,2024-07-02,7\n";
    const { accepted, refused } = await readWhole({ path: folder.write("old.csv", text), kind: "transactions" });
    expect(accepted).toBe(2);
    expect(refused).toMatchObject([{ row: 1, field: "time", reason: expect.stringContaining("1001-07-01") as unknown }]);
  });

  it("reads naive times in the zone of the source, and sep= lines, and lone carriage returns", async () => {
    const path = folder.write("sep.csv", "sep=|\r\ncustomer|date|amount\r\na|2024-07-01 12:00|5\r\n");
    const { batches, proposal } = await readWhole({ path, kind: "transactions", timezone: "Europe/Berlin" });
    expect([proposal.plan.delimiter, batches[0]?.columns.time[0]]).toEqual(["|", Date.UTC(2024, 6, 1, 10)]);
    const mac = await readWhole({
      path: folder.write("mac.csv", "customer,date,amount\ra,2024-07-01,5\rb,2024-07-02,6"),
      kind: "transactions",
    });
    expect(mac.accepted).toBe(2);
  });

  it("gives the event loop a turn before each batch", async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},a,2024-01-01\n`).join("");
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { batches, accepted } = await readWhole({
      path: folder.write("many.csv", `case_id,activity,timestamp\n${rows}`),
      kind: "events",
      batchSize: 1000,
    });
    clearInterval(timer);
    expect([accepted, batches.length]).toEqual([50_000, 50]);
    expect(turns).toBeGreaterThan(10);
    expect(batches.at(-1)?.bytesRead).toBeGreaterThan(rows.length);
  });
});
