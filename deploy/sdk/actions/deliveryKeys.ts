import { randomBytes } from "@noble/hashes/utils.js";
import { encodeFunctionData, zeroHash } from "viem";

import {
  deriveDeliveryKey,
  provePossession,
  type DeliveryKey,
  deliveryKeyHash,
} from "../delivery/deliveryKey.ts";
import { publicKeyOf } from "../crypto/point.ts";
import { randomScalar } from "../crypto/scalar.ts";
import type { Trader } from "../client.ts";
import { send } from "./send.ts";
import { hasCode, LeadEngineError } from "../errors/leadEngineError.ts";

/** Keys that were derived in this process: a wallet may have to ask a person for each signature. */
const derived = new WeakMap<Trader, DeliveryKey>();

/**
 * The trader's delivery key: derived from the wallet's signature, or, where its signatures differ each time, a random one that the client's
 * storage keeps.
 */
export async function deliveryKeyOfTrader(trader: Trader): Promise<DeliveryKey> {
  const { wallet, chainId, contracts } = trader;
  const known = derived.get(trader);
  if (known !== undefined) return known;
  try {
    const key = await deriveDeliveryKey(wallet, { chainId, vault: contracts.vault.address });
    derived.set(trader, key);
    return key;
  } catch (error) {
    if (hasCode(error, "NOT_DETERMINISTIC")) {
      return storedDeliveryKey(trader);
    }
    throw error;
  }
}

/** Whether the vault has the trader's delivery key: the one that its wallet gives, not another. */
export async function hasDeliveryKey(trader: Trader): Promise<boolean> {
  return isRegistered(trader, await deliveryKeyOfTrader(trader));
}

async function isRegistered({ address, contracts }: Trader, key: DeliveryKey): Promise<boolean> {
  const registered = await contracts.vault.read.deliveryKeyHashOf([address]);
  return registered === deliveryKeyHash(key.publicKey);
}

/**
 * The trader's delivery key. Registers it with the vault if the account has none yet, and tells the user.
 * @param then what the key is needed for, for people: `the bid`.
 */
export async function registeredDeliveryKey(trader: Trader, then?: string): Promise<DeliveryKey> {
  const key = await deliveryKeyOfTrader(trader);
  if (await isRegistered(trader, key)) return key;
  await requireNoOtherKey(trader);
  trader.note(
    "This account has no delivery key yet: registering the one that its wallet's signature gives.",
  );
  await sendDeliveryKey(trader, key, then);
  return key;
}

/** Refuses to register a key beside one that the wallet does not derive. */
export async function requireNoOtherKey({ address, contracts }: Trader): Promise<void> {
  if ((await contracts.vault.read.deliveryKeyHashOf([address])) === zeroHash) return;
  throw new LeadEngineError(
    "OTHER_DELIVERY_KEY",
    `${address} has registered another delivery key than this wallet derives, so what it buys could not be read here.`,
    "Use the wallet or the machine that registered the key, or replace it: `registerDeliveryKey({ replace: true })`.",
  );
}

/** Registers a delivery key for the trader. @param then see `registeredDeliveryKey`. */
export async function sendDeliveryKey(trader: Trader, key: DeliveryKey, then?: string) {
  const { address, chainId, contracts } = trader;
  const { vault } = contracts;
  const possession = await provePossession(key, address, { chainId, vault: vault.address });
  return send(trader, {
    to: vault.address,
    data: encodeFunctionData({
      abi: vault.abi,
      functionName: "registerDeliveryKey",
      args: [key.publicKey, possession],
    }),
    what: "Registering the delivery key",
    then,
  });
}

async function storedDeliveryKey(trader: Trader): Promise<DeliveryKey> {
  const { address: account, chainId, contracts, storage, note } = trader;
  const owner = { chainId, vault: contracts.vault.address, account };
  const stored = await storage.findDeliveryKey(owner);
  if (stored !== undefined) return { secret: stored, publicKey: publicKeyOf(stored) };
  const secret = randomScalar(randomBytes);
  const place = await storage.keepDeliveryKey(owner, secret);
  note(
    `This wallet's signatures differ each time: a random delivery key is kept in ${place}. Keep it.`,
  );
  return { secret, publicKey: publicKeyOf(secret) };
}
