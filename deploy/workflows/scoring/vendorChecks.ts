/**
 * What verification vendors say about a lead's contact data. The workflow asks them through Confidential HTTP and hands the answers in
 * as data, so the score stays a pure function. A check that was not made, or that gave no answer, is left out.
 */
export interface VendorChecks {
  /** Whether the mailbox takes mail. */
  readonly emailDeliverable?: boolean;
  /** Whether the number is in service. */
  readonly phoneReachable?: boolean;
}

/** Every check, in the order of the bits of a report's `checks`. */
const BITS: readonly (keyof VendorChecks)[] = ["phoneReachable", "emailDeliverable"];

/** The checks that gave an answer, a bit each. */
export function answeredChecks(checks: VendorChecks): number {
  return BITS.reduce((bits, check, bit) => bits | (checks[check] === undefined ? 0 : 1 << bit), 0);
}
