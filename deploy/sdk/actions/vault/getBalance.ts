import { zeroHash, type Address } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, usdc } from "../schemas.ts";
import { usdcOf } from "./usdc.ts";

const parameters = z.object({ account: address.describe("Whose money it is") });

/** What an account holds. */
export const holdings = z.object({
  account: address,
  free: usdc.describe("In the vault, free to bid with or to withdraw; USDC units"),
  locked: usdc.describe("In the vault, locked by bids, bonds and sales; USDC units"),
  wallet: usdc.describe("Outside the vault, USDC units"),
});

/** What an account holds, in USDC units. */
export type Holdings = z.output<typeof holdings>;

const result = holdings.extend({
  hasDeliveryKey: z.boolean().describe("Whether leads can be delivered to it"),
});

/** What an account holds in the vault and in its wallet. */
export async function getBalance(
  client: Client,
  { account }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const keyHash = await client.contracts.vault.read.deliveryKeyHashOf([account]);
  return { ...(await holdingsOf(client, account)), hasDeliveryKey: keyHash !== zeroHash };
}

/** Reads what an account holds in the vault and in its wallet. */
export async function holdingsOf(client: Client, account: Address): Promise<Holdings> {
  const { freeOf, lockedOf } = client.contracts.vault.read;
  return {
    account,
    free: await freeOf([account]),
    locked: await lockedOf([account]),
    wallet: await (await usdcOf(client)).read.balanceOf([account]),
  };
}

export const getBalanceDefinition = defineAction({
  name: "getBalance",
  title: "Balance of an account",
  description:
    "What an account holds: USDC that is free in the vault, USDC that is locked there, and USDC in its wallet.",
  parameters,
  result,
  readOnly: true,
  run: getBalance,
});
