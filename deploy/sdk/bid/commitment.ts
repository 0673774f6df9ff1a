import { encodeAbiParameters, keccak256, stringToHex, type Address, type Hex } from "viem";

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

/** What a commitment is the hash of: eight words, the seventh the amount. */
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
