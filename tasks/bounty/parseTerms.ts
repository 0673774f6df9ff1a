import { z } from "zod";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import { bountyTermsSchema, type TermChanges } from "../../deploy/sdk/bounty/bountyTerms.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { parseAddress } from "../cli/address.ts";
import { parseAmount } from "../cli/amount.ts";
import { parseDuration } from "../cli/duration.ts";
import type { TermsOptions } from "./termsOptions.ts";

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

/** A text that may be left out, as what it means. */
export function mapped<ValueT>(text: string | undefined, parse: (text: string) => ValueT) {
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
