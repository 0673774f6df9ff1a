import { z } from "zod";

import { leadSchema, type Lead } from "./lead.ts";
import { emailOf, phoneOf } from "./normalise.ts";
import { fieldValueSchema } from "./publicField.ts";
import type { VerticalProfile } from "./verticalProfile.ts";

/** One thing that is wrong with a lead. Names the place and the rule, never the value: the value may be personal data. */
export interface LeadIssue {
  /** Place in the file, such as `contact.email`; empty for the lead as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The lead cannot be submitted; `issues` says all that is wrong. */
export class LeadValidationError extends Error {
  override readonly name = "LeadValidationError";
  readonly issues: readonly LeadIssue[];

  constructor(issues: readonly LeadIssue[]) {
    super(
      `invalid lead: ${issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")}`,
    );
    this.issues = issues;
  }
}

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
 * @throws {LeadValidationError} names every place and rule, no values.
 */
export function validateLead(input: unknown, profiles: ReadonlyMap<string, VerticalProfile>): Lead {
  const head = z.looseObject({ vertical: z.string() }).safeParse(input);
  if (!head.success) throw new LeadValidationError(issuesOf(head.error));

  const profile = profiles.get(head.data.vertical);
  if (profile === undefined) {
    throw new LeadValidationError([{ path: "vertical", message: "is not a known leaf vertical" }]);
  }
  const result = leadSchemaOf(profile).safeParse(input);
  if (!result.success) throw new LeadValidationError(issuesOf(result.error));
  return result.data;
}

function issuesOf(error: z.ZodError): LeadIssue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
}
