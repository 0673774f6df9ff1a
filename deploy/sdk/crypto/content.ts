import { gcm } from "@noble/ciphers/aes.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import {
  bytesToHex,
  concatBytes,
  encodeAbiParameters,
  hexToBytes,
  keccak256,
  stringToBytes,
  stringToHex,
  type Address,
  type Hex,
} from "viem";

import { cryptoError } from "./cryptoError.ts";
import { publicKeyOf, toCurvePoint, type Point } from "./point.ts";
import { randomScalar, type RandomBytes } from "./scalar.ts";

/** What a ciphertext is bound to: it opens in no other submission. */
export type ContentContext = {
  readonly chainId: bigint | number;
  readonly nft: Address;
  readonly seller: Address;
  /** Nonce of the seller's submission. */
  readonly nonce: bigint;
};

const DOMAIN = keccak256(stringToHex("LeadEngine.Content.v1"));
const KEY_LABEL = stringToBytes("LeadEngine.ContentKey.v1");
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;

/** A fresh content key: a random point, so that capsules can hold it. One per lead. */
export function createContentKey(random: RandomBytes = randomBytes): Point {
  return publicKeyOf(randomScalar(random));
}

/**
 * Encrypts a lead's content with AES-256-GCM.
 * @returns 12-byte nonce, ciphertext, 16-byte tag.
 */
export function encryptContent(
  plaintext: Uint8Array,
  contentKey: Point,
  context: ContentContext,
  random: RandomBytes = randomBytes,
): Uint8Array {
  const nonce = random(NONCE_LENGTH);
  return concatBytes([nonce, cipher(contentKey, nonce, context).encrypt(plaintext)]);
}

/** Opens what `encryptContent` made; throws if the key, the context or a single bit differs. */
export function decryptContent(
  ciphertext: Uint8Array,
  contentKey: Point,
  context: ContentContext,
): Uint8Array {
  const nonce = ciphertext.subarray(0, NONCE_LENGTH);
  try {
    return cipher(contentKey, nonce, context).decrypt(ciphertext.subarray(NONCE_LENGTH));
  } catch {
    throw cryptoError("CONTENT_UNREADABLE", "The content does not open with this key here.");
  }
}

/** The hash that a lead's record holds: SHA-256, which is also the digest of the content's CID. */
export function contentHash(ciphertext: Uint8Array): Hex {
  return bytesToHex(sha256(ciphertext));
}

function cipher(contentKey: Point, nonce: Uint8Array, context: ContentContext) {
  const key = hkdf(sha256, toCurvePoint(contentKey).toBytes(), undefined, KEY_LABEL, KEY_LENGTH);
  return gcm(key, nonce, associatedData(context));
}

function associatedData({ chainId, nft, seller, nonce }: ContentContext): Uint8Array {
  return hexToBytes(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
        { type: "address" },
        { type: "uint256" },
      ],
      [DOMAIN, BigInt(chainId), nft, seller, nonce],
    ),
  );
}
