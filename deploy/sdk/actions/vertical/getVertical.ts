import { z } from "zod";

import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import type { ListReader } from "../indexOrChain.ts";
import { listedVertical, listVerticals } from "./listVerticals.ts";

const parameters = z.object({
  slug: z.string().describe("Slug of a vertical or root, such as solar.residential"),
});

/** A vertical with its rules and public questions; see `indexOrChain`. @throws {LeadEngineError} `UNKNOWN_VERTICAL`. */
export async function getVertical(
  reader: ListReader,
  { slug }: z.input<typeof parameters>,
): Promise<z.output<typeof listedVertical>> {
  const { verticals } = await listVerticals(reader, { slug });
  const vertical = verticals.find((one) => one.slug === slug);
  if (vertical !== undefined) return vertical;
  throw new LeadEngineError(
    "UNKNOWN_VERTICAL",
    `There is no vertical ${slug}.`,
    "`listVerticals({})` lists them.",
  );
}

export const getVerticalDefinition = defineAction({
  name: "getVertical",
  title: "A vertical",
  description:
    "A vertical's windows, bonds, reserve, consent and licence rules, closed regions, and the public questions that its leads answer. From the subgraph, else from the chain.",
  parameters,
  result: listedVertical,
  readOnly: true,
  run: getVertical,
});
