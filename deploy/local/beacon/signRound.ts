import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha384 } from "@noble/hashes/sha2.js";
import { bytesToHex, stringToBytes, type Hex } from "viem";

import { ROUND_DST, roundMessage } from "../../sdk/crypto/timelock.ts";

const { shortSignatures } = bls12_381;

/**
 * What stands for the League of Entropy on a local chain: one key, known to everybody, where the League has shares of one that nobody
 * knows. Whoever has this file can sign any round ahead. Nothing on a local chain is secret for long.
 */
const LOCAL_LEAGUE_THRESHOLD_KEY = shortSignatures.keygen(
  sha384(stringToBytes("LeadEngine.LocalLeague.v1")),
).secretKey;

/** The signature of a round of `LOCAL_LEAGUE`, whenever that is. */
export function signRound(round: number): Hex {
  const point = shortSignatures.hash(roundMessage(round), ROUND_DST);
  return bytesToHex(shortSignatures.sign(point, LOCAL_LEAGUE_THRESHOLD_KEY).toBytes());
}
