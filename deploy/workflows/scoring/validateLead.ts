import { z } from "zod";

import { LeadEngineError, type Issue } from "../../sdk/errors/leadEngineError.ts";
import { leadSchema, type Lead } from "../../sdk/lead/lead.ts";
import { emailOf, phoneOf } from "./normalise.ts";
import { fieldValueSchema } from "../../sdk/lead/publicFields.ts";
import type { VerticalProfile } from "../../sdk/lead/vertical.ts";

/** Schema of a lead in one vertical: its public fields and no others. */
function leadSchemaOf(profile: VerticalProfile) {
  const fields = Object.fromEntries(
    Object.entries(profile.fields).map(([name, field]) => [
      name,
      fieldValueSchema(field).optional(),
    ]),
  );
  return leadSchema
    .extend({ fields: z.strictObject(fields) })
    .refine((lead) => phoneOf(lead) !== undefined || emailOf(lead) !== undefined, {
      path: ["contact"],
      message: "needs a phone number or an e-mail address that can be used",
    });
}

/**
 * Checks a lead's form.
 * @param input what was read, of unknown shape.
 * @param profiles the leaf verticals by slug.
 * @returns the lead, text trimmed.
 * @throws {LeadEngineError} `INVALID_LEAD`: its issues name every place and rule, and no values, which may be personal data.
 */
export function validateLead(input: unknown, profiles: ReadonlyMap<string, VerticalProfile>): Lead {
  const head = z.looseObject({ vertical: z.string() }).safeParse(input);
  if (!head.success) throw invalidLead(issuesOf(head.error));

  const profile = profiles.get(head.data.vertical);
  if (profile === undefined) {
    throw invalidLead([{ path: "vertical", message: "is not a known leaf vertical" }]);
  }
  const result = leadSchemaOf(profile).safeParse(input);
  if (!result.success) throw invalidLead(issuesOf(result.error));
  return result.data;
}

function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}

function invalidLead(issues: readonly Issue[]): LeadEngineError {
  const rules = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return new LeadEngineError("INVALID_LEAD", `invalid lead: ${rules.join("; ")}`, undefined, {
    issues,
  });
}
