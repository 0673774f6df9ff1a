import { concat, keccak256, stringToHex, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { publicKeyOf, type Point } from "../../sdk/crypto/point.ts";

/** The local DON keeps the key of its first epoch. */
const LEAD_KEY = "LEAD_KEY_1";

/** The secrets of the scoring workflow by their names. */
export type DonSecrets = ReadonlyMap<string, Hex>;

/** The workflow's secrets, derived from a seed that only the DON's operator knows. */
export function deriveSecrets(seed: Hex): DonSecrets {
  const names = [LEAD_KEY, "DEDUP_SECRET", "VENDOR_API_KEY"];
  return new Map(names.map((name) => [name, secretOf(seed, name)]));
}

/** The key with which the queue signs its requests to the workflow. */
export function deriveQueueKey(seed: Hex): PrivateKeyAccount {
  return privateKeyToAccount(secretOf(seed, "queue"));
}

/** The key that packages are encrypted to. */
export function donKeyIn(secrets: DonSecrets): Point {
  return publicKeyOf(BigInt(secrets.get(LEAD_KEY) ?? 0));
}

function secretOf(seed: Hex, name: string): Hex {
  return keccak256(concat([seed, stringToHex(name)]));
}
