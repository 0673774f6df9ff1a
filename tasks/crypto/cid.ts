import { bytesToHex, concatBytes, hexToBytes, isHex, size, type Hex } from "viem";

import { CryptoError } from "./cryptoError.ts";

const URI_SCHEME = "ipfs://";
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
/** CIDv1, raw codec, SHA-256, 32 bytes. */
const PREFIX = Uint8Array.of(0x01, 0x55, 0x12, 0x20);

/** The CIDv1 (raw, base32) of a block with this SHA-256 digest. */
export function cidOf(digest: Hex): string {
  if (!isHex(digest) || size(digest) !== 32) throw invalidCid("A digest has 32 bytes.");
  return `b${encodeBase32(concatBytes([PREFIX, hexToBytes(digest)]))}`;
}

/** The `ipfs://` URI of a block with this SHA-256 digest, as `LeadNFT.tokenURI` gives it. */
export function uriOf(digest: Hex): string {
  return `${URI_SCHEME}${cidOf(digest)}`;
}

/** The SHA-256 digest in a CIDv1 (raw, base32), given bare or as an `ipfs://` URI. */
export function digestOf(cidOrUri: string): Hex {
  const cid = cidOrUri.startsWith(URI_SCHEME) ? cidOrUri.slice(URI_SCHEME.length) : cidOrUri;
  const bytes = decodeBase32(cid.slice(1));
  const digest = bytesToHex(bytes.subarray(PREFIX.length));
  if (size(digest) !== 32 || cidOf(digest) !== cid) {
    throw invalidCid("Not a CIDv1 of a raw SHA-256 block in base32.");
  }
  return digest;
}

function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((buffer >> (bits - 5)) & 31);
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

function decodeBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw invalidCid("Not base32.");
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(buffer >> bits);
      buffer &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

function invalidCid(reason: string): CryptoError {
  return new CryptoError("INVALID_CID", reason);
}
