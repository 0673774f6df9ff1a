import { gcm } from "@noble/ciphers/aes.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import { concatBytes, stringToBytes } from "viem";

import { cryptoError } from "./cryptoError.ts";
import { GENERATOR, publicKeyOf, toCurvePoint, type CurvePoint, type Point } from "./point.ts";
import { randomScalar, type RandomBytes } from "./scalar.ts";

const LABEL = stringToBytes("LeadEngine.Ecies.v1");
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
/** Bytes of a compressed point. */
const POINT_LENGTH = 33;

/**
 * Encrypts to a public key: ECIES with secp256k1, HKDF-SHA256 and AES-256-GCM. Key and nonce come from a shared secret that is used once.
 * @param context what the ciphertext is bound to: it opens with the same context only.
 * @returns the ephemeral public key (33 bytes), ciphertext, 16-byte tag.
 */
export function sealTo(
  to: Point,
  plaintext: Uint8Array,
  context: Uint8Array,
  random: RandomBytes = randomBytes,
): Uint8Array {
  const ephemeral = randomScalar(random);
  const sent = GENERATOR.multiply(ephemeral).toBytes();
  const shared = toCurvePoint(to).multiply(ephemeral);
  return concatBytes([sent, cipher(shared, sent, to, context).encrypt(plaintext)]);
}

/** Opens what `sealTo` made. @throws {LeadEngineError} `CONTENT_UNREADABLE`: the key, the context or a single bit is another. */
export function openSealed(secret: bigint, sealed: Uint8Array, context: Uint8Array): Uint8Array {
  try {
    const sent = sealed.subarray(0, POINT_LENGTH);
    const shared = secp256k1.Point.fromBytes(sent).multiply(secret);
    return cipher(shared, sent, publicKeyOf(secret), context).decrypt(
      sealed.subarray(POINT_LENGTH),
    );
  } catch {
    throw cryptoError("CONTENT_UNREADABLE", "The message does not open with this key here.");
  }
}

function cipher(shared: CurvePoint, sent: Uint8Array, to: Point, context: Uint8Array) {
  const salt = concatBytes([sent, toCurvePoint(to).toBytes()]);
  const info = concatBytes([LABEL, sha256(context)]);
  const bytes = hkdf(sha256, shared.toBytes(), salt, info, KEY_LENGTH + NONCE_LENGTH);
  return gcm(bytes.subarray(0, KEY_LENGTH), bytes.subarray(KEY_LENGTH), context);
}
