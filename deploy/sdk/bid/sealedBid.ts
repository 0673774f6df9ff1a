import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { randomBytes } from "@noble/hashes/utils.js";
import {
  encodeAbiParameters,
  keccak256,
  stringToHex,
  type Address,
  type Hex,
  bytesToHex,
  stringToBytes,
  hexToBytes,
  numberToBytes,
} from "viem";

import type { RandomBytes } from "../crypto/scalar.ts";
import { signKeyMaterial, type TypedDataSigner } from "../crypto/typedDataSigner.ts";

/** The auction round that a sealed bid is for, and who bids. */
export type BidContext = {
  readonly chainId: bigint | number;
  readonly house: Address;
  readonly leadId: bigint;
  readonly round: number;
  readonly bidder: Address;
};

/** A bid with all that its commitment binds. */
export type SealedBid = BidContext & {
  /** USDC, 6 decimals. */
  readonly amount: bigint;
  readonly salt: Hex;
};

const DOMAIN = keccak256(stringToHex("LeadEngine.BidCommitment.v1"));

/** The commitment of a sealed bid, as the auction house recomputes it at the reveal. */
export function commitmentOf(bid: SealedBid): Hex {
  return keccak256(commitmentPreimage(bid));
}

/** The preimage of a commitment: eight words, the seventh the amount. */
export function commitmentPreimage(bid: SealedBid): Hex {
  return encodeAbiParameters(
    [
      { type: "bytes32" },
      { type: "uint256" },
      { type: "address" },
      { type: "uint256" },
      { type: "uint32" },
      { type: "address" },
      { type: "uint64" },
      { type: "bytes32" },
    ],
    [
      DOMAIN,
      BigInt(bid.chainId),
      bid.house,
      bid.leadId,
      bid.round,
      bid.bidder,
      bid.amount,
      bid.salt,
    ],
  );
}

/** A bid's salt. When it is not `recoverable`, the caller must store it until the reveal or lose the bond. */
export type Salt = {
  /** What the salt is made of: 24 bytes, so that it fits into a sealed opening with the amount. */
  readonly seed: Hex;
  readonly salt: Hex;
  readonly recoverable: boolean;
};

/** Bytes of a seed. */
export const SEED_LENGTH = 24;
const SALT_LENGTH = 32;
const SEED_LABEL = stringToBytes("LeadEngine.BidSeed.v1");
const SALT_LABEL = stringToBytes("LeadEngine.BidSalt.v1");

/** The salt that a seed gives. */
export function saltOf(seed: Hex): Hex {
  return bytesToHex(hkdf(sha256, hexToBytes(seed), undefined, SALT_LABEL, SALT_LENGTH));
}

/**
 * The salt of a bidder's sealed bids in one round, from its wallet's signature: the same each time. A wallet that signs the same message
 * differently each time gets a random salt. It is the same for every amount, so revealing a bid lets others guess the amounts that it
 * overwrote.
 */
export async function deriveSalt(
  signer: TypedDataSigner,
  { chainId, house, leadId, round, bidder }: BidContext,
  random: RandomBytes = randomBytes,
): Promise<Salt> {
  const { bytes, deterministic } = await signKeyMaterial(signer, {
    domain: {
      name: "Lead Engine Bid Salt",
      version: "1",
      chainId: BigInt(chainId),
      verifyingContract: house,
    },
    types: {
      BidSalt: [
        { name: "leadId", type: "uint256" },
        { name: "round", type: "uint32" },
        { name: "bidder", type: "address" },
      ],
    },
    primaryType: "BidSalt",
    message: { leadId, round, bidder },
  });
  const seed = bytesToHex(
    deterministic ? hkdf(sha256, bytes, undefined, SEED_LABEL, SEED_LENGTH) : random(SEED_LENGTH),
  );
  return { seed, salt: saltOf(seed), recoverable: deterministic };
}

/** What opens a commitment: the contracts' `Opening`. Secret until the reveal phase. */
export interface Opening {
  readonly bidder: Address;
  readonly amount: bigint;
  readonly salt: Hex;
}

/** A bid ready to be committed. */
export interface SealedBidDraft {
  readonly commitment: Hex;
  readonly opening: Opening;
  /** What the salt is made of. As secret as the opening. */
  readonly seed: Hex;
  /** Whether the wallet can derive the salt again; if not, the opening must be kept. */
  readonly recoverable: boolean;
}

/**
 * Seals a bid under a salt from the bidder's signature. Throws for an amount of zero: such a bid could never be revealed.
 * @param amount USDC units.
 */
export async function sealBid(
  signer: TypedDataSigner,
  context: BidContext,
  amount: bigint,
): Promise<SealedBidDraft> {
  if (amount <= 0n) throw new RangeError("A bid must be above zero.");
  const { seed, salt, recoverable } = await deriveSalt(signer, context);
  return {
    commitment: commitmentOf({ ...context, amount, salt }),
    opening: { bidder: context.bidder, amount, salt },
    seed,
    recoverable,
  };
}

/** USDC units in a cent. */
const CENT = 10_000n;
/** Place of the amount's last eight bytes in the preimage: the seventh word's end. */
const AMOUNT = { start: 6 * 32 + 24, size: 8 } as const;

/**
 * Finds the amount of a commitment whose salt is known, by trying whole cents: a bidder who lost the note of what it bid loses nothing.
 * A million amounts (10,000 USDC) take some seconds. Nobody without the salt can do this.
 * @param from lowest amount tried, USDC units.
 * @param to highest amount tried.
 */
export function searchAmount(
  context: BidContext,
  salt: Hex,
  commitment: Hex,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): bigint | undefined {
  const preimage = hexToBytes(commitmentPreimage({ ...context, amount: 0n, salt }));
  for (let amount = ((from + CENT - 1n) / CENT) * CENT; amount <= to; amount += CENT) {
    preimage.set(numberToBytes(amount, { size: AMOUNT.size }), AMOUNT.start);
    if (bytesToHex(keccak_256(preimage)) === commitment) return amount;
  }
  return undefined;
}
