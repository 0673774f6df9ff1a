import { createHmac } from "node:crypto";

import { toHex, type Hex } from "viem";

import { deliveryKeyOfTrader } from "../sdk/actions/deliveryKeys.ts";
import type { Trader } from "../sdk/client.ts";

/** Names content, so that the same is recognised; tells nothing to who does not hold the seller's key. */
export type LeadNamer = (content: object) => Hex;

/**
 * Names leads by an HMAC under a key that follows from the seller's wallet: a plain hash of few unknown words, such as a phone number, could
 * be guessed. A validated lead has its fields in one order, so equal leads have equal names.
 */
export async function leadNamer(trader: Trader): Promise<LeadNamer> {
  const { secret } = await deliveryKeyOfTrader(trader);
  const seed = createHmac("sha256", toHex(secret, { size: 32 }));
  const key = seed.update("LeadEngine.Leads.v1").digest();
  return (content) => toHex(createHmac("sha256", key).update(JSON.stringify(content)).digest());
}
