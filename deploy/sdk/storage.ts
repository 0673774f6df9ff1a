import type { Address, Hex } from "viem";

import type { BidContext } from "./bid/sealedBid.ts";
import { contentHash } from "./crypto/content.ts";

/** A sealed bid: what its commitment does not reveal. */
export interface JournalledBid {
  readonly commitment: Hex;
  /** USDC units. */
  readonly amount: bigint;
  /** Only where the wallet cannot derive it again. */
  readonly salt?: Hex | undefined;
}

/** Whose delivery key it is, and for which vault. */
export interface KeyOwner {
  readonly chainId: number;
  readonly vault: Address;
  readonly account: Address;
}

/** Keeps what a party must not lose. Methods that keep something return where it is, for people. */
export interface Storage {
  /** Notes a bid before it is committed: a crash must not lose its opening. */
  readonly keepBid: (context: BidContext, bid: JournalledBid) => Promise<string>;
  /** The bid that was noted last for a commitment. */
  readonly findBid: (context: BidContext, commitment: Hex) => Promise<JournalledBid | undefined>;
  /** Keeps the secret of a delivery key that the wallet cannot derive again. */
  readonly keepDeliveryKey: (owner: KeyOwner, secret: bigint) => Promise<string>;
  readonly findDeliveryKey: (owner: KeyOwner) => Promise<bigint | undefined>;
  /** Keeps a lead's ciphertext. */
  readonly keepContent: (ciphertext: Uint8Array) => Promise<void>;
  /** The ciphertext with this hash. */
  readonly findContent: (hash: Hex) => Promise<Uint8Array | undefined>;
}

/** A storage that lives as long as the process. */
export function storageInMemory(): Storage {
  const where = "this process's memory";
  const bids = new Map<string, JournalledBid>();
  const keys = new Map<string, bigint>();
  const contents = new Map<Hex, Uint8Array>();
  const ownerKey = ({ chainId, vault, account }: KeyOwner) =>
    [chainId, vault, account].join().toLowerCase();
  const bidKey = ({ chainId, house, bidder }: BidContext, commitment: Hex) =>
    [chainId, house, bidder, commitment].join().toLowerCase();
  return {
    keepBid: (context, bid) => {
      bids.set(bidKey(context, bid.commitment), bid);
      return Promise.resolve(where);
    },
    findBid: (context, commitment) => Promise.resolve(bids.get(bidKey(context, commitment))),
    keepDeliveryKey: (owner, secret) => {
      keys.set(ownerKey(owner), secret);
      return Promise.resolve(where);
    },
    findDeliveryKey: (owner) => Promise.resolve(keys.get(ownerKey(owner))),
    keepContent: (ciphertext) => {
      contents.set(contentHash(ciphertext), ciphertext);
      return Promise.resolve();
    },
    findContent: (hash) => Promise.resolve(contents.get(hash)),
  };
}
