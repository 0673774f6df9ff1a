import { concat, keccak256, stringToHex, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { publicKeyOf, type Point } from "../../sdk/crypto/point.ts";

/** A secret of the scoring workflow that the local DON has: the key of an epoch, or one of a fixed name. */
const NAMES = /^(LEAD_KEY_[1-9]\d*|DEDUP_SECRET|VENDOR_API_KEY)$/;

/** The secrets of the scoring workflow by their names. */
export interface DonSecrets {
  /** 32 bytes; undefined if the workflow has no such secret. */
  readonly get: (name: string) => Hex | undefined;
}

/** The workflow's secrets, derived from a seed that only the DON's operator knows. */
export function deriveSecrets(seed: Hex): DonSecrets {
  return { get: (name) => (NAMES.test(name) ? secretOf(seed, name) : undefined) };
}

/** The key with which the queue signs its requests to the workflow. */
export function deriveQueueKey(seed: Hex): PrivateKeyAccount {
  return privateKeyToAccount(secretOf(seed, "queue"));
}

/** The key that packages are encrypted to in an epoch. */
export function donKeyIn(secrets: DonSecrets, epoch = 1): Point {
  return publicKeyOf(BigInt(secrets.get(`LEAD_KEY_${epoch}`) ?? 0));
}

function secretOf(seed: Hex, name: string): Hex {
  return keccak256(concat([seed, stringToHex(name)]));
}
