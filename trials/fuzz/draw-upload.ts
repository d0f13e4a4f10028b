import fc from "fast-check";
import { hostileText } from "./hostile-text.ts";

export interface Body {
  readonly type: string | null;
  /** Characters, or bytes written as Latin-1. */
  readonly text: string;
  readonly coding: "utf8" | "latin1";
  readonly chunked: boolean;
}

const FILES = [
  "case,activity,time,customer,stage,channel,segment\n1,Order,2026-01-02T08:00:00Z,c1,buy,shop,families\n1,Pay,2026-01-03T08:00:00Z,c1,buy,shop,families\n",
  "customer,time,amount,currency\nc1,2026-01-02,10.50,EUR\nc2,2026-01-05,1e400,EUR\n",
  "respondent,score,scale,stage,time,comment\nr1,5,1-5,buy,2026-01-02,fine\nr2,9,1-5,buy,2026-01-02,\n",
  "respondent,role,score,scale,stage,time\np1,leader,4,1-5,buy,2026-01-02\n",
  "id,label,order\nbuy,Buy,1\nuse,Use,2\n",
  '<?xml version="1.0"?><log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-01-01T00:00:00Z"/></event></trace></log>',
  '<!DOCTYPE log [<!ENTITY a "x">]><log>&a;</log>',
  "__proto__,constructor,time\n1,2,3\n",
  "",
  "\n\n\n",
  '"never closed\n1,2',
  "PK\u0003\u0004rest",
  "\u001f\u008b\u0008\u0000broken",
  "~big(200000)",
  "a;b;c\n1;2\n1;2;3;4\n",
  "=cmd(),time\n+1,2026-01-01\n",
] as const;

const EDGE = "----edge7f3a";
const part = (headers: string, content: string) => `--${EDGE}\r\n${headers}\r\n\r\n${content}\r\n`;
const end = `--${EDGE}--\r\n`;
const disposition = (name: string, file: string) =>
  `content-disposition: form-data; name="${name}"; filename="${file.replaceAll(/["\r\n]/g, "_")}"`;

/** Files in multipart bodies, well formed and not. */
export function drawUpload(mood: "fitting" | "hostile"): fc.Arbitrary<Body> {
  const content = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...FILES) }, { weight: 1, arbitrary: hostileText() });
  const type = `multipart/form-data; boundary=${EDGE}`;
  const whole = fc
    .tuple(content, fc.oneof(fc.constant("a.csv"), hostileText()), fc.boolean())
    .map(([text, file, chunked]): Body => ({ type, text: part(disposition("file", file), text) + end, coding: "utf8", chunked }));
  if (mood === "fitting") return whole;
  const broken = fc.constantFrom<readonly [string, string]>(
    [type, ""],
    [type, end],
    [type, `--${EDGE}`],
    [type, part(disposition("file", "a.csv"), "cut off").slice(0, 60)],
    [type, part(disposition("file", "a.csv"), "no end")],
    [type, part("content-disposition: form-data; name=file", "no file name") + end],
    [type, part('content-disposition: form-data; name="__proto__"', "x") + part(disposition("file", "a.csv"), "a,b\n1,2\n") + end],
    [type, Array.from({ length: 30 }, (_, i) => part(`content-disposition: form-data; name="f${i}"`, "x")).join("") + end],
    [type, part(disposition("file", "a.csv"), "1") + part(disposition("file", "b.csv"), "2") + end],
    [type, part(disposition("other", "../../x"), "a,b\n") + end],
    [type, part("content-disposition: attachment", "x") + end],
    [type, part("no colon here", "x") + end],
    [type, part(`${disposition("file", "a.csv")}\r\ncontent-transfer-encoding: base64`, "!!!") + end],
    [type, part(`x-long: ~big(90000)\r\n${disposition("file", "a.csv")}`, "x") + end],
    ["multipart/form-data", part(disposition("file", "a.csv"), "x") + end],
    ["multipart/form-data; boundary=", part(disposition("file", "a.csv"), "x") + end],
    ["multipart/form-data; boundary=other", part(disposition("file", "a.csv"), "x") + end],
    ["multipart/mixed; boundary=x", "--x--"],
    ["multipart/form-data; boundary=~big(300)", "--"],
    ["application/json", '{"file":"x"}'],
    ["text/csv", "a,b\n1,2\n"],
  );
  return fc.oneof(
    { weight: 1, arbitrary: whole },
    {
      weight: 2,
      arbitrary: fc.tuple(broken, fc.boolean()).map(([[said, text], chunked]): Body => ({ type: said, text, coding: "utf8", chunked })),
    },
  );
}
