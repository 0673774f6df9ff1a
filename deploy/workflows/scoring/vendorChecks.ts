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
