import { getAddress, type Address } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import {
  deriveDeliveryKey,
  provePossession,
  type DeliveryKey,
} from "../../deploy/sdk/delivery/deliveryKey.ts";
import type { Wallet } from "../../deploy/sdk/wallet.ts";

/** Someone who sells or bids: a wallet and its delivery key. */
export interface Party {
  readonly name: string;
  readonly address: Address;
  readonly wallet: Wallet;
  readonly deliveryKey: DeliveryKey;
}

/**
 * Gives a wallet what it needs to trade: USDC of the local chain in the vault and a registered delivery key.
 * @param deposit USDC units.
 */
export async function openAccount(
  { vault, usdc }: Pick<LocalProtocol, "vault" | "usdc">,
  name: string,
  wallet: Wallet,
  deposit: bigint,
): Promise<Party> {
  const address = getAddress(wallet.account.address);
  const reference = { chainId: wallet.chain.id, vault: vault.address };
  const deliveryKey = await deriveDeliveryKey(wallet, reference);
  const possession = await provePossession(deliveryKey, address, reference);
  const from = { account: wallet.account };
  await vault.write.registerDeliveryKey([deliveryKey.publicKey, possession], from);
  if (deposit > 0n) {
    await usdc.write.mint([address, deposit]);
    await usdc.write.approve([vault.address, deposit], from);
    await vault.write.deposit([deposit], from);
  }
  return { name, address, wallet, deliveryKey };
}
