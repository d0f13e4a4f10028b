import { refuseUnknown, requiredNumber, requiredObject } from "../kernel-arguments.ts";
import type { Kernel, KernelInput } from "../kernel.ts";
import { suppress } from "../suppress.ts";
import { COUNT, NAMES } from "./schemas.ts";

export const suppressKernel = {
  name: "stats.suppress",
  summary: "Which cells of a published table to hide so that no group below k can be worked out.",
  source: "L. H. Cox, JASA 75 (1980), complementary suppression in one dimension",
  args: {
    type: "object",
    properties: {
      cells: { type: "object", additionalProperties: COUNT },
      k: { type: "integer", minimum: 1 },
      totalPublished: { type: "boolean", default: true },
    },
    required: ["cells", "k"],
  },
  output: { type: "object", properties: { primary: NAMES, complementary: NAMES, hideTotal: { type: "boolean" } } },
  run: ({ args }: KernelInput) => {
    const name = "stats.suppress";
    refuseUnknown(name, args, ["cells", "k", "totalPublished"]);
    const given = requiredObject(name, args, "cells");
    const cells = Object.fromEntries(Object.keys(given).map((cell) => [cell, requiredNumber(name, given, cell)]));
    const totalPublished = args["totalPublished"] ?? true;
    if (typeof totalPublished !== "boolean") throw new RangeError(`${name}: "totalPublished" must be true or false`);
    return suppress({ cells, k: requiredNumber(name, args, "k"), totalPublished });
  },
} satisfies Kernel;
