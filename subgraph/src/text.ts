import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { writeBigEndian } from "./ids";

/** Bytes of a region. */
export const REGION_SIZE = 6;
/** Bytes of its country. */
const COUNTRY_SIZE = 2;

/** Left-aligned ASCII of a fixed-size value, without its padding. */
export function asciiOf(bytes: Bytes): string {
  let text = "";
  for (let i = 0; i < bytes.length && bytes[i] != 0; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** Country of a region or of a country, as a region. */
export function countryIn(region: Bytes): Bytes {
  const country = new Bytes(REGION_SIZE);
  for (let i = 0; i < COUNTRY_SIZE; i++) country[i] = region[i];
  return country;
}

/** A point of the curve: `x` then `y`, 32 bytes each, big-endian. */
export function pointBytes(x: BigInt, y: BigInt): Bytes {
  const bytes = new Bytes(64);
  writeBigEndian(bytes, 0, 32, x);
  writeBigEndian(bytes, 32, 32, y);
  return bytes;
}

/** `ipfs://` and the CIDv1 (raw codec, SHA-256) of a digest in base32, as `ContentURI` derives it. */
export function contentURIOf(digest: Bytes): string {
  const cid = Bytes.fromHexString("0x01551220").concat(digest);
  const text = new Bytes((cid.length * 8 + 4) / 5);
  let length = 0;
  let buffer: u32 = 0;
  let bits = 0;
  for (let i = 0; i < cid.length; i++) {
    buffer = (buffer << 8) | cid[i];
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[length++] = base32((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits != 0) text[length++] = base32((buffer << (5 - bits)) & 31);
  return "ipfs://b" + text.toString();
}

/** ASCII code of a digit in base32: `a` to `z`, then `2` to `7`. */
function base32(digit: u32): u8 {
  return (digit < 26 ? 0x61 + digit : 0x32 - 26 + digit) as u8;
}

/** The selector at the head of revert data; null where there is none. */
export function errorSelectorOf(reason: Bytes): Bytes | null {
  return reason.length < 4 ? null : Bytes.fromUint8Array(reason.subarray(0, 4));
}

/** The text of bytes that are UTF-8; null for others, which Graph Node cannot store as text. */
export function utf8Of(bytes: Bytes): string | null {
  let i = 0;
  while (i < bytes.length) {
    const length = characterLength(bytes, i);
    if (length == 0) return null;
    i += length;
  }
  return bytes.toString();
}

/** Length of the UTF-8 character that begins at `start`: 1 to 4; 0 if none begins there. */
function characterLength(bytes: Bytes, start: i32): i32 {
  const first = bytes[start];
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (start + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if ((bytes[start + i] & 0xc0) != 0x80) return 0;
  return length > 2 && !isSecondByte(first, bytes[start + 1]) ? 0 : length;
}

/** Whether a longer character can go on like this: not an overlong form, a surrogate, or beyond the last character. */
function isSecondByte(first: u8, second: u8): bool {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xed) return second < 0xa0;
  if (first == 0xf0) return second >= 0x90;
  return first != 0xf4 || second < 0x90;
}
