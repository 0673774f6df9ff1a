import type { Hex } from "viem";

/** Rules of `ILeadAccessPolicy`, in the order in which the contract numbers and checks them. */
export const RULES = ["identity", "kyc", "sanctions", "licence", "transfer", "consent"] as const;

/** A rule by name. */
export type Rule = (typeof RULES)[number];

/** What may become of a rule, as the contract numbers it. */
export const OUTCOMES = ["not needed", "passed", "failed"] as const;

/** What became of a rule. */
export type Outcome = (typeof OUTCOMES)[number];

/** `Activity` of `ILeadAccessPolicy`. */
export const Activity = { Sell: 0, Receive: 1 } as const;

/** One rule's verdict as `explain` returns it. */
export interface Finding {
  readonly rule: number;
  readonly outcome: number;
  readonly credentialType: Hex;
  /** Until when the verdict holds, Unix seconds; 0 without end. */
  readonly expiresAt: number;
}

/** The rule that a finding is about. */
export function ruleOf({ rule }: Finding): Rule {
  return named(RULES, rule, "rule");
}

/** What became of it. */
export function outcomeOf({ outcome }: Finding): Outcome {
  return named(OUTCOMES, outcome, "outcome");
}

function named<NameT extends string>(names: readonly NameT[], index: number, what: string): NameT {
  const name = names[index];
  if (name === undefined) throw new RangeError(`There is no ${what} ${index}.`);
  return name;
}
