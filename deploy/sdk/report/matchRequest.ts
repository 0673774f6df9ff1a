import { isHex, type Hex } from "viem";
import { z } from "zod";

const id = z.string().regex(/^[1-9]\d{0,17}$/);

/** What the DON is asked to match: a lead with a bounty that has private criteria. Untrusted, since chain and encryption decide. */
export const matchRequestSchema = z.object({
  leadId: id,
  bountyId: id,
  /** Number of the block in which the lead was attested, decimal. */
  block: z.string().regex(/^\d{1,18}$/),
  /** The bounty's, as in the event of its last change. */
  sealedCriteria: z.custom<Hex>((value) => isHex(value) && value.length <= 2 + 2 * 2_048),
});

/** What the DON is asked to match. */
export type MatchRequest = z.output<typeof matchRequestSchema>;

/** What the DON answers. It is public: a code, nothing of the criteria. */
export const matchOutcomeSchema = z.object({
  /**
   * How the report ended (`SUCCESS`, `REFUSED`, `REVERTED`, `FATAL`), or why there is none. `REQUEST_MALFORMED`. `BOUNTY_UNKNOWN`: there is no
   * such bounty, or it has no private criteria. `LEAD_UNKNOWN`: no such lead was attested in that block. `EPOCH_UNKNOWN`: the criteria are
   * sealed to no key that the chain accepts. `UNREADABLE`: they do not open for this bounty. `OTHER_CRITERIA`: they are not those of the
   * bounty's hash. `NOT_MET`.
   */
  report: z.string().regex(/^[A-Z_]{1,40}$/),
});

/** What the DON answers. */
export type MatchOutcome = z.output<typeof matchOutcomeSchema>;
