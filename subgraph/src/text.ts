import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { bigEndian } from "./ids";

/** Bytes of a region. */
export const REGION_SIZE = 6;

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Left-aligned ASCII of a fixed-size value, without its padding. */
export function asciiOf(bytes: Bytes): string {
  let text = "";
  for (let i = 0; i < bytes.length && bytes[i] != 0; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** ASCII left-aligned in `size` bytes. */
export function bytesOfAscii(text: string, size: i32): Bytes {
  const bytes = new Bytes(size);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) as u8;
  return bytes;
}

/** Country of an ISO 3166 region: its first two letters. */
export function countryOf(region: string): string {
  return region.slice(0, 2);
}

/** A point of the curve: `x` then `y`, 32 bytes each, big-endian. */
export function pointBytes(x: BigInt, y: BigInt): Bytes {
  return bigEndian(x, 32).concat(bigEndian(y, 32));
}

/** `ipfs://` and the CIDv1 (raw codec, SHA-256) of a digest in base32, as `ContentURI` derives it. */
export function contentURIOf(digest: Bytes): string {
  const cid = Bytes.fromHexString("0x01551220").concat(digest);
  let text = "ipfs://b";
  let buffer: u32 = 0;
  let bits = 0;
  for (let i = 0; i < cid.length; i++) {
    buffer = (buffer << 8) | cid[i];
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits == 0 ? text : text + BASE32.charAt((buffer << (5 - bits)) & 31);
}

/** The selector at the head of revert data; null where there is none. */
export function errorSelectorOf(reason: Bytes): Bytes | null {
  return reason.length < 4 ? null : Bytes.fromUint8Array(reason.subarray(0, 4));
}
