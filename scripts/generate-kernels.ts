import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { kernels as customerMath } from "@counterseat/customer-math";
import { kernels as identity } from "@counterseat/identity";
import { kernels as journey } from "@counterseat/journey";
import { kernels as stats } from "@counterseat/stats";
import { format, resolveConfig } from "prettier";

const TARGET = fileURLToPath(new URL("../docs/guide/kernels.md", import.meta.url));
const HEAD = `# Kernels

Every kernel that \`counterseat compute\` runs, with what it takes and what it answers. \`--file\` gives columns, \`--args\` the rest; \`compute --list\` prints the same as JSON
schemas. This page is printed from that list: \`scripts/generate-kernels.ts\` writes it.
`;

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** The guide's page of kernels, from the packages' own lists. */
async function kernelsText(): Promise<string> {
  const parts = [...journey, ...customerMath, ...stats, ...identity].map(({ name, summary, source, args, output }) =>
    [`## ${name}`, `${summary} Source: ${source}.`, tableOf("Argument", args as Schema), tableOf("Answers", output as Schema)]
      .filter((part) => part !== "")
      .join("\n\n"),
  );
  return format([HEAD, ...parts].join("\n\n"), { ...(await resolveConfig(TARGET)), parser: "markdown" });
}

function tableOf(head: string, { description = "", properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) => `| \`${name}\`${required.includes(name) ? " (needed)" : ""} | ${cellOf(schema)} |`,
  );
  const table = rows.length === 0 ? "" : [`| ${head} | is |`, "|---|---|", ...rows].join("\n");
  return [description === "" ? "" : `${head}: ${plain(description)}.`, table].filter((part) => part !== "").join("\n\n");
}

function cellOf(schema: Schema): string {
  const kinds = schema.type === undefined ? [] : [schema.type].flat();
  const inner = Object.keys(schema.properties ?? {});
  const parts = [
    schema.description,
    schema.enum === undefined ? undefined : schema.enum.map(String).join(", "),
    inner.length === 0 ? undefined : `with ${inner.join(", ")}`,
    schema.description === undefined && schema.enum === undefined && inner.length === 0 ? kinds.join(" or ") : undefined,
    schema.default === undefined ? undefined : `else ${String(schema.default)}`,
  ];
  return plain(parts.filter((part) => part !== undefined && part !== "").join("; "));
}

/** No sign that would end a cell or begin markup. */
function plain(text: string): string {
  return text.replaceAll("|", "/").replaceAll("*", "·").replaceAll("<", "‹").replaceAll("\n", " ").replace(/\.$/, "");
}

/** What is wrong with the page as it lies there; null when nothing is. */
export async function staleKernels(): Promise<string | null> {
  const there = existsSync(TARGET) ? readFileSync(TARGET, "utf8") : "";
  return there === (await kernelsText()) ? null : "docs/guide/kernels.md differs from the packages' lists of kernels";
}

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  writeFileSync(TARGET, await kernelsText());
  console.error("written: docs/guide/kernels.md");
}
