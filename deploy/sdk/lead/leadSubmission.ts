import {
  concat,
  encodeAbiParameters,
  domainSeparator,
  keccak256,
  stringToHex,
  type Address,
  type Hex,
  type TypedDataDomain,
} from "viem";

import { usdcOf } from "../codes/usdc.ts";
import type { Capsule } from "../crypto/capsule.ts";
import type { LeadTerms } from "./lead.ts";
import type { VerticalConfig } from "./vertical.ts";

/** The seller's terms: the contracts' `AuctionTerms`. Amounts in USDC units. */
export type AuctionTerms = {
  readonly baseReserve: bigint;
  /** Added to the base at a perfect score, in basis points. */
  readonly qualityPremiumBps: number;
  /** Highest share of the price that the seller accepts as a fee, in basis points. */
  readonly maxFeeBps: number;
  /** Highest flat fee that the seller accepts. */
  readonly maxConvenienceFee: number;
  /** Whether the first bounty's offer ends the commit phase, if no sealed bid came before it. */
  readonly instantSale: boolean;
};

/** What a seller signs to sell a lead: the contracts' `LeadSubmission`. Times in Unix seconds. */
export type LeadSubmission = {
  readonly seller: Address;
  /** `keccak256(slug)`. */
  readonly vertical: Hex;
  /** ISO 3166 code, left-aligned ASCII in six bytes. */
  readonly region: Hex;
  /** Left-aligned ASCII in 32 bytes. */
  readonly source: Hex;
  readonly consentTime: number;
  /** SHA-256 of the ciphertext. */
  readonly contentHash: Hex;
  readonly capsule: Capsule;
  /** The vertical's public fields as canonical JSON. */
  readonly attributes: string;
  readonly terms: AuctionTerms;
  readonly autoList: boolean;
  /** Last moment of the lead's delivery. */
  readonly expiresAt: number;
  /** Last moment at which the signature is valid. */
  readonly deadline: number;
  readonly nonce: bigint;
};

/** Where a submission is used. */
export type VerifierReference = { readonly chainId: number; readonly verifier: Address };

const LEAD_SUBMISSION_TYPES = {
  LeadSubmission: [
    { name: "seller", type: "address" },
    { name: "vertical", type: "bytes32" },
    { name: "region", type: "bytes6" },
    { name: "source", type: "bytes32" },
    { name: "consentTime", type: "uint40" },
    { name: "contentHash", type: "bytes32" },
    { name: "capsule", type: "Capsule" },
    { name: "attributes", type: "string" },
    { name: "terms", type: "AuctionTerms" },
    { name: "autoList", type: "bool" },
    { name: "expiresAt", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "nonce", type: "uint256" },
  ],
  AuctionTerms: [
    { name: "baseReserve", type: "uint64" },
    { name: "qualityPremiumBps", type: "uint16" },
    { name: "maxFeeBps", type: "uint16" },
    { name: "maxConvenienceFee", type: "uint32" },
    { name: "instantSale", type: "bool" },
  ],
  Capsule: [
    { name: "a", type: "Point" },
    { name: "b", type: "Point" },
    { name: "p", type: "Point" },
  ],
  Point: [
    { name: "x", type: "uint256" },
    { name: "y", type: "uint256" },
  ],
} as const;

/** EIP-712 typed data that the seller signs: pass it to viem's `signTypedData`. */
export function leadSubmissionTypedData(
  submission: LeadSubmission,
  { chainId, verifier }: VerifierReference,
) {
  return {
    domain: domainOf({ chainId, verifier }),
    types: LEAD_SUBMISSION_TYPES,
    primaryType: "LeadSubmission",
    message: submission,
  } as const;
}

/** Digest of the typed data: the `submissionHash` of the contracts' events. */
export function submissionDigest(submission: LeadSubmission, reference: VerifierReference): Hex {
  const domain = domainOf(reference);
  return keccak256(
    concat(["0x1901", domainSeparator({ domain }), structHash("LeadSubmission", submission)]),
  );
}

function domainOf({ chainId, verifier }: VerifierReference) {
  return {
    name: "Lead Engine",
    version: "1",
    chainId,
    verifyingContract: verifier,
  } as const satisfies TypedDataDomain;
}

/** A struct of the typed data. */
type Struct = keyof typeof LEAD_SUBMISSION_TYPES;

const typeText = (struct: Struct) =>
  `${struct}(${LEAD_SUBMISSION_TYPES[struct].map(({ name, type }) => `${type} ${name}`).join()})`;
/** Of a struct and those in it, by their names. */
const typeHash = (...structs: readonly Struct[]) =>
  keccak256(stringToHex(structs.map(typeText).join("")));

/** Computed once: viem's `hashTypedData` does it for each message again, which was half of what a package cost the DON's enclave. */
const TYPE_HASHES: Readonly<Record<Struct, Hex>> = {
  LeadSubmission: typeHash("LeadSubmission", "AuctionTerms", "Capsule", "Point"),
  AuctionTerms: typeHash("AuctionTerms"),
  Capsule: typeHash("Capsule", "Point"),
  Point: typeHash("Point"),
};

/** EIP-712's `hashStruct`. */
function structHash(struct: Struct, data: object): Hex {
  const values: Readonly<Record<string, unknown>> = { ...data };
  const members = LEAD_SUBMISSION_TYPES[struct].map(({ name, type }) => {
    const value = values[name];
    if (type === "string") return ["bytes32", keccak256(stringToHex(String(value)))] as const;
    if (type in TYPE_HASHES)
      return ["bytes32", structHash(type as Struct, value as object)] as const;
    return [type, value] as const;
  });
  return keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, ...members.map(([type]) => ({ type }))],
      [TYPE_HASHES[struct], ...members.map(([, value]) => value)],
    ),
  );
}

/** The house's fees, from `FeeConfig`. Flat part in USDC units. */
export interface Fees {
  readonly feeBps: number;
  readonly convenienceFee: number;
}

/** What terms depend on of a vertical. */
export interface PricedVertical {
  readonly config: Pick<VerticalConfig, "minReserve">;
}

/**
 * Terms of a lead's auction: what the seller wrote, else the vertical's minimum reserve without a premium, no higher fees than the
 * current `fees`, and no instant sale.
 */
export function auctionTermsOf(
  vertical: PricedVertical,
  terms: LeadTerms = {},
  fees: Fees,
): AuctionTerms {
  const {
    baseReserve,
    qualityPremiumBps = 0,
    maxFeeBps,
    maxConvenienceFee,
    instantSale = false,
  } = terms;
  return {
    baseReserve: baseReserve === undefined ? vertical.config.minReserve : usdcOf(baseReserve),
    qualityPremiumBps,
    maxFeeBps: maxFeeBps ?? fees.feeBps,
    maxConvenienceFee:
      maxConvenienceFee === undefined ? fees.convenienceFee : Number(usdcOf(maxConvenienceFee)),
    instantSale,
  };
}
