import type { Address, Hex } from "viem";

import type { AnyLog } from "../history.ts";

/** A bid and what its logs say has become of it. Amounts in USDC units. */
export interface BidStory {
  readonly bidder: Address;
  /** Its first commitment. */
  readonly first: AnyLog;
  status: string;
  /** Undefined while sealed. */
  amount?: bigint;
  bond: bigint;
  locked: bigint;
  commitment: Hex;
  sealedOpening: Hex;
  commitCount: number;
  revealFault: string | undefined;
  outbidBy?: Address;
  tip: bigint;
  compensation: bigint;
  /** Its latest commitment. */
  committed: AnyLog;
  withdrawn?: AnyLog;
  revealed?: AnyLog;
  /** What freed or paid the last money locked for it; undefined while some is. */
  ended: AnyLog | undefined;
  /** What changed it last. */
  last: AnyLog;
}
