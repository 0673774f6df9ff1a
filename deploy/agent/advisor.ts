import type { JudgedLead } from "./rules/judge.ts";

/** A bid that the rules allow. */
export interface Proposal {
  readonly lead: JudgedLead;
  /** Name of the rule. */
  readonly rule: string;
  /** USDC units. */
  readonly amount: bigint;
}

/** What an advisor says of a bid that the rules allow. */
export interface Advice {
  readonly leadId: bigint;
  readonly round: number;
  /** Why not to bid; undefined if nothing speaks against it. */
  readonly veto?: string | undefined;
}

/**
 * Ranks what the rules allow, and vetoes some of it: a language model, for one. It cannot bid more, nor on anything else: what it does not
 * know is ignored, and the rules are checked again when the money is reserved.
 */
export interface Advisor {
  /**
   * The proposals, best first; one that is left out comes last, without a veto. It has a time-out of its own and does not fail: without an
   * answer it returns them as they are.
   */
  readonly advise: (proposals: readonly Proposal[]) => Promise<readonly Advice[]>;
}
