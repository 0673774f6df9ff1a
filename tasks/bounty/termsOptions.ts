import { ArgumentType } from "hardhat/types/arguments";
import type { NewTaskDefinitionBuilder, TaskArguments } from "hardhat/types/tasks";

/** Options of terms by name: what they mean, and what holds for a new bounty without them. */
const TERMS = {
  tip: ["USDC of the budget for whoever makes a match that ends in a sale, such as 0.50", "0"],
  expires: ["How long it stands, such as 12h", "30d"],
  hours: ['Hours of the week in UTC, such as "Mon-Fri 8-18, Sat 9-12", or always', "always"],
  hourCap: ["Most matches in a clock hour, such as 5; 0 for no cap", "0"],
  dayCap: ["Most matches in a day (UTC), such as 20; 0 for no cap", "0"],
  minScore: ["Lowest quality score, 0 to 10,000, such as 6000", "0"],
  maxConsentAge: ["Oldest consent, such as 10m, 2h or 30d, or any", "any"],
  consumers: [
    "Whose leads, such as new: only consumers of whom you have bought none; or all",
    "all",
  ],
  regions: ["Only these countries and subdivisions, such as US-TX,CA, or all", "all"],
  sources: ["Only these sources, such as DIRECT,SEARCH, or all", "all"],
  sellers: [
    "Only leads of these sellers, such as 0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f, or all",
    "all",
  ],
  withoutSellers: [
    "Leads of all sellers but these, such as 0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
    "all",
  ],
} as const;

/** Options of terms as people give them. */
export type TermsOptions = { readonly [NameT in keyof typeof TERMS]: string | undefined };

/** Adds the options of a bounty's terms to a task. @param change whether terms that no option names stay as they are. */
export function withTerms<ArgumentsT extends TaskArguments>(
  builder: NewTaskDefinitionBuilder<ArgumentsT>,
  { change = false } = {},
): NewTaskDefinitionBuilder<ArgumentsT & TermsOptions> {
  for (const [name, [meaning, fallback]] of Object.entries(TERMS)) {
    builder.addOption({
      name,
      description: `${meaning}; ${change ? "unchanged" : fallback} by default`,
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    });
  }
  return builder as unknown as NewTaskDefinitionBuilder<ArgumentsT & TermsOptions>;
}
