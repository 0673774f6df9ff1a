import {
  bytesToBigInt,
  bytesToHex,
  bytesToNumber,
  concatBytes,
  encodeAbiParameters,
  hexToBytes,
  keccak256,
  numberToBytes,
  stringToHex,
  type Hex,
} from "viem";

import { openSealed, sealTo } from "../crypto/ecies.ts";
import type { RandomBytes } from "../crypto/scalar.ts";
import { TIMELOCK_LENGTH, timelockDecrypt, timelockEncrypt } from "../crypto/timelock.ts";
import type { DonKey } from "../report/leadPackage.ts";
import type { BeaconChain } from "./beaconChain.ts";
import { commitmentOf, saltOf, SEED_LENGTH, type BidContext, type Opening } from "./sealedBid.ts";

/** First byte of a sealed opening: who can decrypt it. An empty opening says the same as `self`. */
export const OPENING_SCHEMES = { self: 0, timelock: 1, enclave: 2 } as const;

/** Who opens a bid: a beacon's round, the DON's enclave, or its bidder alone. */
export type OpeningScheme = keyof typeof OPENING_SCHEMES;

/** What opens a commitment, in 32 bytes. Secret until the reveal phase. */
export interface OpeningSecret {
  /** USDC units, `uint64`. */
  readonly amount: bigint;
  /** What the salt is made of; see `deriveSalt`. */
  readonly seed: Hex;
}

const DOMAIN = keccak256(stringToHex("LeadEngine.SealedOpening.v1"));
const AMOUNT_LENGTH = 8;
const EPOCH_LENGTH = 4;
/** Bytes of an opening for the enclave after its epoch: a point, 32 bytes, a tag. */
const ENCLAVE_LENGTH = 33 + AMOUNT_LENGTH + SEED_LENGTH + 16;

/** Encrypts an opening to a beacon's round: 161 bytes. Nothing binds it to its bid: one that was copied opens nothing else. */
export async function sealToRound(
  secret: OpeningSecret,
  { publicKey }: Pick<BeaconChain, "publicKey">,
  round: number,
  random?: RandomBytes,
): Promise<Hex> {
  const ciphertext = await timelockEncrypt(publicKey, round, plaintextOf(secret), random);
  return withScheme("timelock", ciphertext);
}

/** Encrypts an opening to the DON's key, bound to its bid: 86 bytes. */
export function sealToEnclave(
  secret: OpeningSecret,
  { epoch, publicKey }: DonKey,
  context: BidContext,
  commitment: Hex,
  random?: RandomBytes,
): Hex {
  const bound = associatedData(context, commitment, epoch);
  const sealed = sealTo(publicKey, plaintextOf(secret), bound, random);
  return withScheme("enclave", numberToBytes(epoch, { size: EPOCH_LENGTH }), sealed);
}

/** How a sealed opening is decrypted; undefined where it is none, or has a wrong length. */
export function schemeOf(sealedOpening: Hex): OpeningScheme | undefined {
  const { length, [0]: first = OPENING_SCHEMES.self } = hexToBytes(sealedOpening);
  if (first === OPENING_SCHEMES.self && length <= 1) return "self";
  if (first === OPENING_SCHEMES.timelock && length === 1 + TIMELOCK_LENGTH) return "timelock";
  if (first === OPENING_SCHEMES.enclave && length === 1 + EPOCH_LENGTH + ENCLAVE_LENGTH) {
    return "enclave";
  }
  return undefined;
}

/** What a beacon's signature finds in a timelocked opening; undefined where nothing opens. Not yet known to open its commitment. */
export async function openWithSignature(
  sealedOpening: Hex,
  signature: Hex,
): Promise<OpeningSecret | undefined> {
  if (schemeOf(sealedOpening) !== "timelock") return undefined;
  const plaintext = await timelockDecrypt(signature, hexToBytes(sealedOpening).subarray(1));
  return plaintext === undefined ? undefined : secretIn(plaintext);
}

/** Which of the DON's keys opens an opening for the enclave; undefined for any other. */
export function epochOf(sealedOpening: Hex): number | undefined {
  if (schemeOf(sealedOpening) !== "enclave") return undefined;
  return bytesToNumber(hexToBytes(sealedOpening).subarray(1, 1 + EPOCH_LENGTH));
}

/**
 * What the DON's secret finds in an opening for the enclave. Not yet known to open its commitment.
 * @throws {LeadEngineError} `CONTENT_UNREADABLE`: it is of another scheme, key or bid.
 */
export function openInEnclave(
  sealedOpening: Hex,
  secret: bigint,
  context: BidContext,
  commitment: Hex,
): OpeningSecret {
  const bound = associatedData(context, commitment, epochOf(sealedOpening) ?? 0);
  const sealed = hexToBytes(sealedOpening).subarray(1 + EPOCH_LENGTH);
  return secretIn(openSealed(secret, sealed, bound));
}

/** The opening that a secret gives, if it is the commitment's. */
export function openingIn(
  { amount, seed }: OpeningSecret,
  context: BidContext,
  commitment: Hex,
): Opening | undefined {
  const salt = saltOf(seed);
  if (commitmentOf({ ...context, amount, salt }) !== commitment) return undefined;
  return { bidder: context.bidder, amount, salt };
}

function plaintextOf({ amount, seed }: OpeningSecret): Uint8Array {
  return concatBytes([numberToBytes(amount, { size: AMOUNT_LENGTH }), hexToBytes(seed)]);
}

function secretIn(plaintext: Uint8Array): OpeningSecret {
  return {
    amount: bytesToBigInt(plaintext.subarray(0, AMOUNT_LENGTH)),
    seed: bytesToHex(plaintext.subarray(AMOUNT_LENGTH)),
  };
}

function withScheme(scheme: OpeningScheme, ...parts: readonly Uint8Array[]): Hex {
  return bytesToHex(concatBytes([Uint8Array.of(OPENING_SCHEMES[scheme]), ...parts]));
}

function associatedData(context: BidContext, commitment: Hex, epoch: number): Uint8Array {
  return hexToBytes(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
        { type: "uint256" },
        { type: "uint32" },
        { type: "address" },
        { type: "bytes32" },
        { type: "uint32" },
      ],
      [
        DOMAIN,
        BigInt(context.chainId),
        context.house,
        context.leadId,
        context.round,
        context.bidder,
        commitment,
        epoch,
      ],
    ),
  );
}
