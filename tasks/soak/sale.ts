import type { Capsule } from "../../deploy/sdk/crypto/capsule.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import type { Fate } from "./fate.ts";

/** A lead on sale. It is forgotten when its sale is over, so that the soak's memory does not grow. */
export interface Sale {
  readonly leadId: bigint;
  readonly lead: Lead;
  readonly capsule: Capsule;
  readonly fate: Fate;
  /** Deadlines as it was listed, Unix seconds. */
  readonly commitEnd: number;
  readonly revealEnd: number;
  /** A block before any bid on it. */
  readonly fromBlock: bigint;
}
