import { zeroHash } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, hex } from "../schemas.ts";

const parameters = z.object({ account: address.describe("Whose key") });

const result = z.object({
  account: address,
  registered: z.boolean().describe("Whether the account can receive leads"),
  keyHash: hex
    .nullable()
    .describe("Hash of the public key that the account has registered; null if it has none"),
  fixed: z
    .boolean()
    .describe("Whether it cannot be changed now, because the account has money locked"),
});

/** Whether an account has a delivery key: the public key that leads are encrypted to. */
export async function getDeliveryKey(
  { contracts }: Pick<Client, "contracts">,
  { account }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { deliveryKeyHashOf, lockedOf } = contracts.vault.read;
  const [hash, locked] = await Promise.all([deliveryKeyHashOf([account]), lockedOf([account])]);
  const registered = hash !== zeroHash;
  return { account, registered, keyHash: registered ? hash : null, fixed: locked > 0n };
}

export const getDeliveryKeyDefinition = defineAction({
  name: "getDeliveryKey",
  title: "Delivery key of an account",
  description:
    "Whether an account has registered a delivery key, which leads are encrypted to, and whether it can be changed now.",
  parameters,
  result,
  readOnly: true,
  run: getDeliveryKey,
});
