import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import * as Digest from "multiformats/hashes/digest";
import { bytesToHex, hexToBytes, isHex, size, type Hex } from "viem";

import type { LeadEngineError } from "../errors/leadEngineError.ts";
import { cryptoError } from "./cryptoError.ts";

const URI_SCHEME = "ipfs://";
/** SHA-256 in the table of multihashes. */
const SHA_256 = 0x12;

/** The CIDv1 (raw, base32) of a block with this SHA-256 digest. */
export function cidOf(digest: Hex): string {
  if (!isHex(digest) || size(digest) !== 32) throw invalidCid("A digest has 32 bytes.");
  return CID.createV1(raw.code, Digest.create(SHA_256, hexToBytes(digest))).toString();
}

/** The `ipfs://` URI of a block with this SHA-256 digest, as `LeadNFT.tokenURI` gives it. */
export function uriOf(digest: Hex): string {
  return `${URI_SCHEME}${cidOf(digest)}`;
}

/** The SHA-256 digest in a CIDv1 (raw, base32), given bare or as an `ipfs://` URI. */
export function digestOf(cidOrUri: string): Hex {
  const cid = cidOrUri.startsWith(URI_SCHEME) ? cidOrUri.slice(URI_SCHEME.length) : cidOrUri;
  const digest = bytesToHex(parsed(cid).multihash.digest);
  if (size(digest) !== 32 || cidOf(digest) !== cid) throw notOurs();
  return digest;
}

function parsed(cid: string): CID {
  try {
    return CID.parse(cid);
  } catch {
    throw notOurs();
  }
}

function notOurs(): LeadEngineError {
  return invalidCid("Not a CIDv1 of a raw SHA-256 block in base32.");
}

function invalidCid(reason: string): LeadEngineError {
  return cryptoError("INVALID_CID", reason);
}
