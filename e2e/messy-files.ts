import type { GivenFile } from "./files.ts";

const day = (date: Date) =>
  `${String(date.getUTCDate()).padStart(2, "0")}/${String(date.getUTCMonth() + 1).padStart(2, "0")}/${date.getUTCFullYear()}`;

/** Answers as a survey tool of another country hands them out; every export holds those of before. */
export function messyAnswers(count: number): { file: GivenFile; rows: number } {
  const rows = ["Antwort am;Kunde;Phase;Bewertung;Kommentar"];
  for (let i = 0; i < count; i++) {
    const at = day(new Date(Date.UTC(2026, 2, 1 + (i % 30))));
    rows.push(`${at};K${1000 + i};repair;${3 + ((i * 7) % 5)},0;${i % 4 === 0 ? '"Third date they gave me;\nnobody rang."' : ""}`);
  }
  return { file: { name: "Umfrage März.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${rows.join("\r\n")}\r\n`) }, rows: count };
}

/** Two years of contracts as a billing system prints them. */
export function billing(): { file: GivenFile; rows: number } {
  const rows = ["Vertrag;Kunde;Tarif;Monatspreis;Beginn;Ende"];
  for (let i = 0; i < 80; i++) {
    const start = day(new Date(Date.UTC(2024, i % 20, 5)));
    const end = i % 4 === 0 ? day(new Date(Date.UTC(2026, i % 6, 20))) : "";
    rows.push(`V${500 + i};K${1000 + i};${i % 2 === 0 ? "Basis" : "Plus"};${29 + (i % 3)},90;${start};${end}`);
  }
  return { file: { name: "Verträge.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${rows.join("\r\n")}\r\n`) }, rows: 80 };
}
