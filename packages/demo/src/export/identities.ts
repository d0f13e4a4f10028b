import { noRows, type Recorded, type Writer } from "./writer.ts";

/** Which record of which system is whom: the truth that matching is judged by. */
export function identitiesWriter(): Writer {
  const count = noRows();
  return {
    file: "identity.csv",
    encoding: "utf-8",
    count,
    head: () => "system,record,person,customer\n",
    lines: ({ life, records }: Recorded) => {
      const { index, customer } = life.person;
      count.clean += records.length;
      return records.map(({ system, id }) => `${system},${id},${index},${customer}\n`).join("");
    },
    tail: () => "",
  };
}
