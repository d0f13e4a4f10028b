import { z } from "zod";
import { readList } from "../../company/index.ts";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { write, type WriteContext } from "../../platform/operation.ts";
import { contentOf } from "./design-content.ts";
import { addVersion, type DesignRow, findDesign, listVersions } from "./store.ts";
import { toDesign } from "./to-design.ts";
import { Design, DesignId, DesignInput } from "./words.ts";

const FreshId = z.uuid();

export const createDesign = write({
  name: "journey.createDesign",
  method: "POST",
  path: "/journey/designs",
  summary: "Draw a journey as it was meant, step after step, or import it from a BPMN 2.0 file",
  permission: "journey:write",
  input: DesignInput,
  output: Design,
  async run(ctx, input) {
    const company = await stepsOf(ctx);
    return toDesign(await addVersion(ctx.tx, versionOf(ctx, newId(FreshId), 1, contentOf(input, company))), company);
  },
  subject: (_input, output) => output.id,
});

export const changeDesign = write({
  name: "journey.changeDesign",
  method: "PUT",
  path: "/journey/designs/{id}",
  summary: "Change a designed journey; what it was before stays as a version",
  permission: "journey:write",
  input: DesignInput.safeExtend({ id: DesignId }),
  output: Design,
  current: async (ctx, input) => toDesign(await present(ctx, input.id), await stepsOf(ctx)),
  async run(ctx, input) {
    const { version } = await present(ctx, input.id);
    const company = await stepsOf(ctx);
    return toDesign(await addVersion(ctx.tx, versionOf(ctx, input.id, version + 1, contentOf(input, company))), company);
  },
  subject: (input) => input.id,
});

export const removeDesign = write({
  name: "journey.removeDesign",
  method: "DELETE",
  path: "/journey/designs/{id}",
  summary: "Take a designed journey away; it can be had back",
  permission: "journey:write",
  input: z.object({ id: DesignId }),
  output: Design,
  current: async (ctx, input) => toDesign(await present(ctx, input.id), await stepsOf(ctx)),
  async run(ctx, input) {
    const { version, content } = await present(ctx, input.id);
    const row = { ...versionOf(ctx, input.id, version + 1, content), removed: true };
    return toDesign(await addVersion(ctx.tx, row), await stepsOf(ctx));
  },
  subject: (input) => input.id,
});

export const restoreDesign = write({
  name: "journey.restoreDesign",
  method: "POST",
  path: "/journey/designs/{id}/restore",
  summary: "Have a designed journey back as it was at a version, also after it was taken away",
  permission: "journey:write",
  input: z.object({ id: DesignId, version: z.int().min(1) }),
  output: Design,
  async run(ctx, input) {
    const versions = await listVersions(ctx.tx, ctx.world, input.id);
    const [newest] = versions;
    if (newest === undefined) throw notFound("This designed journey");
    const wanted = versions.find(({ version }) => version === input.version);
    if (wanted === undefined)
      throw new CounterseatError("invalid", `There is no version ${input.version}.`, { fix: `Choose one from 1 to ${newest.version}.` });
    return toDesign(await addVersion(ctx.tx, versionOf(ctx, input.id, newest.version + 1, wanted.content)), await stepsOf(ctx));
  },
  subject: (input) => input.id,
});

async function stepsOf(ctx: WriteContext) {
  return { steps: await readList(ctx.tx, ctx.world, "steps") };
}

async function present(ctx: WriteContext, id: string): Promise<DesignRow> {
  const row = await findDesign(ctx.tx, ctx.world, id);
  if (row === null || row.removed) throw notFound("This designed journey");
  return row;
}

function versionOf(ctx: WriteContext, id: string, version: number, content: DesignRow["content"]): DesignRow {
  return { world: ctx.world, id, version, removed: false, content, by: ctx.actor.name, changedAt: new Date(ctx.clock()) };
}
