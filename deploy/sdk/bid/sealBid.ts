import type { Address, Hex } from "viem";

import { commitmentOf, type BidContext } from "./commitment.ts";
import { deriveSalt } from "./salt.ts";
import type { TypedDataSigner } from "../crypto/typedDataSigner.ts";

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
  const { salt, recoverable } = await deriveSalt(signer, context);
  return {
    commitment: commitmentOf({ ...context, amount, salt }),
    opening: { bidder: context.bidder, amount, salt },
    recoverable,
  };
}
