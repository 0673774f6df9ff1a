import type { Address } from "viem";

import type { Capsule } from "../crypto/capsule.ts";
import { deliveryContext } from "./deliveryContext.ts";
import type { Point } from "../crypto/point.ts";
import { proveReEncryption, type ReEncryption } from "../crypto/reencryption.ts";

/**
 * Gas that a delivery is sent with beyond its estimate. Its calldata shows the buyer the key even where it fails, so it must not run out of
 * gas: where the buyer's clearance is dropped after the estimate, the compliance engine is asked, and may take this much.
 */
export const DELIVERY_SPARE_GAS = 1_000_000n;

/** What is delivered: the lead, from whom, to whom. */
export interface DeliveryRequest {
  readonly chainId: number;
  readonly nft: Address;
  readonly leadId: bigint;
  /** Auction round; 0 outside an auction. */
  readonly round: number;
  readonly buyer: Address;
  /** The buyer's registered delivery key. */
  readonly buyerKey: Point;
  readonly capsule: Capsule;
  /** Secret of the seller's delivery key. */
  readonly secret: bigint;
}

/** Re-encrypts a lead's capsule to its buyer, with the proof that `deliver` and `deliverTo` verify. */
export function proveDelivery(request: DeliveryRequest): ReEncryption {
  const { chainId, nft, leadId, round, buyer, buyerKey, capsule, secret } = request;
  const context = deliveryContext({ chainId, nft, leadId, round, to: buyer });
  return proveReEncryption({ capsule, secret, to: buyerKey, context });
}
