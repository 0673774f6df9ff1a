import type { Lead } from "../lead.ts";
import type { VerticalProfile } from "../verticalProfile.ts";
import { MAX_SUB_SCORE } from "./maxSubScore.ts";

/**
 * Share of what the vertical's buyers need that the lead has: each public field and each needed contact field counts the same.
 * @returns 0 to 2,000, rounded down.
 */
export function completenessScore(
  lead: Pick<Lead, "contact" | "fields">,
  profile: VerticalProfile,
): number {
  const fields = Object.keys(profile.fields);
  const needed = fields.length + profile.contactFields.length;
  if (needed === 0) return MAX_SUB_SCORE;
  const present =
    fields.filter((name) => lead.fields[name] !== undefined).length +
    profile.contactFields.filter((name) => lead.contact[name] !== undefined).length;
  return Math.floor((MAX_SUB_SCORE * present) / needed);
}
