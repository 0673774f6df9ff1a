import { randomBytes } from "@noble/hashes/utils.js";
import { encodeFunctionData, isAddressEqual, zeroHash } from "viem";
import { z } from "zod";

import { CryptoError } from "../crypto/cryptoError.ts";
import { deriveDeliveryKey, provePossession, type DeliveryKey } from "../crypto/deliveryKey.ts";
import { publicKeyOf } from "../crypto/point.ts";
import { randomScalar } from "../crypto/scalar.ts";
import { deliveryKeyHash } from "../protocol/deliveryKeyOf.ts";
import type { Trader } from "./client.ts";
import { appendEntry, readEntries } from "./dataDirectory.ts";
import { send } from "./send.ts";
import { TaskError } from "./taskError.ts";

const FILE = "delivery-keys.jsonl";

const storedKey = z.object({
  chainId: z.number(),
  vault: z.templateLiteral(["0x", z.string()]),
  account: z.templateLiteral(["0x", z.string()]),
  secret: z.string().transform(BigInt),
});

/**
 * The trader's delivery key: derived from the wallet's signature, or, where its signatures differ each time, a random one that is stored
 * on this machine for its owner alone.
 */
export async function deliveryKeyOfTrader(trader: Trader): Promise<DeliveryKey> {
  const { wallet, chainId, contracts } = trader;
  try {
    return await deriveDeliveryKey(wallet, { chainId, vault: contracts.vault.address });
  } catch (error) {
    if (error instanceof CryptoError && error.code === "NOT_DETERMINISTIC") {
      return storedDeliveryKey(trader);
    }
    throw error;
  }
}

/** The trader's delivery key, registered with the vault if the account has none yet; the user is told of it. */
export async function registeredDeliveryKey(trader: Trader): Promise<DeliveryKey> {
  const { address, chainId, contracts, note } = trader;
  const { vault } = contracts;
  const key = await deliveryKeyOfTrader(trader);
  const registered = await vault.read.deliveryKeyHashOf([address]);
  if (registered === deliveryKeyHash(key.publicKey)) return key;
  if (registered !== zeroHash) {
    throw new TaskError(
      `${address} has registered another delivery key than this wallet derives, so what it buys could not be read here.`,
      "Use the wallet or the machine that registered the key.",
    );
  }
  note(
    "This account has no delivery key yet: registering the one that its wallet's signature gives.",
  );
  const possession = await provePossession(key, address, { chainId, vault: vault.address });
  await send(trader, {
    to: vault,
    data: encodeFunctionData({
      abi: vault.abi,
      functionName: "registerDeliveryKey",
      args: [key.publicKey, possession],
    }),
    what: "Registering the delivery key",
  });
  return key;
}

async function storedDeliveryKey(trader: Trader): Promise<DeliveryKey> {
  const { address, chainId, contracts, note } = trader;
  const vault = contracts.vault.address;
  const stored = (await readEntries(FILE))
    .flatMap((entry) => storedKey.safeParse(entry).data ?? [])
    .findLast(
      (entry) =>
        entry.chainId === chainId &&
        isAddressEqual(entry.vault, vault) &&
        isAddressEqual(entry.account, address),
    );
  if (stored !== undefined) return { secret: stored.secret, publicKey: publicKeyOf(stored.secret) };
  const secret = randomScalar(randomBytes);
  const file = await appendEntry(FILE, {
    chainId,
    vault,
    account: address,
    secret: String(secret),
  });
  note(
    `This wallet's signatures differ each time: a random delivery key is kept in ${file}. Keep that file.`,
  );
  return { secret, publicKey: publicKeyOf(secret) };
}
