import type { ContactField, Lead } from "../../../sdk/lead/lead.ts";
import { sumOf, type Points } from "../points.ts";
import type { VerticalProfile } from "../../../sdk/lead/vertical.ts";
import { MAX_SUB_SCORE } from "../../../sdk/lead/scoreParts.ts";

type Answers = Pick<Lead, "contact" | "fields">;

/** Contactability judges these. No lead is without both. */
const CHANNELS = new Set<ContactField>(["phone", "email"]);

/**
 * Share of what the vertical's buyers need that the lead has: each public field and each needed contact field counts the same. Phone and
 * e-mail do not count here.
 * @returns 0 to 2,000, rounded down.
 */
export function completenessScore(lead: Answers, profile: VerticalProfile): number {
  return sumOf(completenessPoints(lead, profile));
}

/** The same with its reason: what is missing. */
export function completenessPoints(lead: Answers, profile: VerticalProfile): Points[] {
  const fields = Object.keys(profile.fields);
  const contactFields = profile.contactFields.filter((name) => !CHANNELS.has(name));
  const needed = fields.length + contactFields.length;
  const missing = [
    ...fields.filter((name) => lead.fields[name] === undefined).map((name) => `fields.${name}`),
    ...contactFields
      .filter((name) => lead.contact[name] === undefined)
      .map((name) => `contact.${name}`),
  ];
  const points =
    needed === 0 ? MAX_SUB_SCORE : Math.floor((MAX_SUB_SCORE * (needed - missing.length)) / needed);
  const what =
    missing.length === 0
      ? "nothing is missing that the vertical's buyers need"
      : `${missing.length} of ${needed} fields are missing: ${missing.join(", ")}`;
  return [{ what, points, of: MAX_SUB_SCORE }];
}
