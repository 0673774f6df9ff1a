import { privateKeyToAccount } from "viem/accounts";
import type { Hex } from "viem";

import type { BeaconChain } from "../../deploy/sdk/bid/beaconChain.ts";
import { sealBid, type BidContext } from "../../deploy/sdk/bid/sealedBid.ts";
import { openWithSignature, sealToRound } from "../../deploy/sdk/bid/sealedOpening.ts";
import { proveDelivery, type DeliveryRequest } from "../../deploy/sdk/delivery/delivery.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import {
  prepareLead,
  type SellerContext,
  type SubmissionOptions,
} from "../../deploy/sdk/lead/sealedLead.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import { sealPackage, type DonKey } from "../../deploy/sdk/report/leadPackage.ts";

/** A lead that a seller encrypts, signs, and packs for the DON. */
export interface LeadToPack {
  readonly lead: Lead;
  readonly vertical: Vertical;
  /** The seller's key. */
  readonly key: Hex;
  readonly seller: Omit<SellerContext, "signer">;
  readonly options: SubmissionOptions;
  readonly donKey: DonKey;
}

/** A bid that a bidder seals. */
export interface BidToSeal {
  /** The bidder's key. */
  readonly key: Hex;
  readonly context: BidContext;
  /** USDC units. */
  readonly amount: bigint;
  readonly beacon: Pick<BeaconChain, "publicKey">;
  /** Round of the beacon that opens it; undefined where its bidder would have to come back. */
  readonly round: number | undefined;
}

/** A timelocked bid that anyone opens. */
export interface BidToOpen {
  readonly sealedOpening: Hex;
  /** The beacon's, of the round. */
  readonly signature: Hex;
}

/** What parties compute on machines of their own, by name: each is a function of its input alone. */
export const DESK = {
  pack: async ({ lead, vertical, key, seller, options, donKey }: LeadToPack) => {
    const signer = privateKeyToAccount(key);
    const disclosure = await prepareLead(lead, vertical, { ...seller, signer }, options);
    const { submission } = disclosure;
    return {
      capsule: submission.capsule,
      submissionHash: submissionDigest(submission, seller),
      text: sealPackage(disclosure, donKey, seller),
    };
  },
  seal: async ({ key, context, amount, beacon, round }: BidToSeal) => {
    const { commitment, seed } = await sealBid(privateKeyToAccount(key), context, amount);
    const sealedOpening =
      round === undefined ? "0x" : await sealToRound({ amount, seed }, beacon, round);
    return { commitment, sealedOpening } as const;
  },
  open: ({ sealedOpening, signature }: BidToOpen) => openWithSignature(sealedOpening, signature),
  prove: (delivery: DeliveryRequest) => proveDelivery(delivery),
};

/** The name of a computation. */
export type Chore = keyof typeof DESK;
/** What it takes. */
export type ChoreInput<ChoreT extends Chore> = Parameters<(typeof DESK)[ChoreT]>[0];
/** What it gives. */
export type ChoreOutput<ChoreT extends Chore> = Awaited<ReturnType<(typeof DESK)[ChoreT]>>;
