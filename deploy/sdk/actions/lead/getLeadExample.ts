import { z } from "zod";

import type { Client } from "../../client.ts";
import { exampleLead } from "../../lead/exampleLead.ts";
import { leadSchema } from "../../lead/lead.ts";
import { defineAction } from "../definition.ts";
import { knownVertical } from "./knownVertical.ts";

const parameters = z.object({
  vertical: z.string().describe("Slug of a leaf vertical, such as solar.residential"),
});

/** A lead of a vertical as a seller writes it, valid now: edit it, and submit it. @throws {LeadEngineError} `UNKNOWN_VERTICAL`. */
export async function getLeadExample(
  client: Pick<Client, "verticals" | "now">,
  { vertical }: z.input<typeof parameters>,
): Promise<z.output<typeof leadSchema>> {
  return exampleLead(knownVertical(client, vertical), await client.now());
}

export const getLeadExampleDefinition = defineAction({
  name: "getLeadExample",
  title: "An example of a lead",
  description:
    "A lead of a vertical as a seller writes it, of a consumer who does not exist, valid now: every public question answered, consent given a minute ago.",
  parameters,
  result: leadSchema,
  readOnly: true,
  run: getLeadExample,
});
