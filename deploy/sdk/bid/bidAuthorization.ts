import type { Address, Hex, TypedDataDomain } from "viem";

/** A bid that somebody else sends: `commitBidFor` checks the bidder's signature over it. */
export interface BidAuthorization {
  readonly leadId: bigint;
  readonly round: number;
  readonly bidder: Address;
  /** The bidder's live commitment that this one replaces; zero if there is none. */
  readonly replaced: Hex;
  readonly commitment: Hex;
  /** keccak256 of the sealed opening. */
  readonly sealedOpeningHash: Hex;
  /** The house's `nonces(bidder, leadId)`. */
  readonly nonce: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
}

const COMMIT_BID_TYPES = {
  CommitBid: [
    { name: "leadId", type: "uint256" },
    { name: "round", type: "uint32" },
    { name: "bidder", type: "address" },
    { name: "replaced", type: "bytes32" },
    { name: "commitment", type: "bytes32" },
    { name: "sealedOpeningHash", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 typed data that the bidder signs: pass it to viem's `signTypedData`. */
export function bidAuthorizationTypedData(
  message: BidAuthorization,
  { chainId, house }: { readonly chainId: number; readonly house: Address },
) {
  const domain = {
    name: "Lead Engine Auction House",
    version: "1",
    chainId,
    verifyingContract: house,
  } as const satisfies TypedDataDomain;
  return { domain, types: COMMIT_BID_TYPES, primaryType: "CommitBid", message } as const;
}
