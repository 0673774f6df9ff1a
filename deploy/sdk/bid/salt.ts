import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToHex, stringToBytes, type Hex } from "viem";

import type { BidContext } from "./commitment.ts";
import type { RandomBytes } from "../crypto/scalar.ts";
import { signKeyMaterial, type TypedDataSigner } from "../crypto/typedDataSigner.ts";

/** A bid's salt. When it is not `recoverable`, the caller must store it until the reveal or lose the bond. */
export type Salt = { readonly salt: Hex; readonly recoverable: boolean };

const SALT_LENGTH = 32;
const LABEL = stringToBytes("LeadEngine.BidSalt.v1");

/**
 * The salt of a bidder's sealed bids in one round, from its wallet's signature: the same again whenever it is needed.
 * A wallet that signs the same message differently each time gets a random salt.
 * It is the same for every amount, so revealing a bid lets others guess the amounts that it overwrote.
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
  const salt = deterministic
    ? hkdf(sha256, bytes, undefined, LABEL, SALT_LENGTH)
    : random(SALT_LENGTH);
  return { salt: bytesToHex(salt), recoverable: deterministic };
}
