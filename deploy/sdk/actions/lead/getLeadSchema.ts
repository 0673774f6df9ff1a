import { z } from "zod";

import type { Client } from "../../client.ts";
import { jsonSchemaOf } from "../../lead/leadFileSchema.ts";
import { defineAction } from "../definition.ts";
import { knownVertical } from "./knownVertical.ts";

const parameters = z.object({
  vertical: z.string().describe("Slug of a leaf vertical, such as solar.residential"),
});

const result = z.record(z.string(), z.unknown()).describe("JSON Schema, draft 2020-12");

/** The JSON Schema of a lead's file in one vertical, made from what validates it. @throws {LeadEngineError} `UNKNOWN_VERTICAL`. */
export function getLeadSchema(
  client: Pick<Client, "verticals">,
  { vertical }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  return Promise.resolve({ ...jsonSchemaOf(knownVertical(client, vertical)) });
}

export const getLeadSchemaDefinition = defineAction({
  name: "getLeadSchema",
  title: "Format of a lead's file",
  description:
    "The JSON Schema of a lead in one vertical: personal data of the consumer, the vertical's public questions with their answers, terms of the auction.",
  parameters,
  result,
  readOnly: true,
  run: getLeadSchema,
});
