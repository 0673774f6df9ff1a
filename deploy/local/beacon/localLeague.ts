import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { bytesToHex, stringToBytes, type Hex } from "viem";

import { QUICKNET, type BeaconChain } from "../../sdk/bid/beaconChain.ts";
import { roundPoint } from "../../sdk/crypto/timelock.ts";

const { shortSignatures } = bls12_381;

/**
 * What stands for the League of Entropy on a local chain: one key, known to everybody, where the League has shares of one that nobody
 * knows. Whoever has this file can sign any round ahead. Nothing on a local chain is secret for long.
 */
const LOCAL_LEAGUE_THRESHOLD_KEY = shortSignatures.keygen(
  sha384(stringToBytes("LeadEngine.LocalLeague.v1")),
).secretKey;

const PUBLIC_KEY = shortSignatures.getPublicKey(LOCAL_LEAGUE_THRESHOLD_KEY).toBytes();

/** The beacons of local chains: quicknet's rounds, signed by the key that stands for the League. */
export const LOCAL_LEAGUE: BeaconChain = {
  hash: bytesToHex(sha256(PUBLIC_KEY)).slice(2),
  publicKey: bytesToHex(PUBLIC_KEY),
  genesis: QUICKNET.genesis,
  period: QUICKNET.period,
  endpoints: [],
};

/** The signature of a round, whenever that is. */
export function signRound(round: number): Hex {
  return bytesToHex(shortSignatures.sign(roundPoint(round), LOCAL_LEAGUE_THRESHOLD_KEY).toBytes());
}
