import { z } from "zod";

import type { Trader } from "../../client.ts";
import { deliveryKeyHash } from "../../delivery/deliveryKey.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader, requireNoOtherKey, sendDeliveryKey } from "../deliveryKeys.ts";
import { address, hex } from "../schemas.ts";
import { receiptOf } from "../send.ts";

const parameters = z.object({
  replace: z
    .boolean()
    .optional()
    .describe(
      "Replace another key that the account has registered: what it bought under that key can only be read where that key is",
    ),
});

const result = z.object({
  account: address,
  keyHash: hex.describe("Hash of the public key, as the vault has it"),
  txHash: hex.nullable().describe("Hash of the transaction; null if the key was registered before"),
  gasUsed: z.bigint().nullable().describe("Gas of the whole transaction; null if there was none"),
});

/**
 * Registers the delivery key that the wallet's signature gives, so that the account can receive leads. A first bid does the same.
 * @throws {LeadEngineError} `OTHER_DELIVERY_KEY`: another one is registered, and `replace` is not set.
 */
export async function registerDeliveryKey(
  trader: Trader,
  { replace = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { address: account, contracts } = trader;
  const key = await deliveryKeyOfTrader(trader);
  const keyHash = deliveryKeyHash(key.publicKey);
  if ((await contracts.vault.read.deliveryKeyHashOf([account])) === keyHash) {
    return { account, keyHash, txHash: null, gasUsed: null };
  }
  if (!replace) await requireNoOtherKey(trader);
  return { account, keyHash, ...receiptOf(await sendDeliveryKey(trader, key)) };
}

export const registerDeliveryKeyDefinition = defineAction({
  name: "registerDeliveryKey",
  title: "Register the delivery key",
  description:
    "Registers the public key that leads are encrypted to, derived from the wallet's signature. Needed to receive leads; a first bid does it by itself.",
  parameters,
  result,
  readOnly: false,
  run: registerDeliveryKey,
});
