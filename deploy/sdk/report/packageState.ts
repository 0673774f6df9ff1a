import { isHex, type Hex } from "viem";
import { z } from "zod";

const hex = z.custom<Hex>((value) => isHex(value), "must be hex");

/** What the DON's queue tells of a package: the body of its answers. */
export const packageStateSchema = z.object({
  submissionHash: hex,
  /** `minted` and `rejected` are ends. */
  state: z.enum(["queued", "scoring", "minted", "rejected"]),
  /** Runs of the workflow that the package was part of. */
  attempts: z.int(),
  /** Of a minted lead. */
  leadId: z.string().optional(),
  /** Of the report. */
  transactionHash: hex.optional(),
  /** Why the workflow can never report it, or why its last run did not; see `packageCodes`. */
  code: z.string().optional(),
  /** Revert data with which the contracts refused it. */
  reason: hex.optional(),
});

/** What the DON's queue tells of a package. */
export type PackageState = z.output<typeof packageStateSchema>;
