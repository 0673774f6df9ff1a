import { ArgumentType } from "hardhat/types/arguments";
import type { NewTaskDefinitionBuilder, TaskArguments } from "hardhat/types/tasks";
import { z } from "zod";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import { bountyTermsSchema, type TermChanges } from "../../deploy/sdk/bounty/bountyTerms.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { parseAddress } from "../cli/address.ts";
import { parseAmount } from "../cli/amount.ts";
import { parseDuration } from "../cli/duration.ts";

/** Options of terms and what they mean, by name. */
const TERMS = {
  tip: "USDC of the budget for whoever makes a match that ends in a sale",
  expires: "How long it stands: 12h or 30d",
  hours: 'Hours of the week in UTC, such as "Mon-Fri 8-18, Sat 9-12", or always',
  hourCap: "Most matches in a clock hour; 0 for no cap",
  dayCap: "Most matches in a day (UTC); 0 for no cap",
  minScore: "Lowest quality score, 0 to 10,000",
  maxConsentAge: "Oldest consent: 10m, 2h or 30d; any for any age",
  consumers: "new: only consumers of whom you have bought no lead; all: any",
  regions: "Only these countries and subdivisions, such as US-TX,CA, or all",
  sources: "Only these sources, such as DIRECT,SEARCH, or all",
  sellers: "Only leads of these sellers, or all",
  withoutSellers: "Leads of all sellers but these",
} as const;

/** Options of terms as people give them. */
export type TermsOptions = { readonly [NameT in keyof typeof TERMS]: string | undefined };

/** Adds the options of a bounty's terms to a task. */
export function withTerms<ArgumentsT extends TaskArguments>(
  builder: NewTaskDefinitionBuilder<ArgumentsT>,
): NewTaskDefinitionBuilder<ArgumentsT & TermsOptions> {
  for (const [name, description] of Object.entries(TERMS)) {
    builder.addOption({
      name,
      description,
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    });
  }
  return builder as unknown as NewTaskDefinitionBuilder<ArgumentsT & TermsOptions>;
}

/**
 * Terms of a bounty as options name them; what no option names is left out.
 * @param now the chain's time, Unix seconds.
 * @throws {LeadEngineError} `INVALID_TERMS` names each option and its rule.
 */
export function termsOf(
  given: TermsOptions & {
    readonly vertical?: string | undefined;
    readonly price?: string | undefined;
  },
  now: number,
): TermChanges {
  const { vertical, price, tip, expires, hours, minScore, maxConsentAge } = given;
  if (vertical !== undefined) requireVertical(vertical);
  const terms = {
    vertical,
    price: mapped(price, parseAmount),
    tip: mapped(tip, (text) => (text === "0" ? 0n : parseAmount(text))),
    expiresAt: mapped(expires, (text) => now + parseDuration(text)),
    hours,
    hourCap: mapped(given.hourCap, Number),
    dayCap: mapped(given.dayCap, Number),
    minScore: mapped(minScore, Number),
    maxConsentAge: mapped(maxConsentAge, (text) => (text === "any" ? 0 : parseDuration(text))),
    newConsumersOnly: mapped(given.consumers, (text) => text === "new"),
    regions: mapped(given.regions, listOf),
    sources: mapped(given.sources, listOf),
    ...sellersOf(given),
  };
  const { data, error } = bountyTermsSchema.partial().safeParse(terms);
  if (data !== undefined) return data;
  throw new LeadEngineError(
    "INVALID_TERMS",
    `The terms are wrong: ${z.prettifyError(error)}`,
    "Correct them; the task's --help says what each may be.",
  );
}

/** Who may sell, by two options that exclude each other. */
function sellersOf({ sellers, withoutSellers }: TermsOptions) {
  if (sellers !== undefined && withoutSellers !== undefined) {
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--sellers and --without-sellers exclude each other.",
      "Leave out one of the two.",
    );
  }
  const list = sellers ?? withoutSellers;
  if (list === undefined) return {};
  return { sellers: listOf(list).map(parseAddress), sellersExcluded: withoutSellers !== undefined };
}

function mapped<ValueT>(text: string | undefined, parse: (text: string) => ValueT) {
  return text === undefined ? undefined : parse(text);
}

/** Items between commas; none for `all`. */
function listOf(text: string): string[] {
  return text === "all" ? [] : text.split(",").map((item) => item.trim());
}

function requireVertical(slug: string): void {
  const slugs = loadVerticals().map((vertical) => vertical.slug);
  if (slugs.includes(slug)) return;
  throw new LeadEngineError(
    "UNKNOWN_VERTICAL",
    `There is no vertical ${slug}.`,
    `The verticals are ${slugs.join(", ")}.`,
  );
}
