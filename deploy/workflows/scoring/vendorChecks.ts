import { z } from "zod";

/**
 * What verification vendors say about a lead's contact data. The workflow asks them through Confidential HTTP and hands the answers in
 * as data, so the score stays a pure function. A check that was not made, or that gave no answer, is left out.
 */
export const vendorChecksSchema = z.strictObject({
  /** Whether the mailbox takes mail. */
  emailDeliverable: z.boolean().optional(),
  /** Whether the number is in service. */
  phoneReachable: z.boolean().optional(),
});

/** Answers of verification vendors. */
export type VendorChecks = z.infer<typeof vendorChecksSchema>;
