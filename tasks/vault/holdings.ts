import type { Address } from "viem";

import type { Client } from "../client/client.ts";
import { usdcText } from "../client/format.ts";

/** What an account holds, in USDC units. */
export interface Holdings {
  readonly account: Address;
  readonly free: bigint;
  readonly locked: bigint;
  /** Outside the vault. */
  readonly wallet: bigint;
}

/** Reads what an account holds in the vault and in its wallet. */
export async function holdingsOf({ contracts }: Client, account: Address): Promise<Holdings> {
  const { vault, usdc } = contracts;
  return {
    account,
    free: await vault.read.freeOf([account]),
    locked: await vault.read.lockedOf([account]),
    wallet: await usdc.read.balanceOf([account]),
  };
}

/** An account's holdings, for people. */
export function holdingsFacts({ account, free, locked, wallet }: Holdings): [string, string][] {
  return [
    ["account", account],
    ["free in the vault", usdcText(free)],
    ["locked in the vault", usdcText(locked)],
    ["in the wallet", usdcText(wallet)],
  ];
}
