import type { Hex } from "viem";

/** States of an auction, as the contracts number them. */
export const Phase = {
  None: 0,
  Commit: 1,
  Reveal: 2,
  TieBreak: 3,
  Delivery: 4,
  Sold: 5,
  Unsold: 6,
  Undelivered: 7,
  Voided: 8,
  Erased: 9,
} as const;

/** A state of an auction. */
export type Phase = (typeof Phase)[keyof typeof Phase];

/** The name of a state. */
export type PhaseName = keyof typeof Phase;

/** The name of a state that the contracts number. */
export function phaseName(phase: number): PhaseName {
  const names = Object.keys(Phase) as PhaseName[];
  const name = names[phase];
  if (name === undefined) throw new RangeError(`There is no auction state ${phase}.`);
  return name;
}

/** How an opened bid stands when it is opened, as `IAuctionHouse.RevealOutcome` numbers it. */
export const RevealOutcome = {
  Leading: 0,
  Tied: 1,
  Outbid: 2,
  BelowReserve: 3,
  Barred: 4,
} as const;

/** The name of an outcome. */
export type RevealOutcomeName = keyof typeof RevealOutcome;

/** The name of an outcome that the house numbers. */
export function revealOutcomeName(outcome: number): RevealOutcomeName {
  const name = (Object.keys(RevealOutcome) as RevealOutcomeName[])[outcome];
  if (name === undefined) throw new RangeError(`No bid is opened with outcome ${outcome}.`);
  return name;
}

/** Why an opening of a batch is skipped, as `IAuctionHouse.RevealFault` numbers it. */
export const RevealFault = {
  None: 0,
  NoCommitment: 1,
  WrongOpening: 2,
  ZeroBid: 3,
  Unfunded: 4,
} as const;

/** Checks of vendors, in the order of the bits of `LeadAttested.checks`; the subgraph calls them the same. */
export const VENDOR_CHECKS = [
  "PhoneLine",
  "Email",
  "Address",
  "ConsentCertificate",
  "DoNotCallList",
  "LitigatorList",
] as const;

/** A check of vendors. */
export type VendorCheckName = (typeof VENDOR_CHECKS)[number];

/** The checks that gave no answer when a lead was scored. */
export function unansweredChecks(checks: number): VendorCheckName[] {
  return VENDOR_CHECKS.filter((_check, bit) => (checks & (1 << bit)) === 0);
}

/** What a keeper can do, as `ActionKind` of the contracts numbers it. */
export const ActionKind = {
  None: 0,
  ProveReserves: 1,
  CloseUnsold: 2,
  RefundBuyer: 3,
  RequestTieBreak: 4,
  ResolveTie: 5,
  VoidTie: 6,
  ForfeitBond: 7,
  ReleaseTiedBid: 8,
} as const;

/** The name of something that a keeper can do. */
export type ActionKindName = keyof typeof ActionKind;

/** The name of a fault. */
export type RevealFaultName = keyof typeof RevealFault;

/** The name of a fault that the house numbers. */
export function revealFaultName(fault: number): RevealFaultName {
  return named(Object.keys(RevealFault) as RevealFaultName[], fault, "reveal fault");
}

/** Rules of `ILeadAccessPolicy`, in the order in which the contract numbers and checks them. */
export const RULES = ["identity", "kyc", "sanctions", "licence", "transfer", "consent"] as const;

/** A rule by name. */
export type Rule = (typeof RULES)[number];

/** Outcomes of a rule, as the contract numbers them. */
export const OUTCOMES = ["not needed", "passed", "failed"] as const;

/** Outcome of a rule. */
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

/** Its outcome. */
export function outcomeOf({ outcome }: Finding): Outcome {
  return named(OUTCOMES, outcome, "outcome");
}

function named<NameT extends string>(names: readonly NameT[], index: number, what: string): NameT {
  const name = names[index];
  if (name === undefined) throw new RangeError(`There is no ${what} ${index}.`);
  return name;
}

/** Roles of the `AccessManager`; 0 is its admin, held by the governor. */
export const ROLES = {
  GOVERNOR: 0n,
  UPGRADER: 1n,
  CONFIGURATOR: 2n,
  GUARDIAN: 3n,
  COMPLIANCE: 4n,
} as const;

/** A role by name. */
export type RoleName = keyof typeof ROLES;

/** A role's name in lower case; its number where the protocol has no such role. */
export function roleName(roleId: bigint): string {
  const known = Object.entries(ROLES).find(([, id]) => id === roleId);
  return known === undefined ? `role ${roleId}` : known[0].toLowerCase();
}
