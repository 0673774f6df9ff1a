import {
  encodeAbiParameters,
  keccak256,
  stringToHex,
  type Address,
  type Hex,
  type TypedDataDomain,
} from "viem";

import type { Capsule } from "../crypto/capsule.ts";
import type { Point } from "../crypto/point.ts";
import { proveReEncryption, type ReEncryption } from "../crypto/reencryption.ts";

/** What a delivery proof is bound to. */
export type Delivery = {
  readonly chainId: bigint | number;
  readonly nft: Address;
  readonly leadId: bigint;
  /** Auction round; 0 outside an auction. */
  readonly round: number;
  readonly to: Address;
};

const DOMAIN = keccak256(stringToHex("LeadEngine.Delivery.v1"));

/** The context of a delivery proof, as `LeadNFT.deliveryContext` computes it. */
export function deliveryContext({ chainId, nft, leadId, round, to }: Delivery): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
        { type: "uint256" },
        { type: "uint32" },
        { type: "address" },
      ],
      [DOMAIN, BigInt(chainId), nft, leadId, round, to],
    ),
  );
}

/**
 * Gas to add to a delivery's estimate. Its calldata shows the buyer the key even if it fails, so it must not run out of gas: if the buyer's
 * clearance is dropped after the estimate, the compliance engine is asked, and may take this much.
 */
export const DELIVERY_SPARE_GAS = 1_000_000n;

/** What is delivered: the lead, from whom, to whom. */
export interface DeliveryRequest {
  readonly chainId: number;
  readonly nft: Address;
  readonly leadId: bigint;
  /** Auction round; 0 outside an auction. */
  readonly round: number;
  readonly buyer: Address;
  /** The buyer's registered delivery key. */
  readonly buyerKey: Point;
  readonly capsule: Capsule;
  /** Secret of the seller's delivery key. */
  readonly secret: bigint;
}

/** Re-encrypts a lead's capsule to its buyer, with the proof that `deliver` and `deliverTo` verify. */
export function proveDelivery(request: DeliveryRequest): ReEncryption {
  const { chainId, nft, leadId, round, buyer, buyerKey, capsule, secret } = request;
  const context = deliveryContext({ chainId, nft, leadId, round, to: buyer });
  return proveReEncryption({ capsule, secret, to: buyerKey, context });
}

/** An account's agreement to receive a lead outside a sale: `LeadNFT.deliverTo` checks the receiver's signature over it. */
export type AcceptanceMessage = {
  readonly leadId: bigint;
  readonly to: Address;
  /** Hash of the capsule now on record: the signature is valid until the lead is delivered. */
  readonly capsuleHash: Hex;
  /** Last moment at which it is valid, Unix seconds. */
  readonly deadline: bigint;
};

const ACCEPTANCE_TYPES = {
  Acceptance: [
    { name: "leadId", type: "uint256" },
    { name: "to", type: "address" },
    { name: "capsuleHash", type: "bytes32" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 typed data that the receiver signs: pass it to viem's `signTypedData`. */
export function acceptanceTypedData(
  message: AcceptanceMessage,
  { chainId, nft }: { readonly chainId: number; readonly nft: Address },
) {
  const domain = {
    name: "Lead Engine Lead",
    version: "1",
    chainId,
    verifyingContract: nft,
  } as const satisfies TypedDataDomain;
  return { domain, types: ACCEPTANCE_TYPES, primaryType: "Acceptance", message } as const;
}
