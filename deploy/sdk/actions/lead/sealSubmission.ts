import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt, type Hex } from "viem";
import { getBlockNumber } from "viem/actions";

import type { Trader } from "../../client.ts";
import { cidOf } from "../../crypto/cid.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import type { Lead } from "../../lead/lead.ts";
import { submissionDigest } from "../../lead/leadSubmission.ts";
import { prepareLead } from "../../lead/sealedLead.ts";
import { verticalIdOf, type VerticalProfile } from "../../lead/vertical.ts";
import { sealPackage } from "../../report/leadPackage.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { donKeyOf } from "./donQueue.ts";
import { quoteLead } from "./quoteLead.ts";

/** A lead to seal. */
export interface LeadToSeal {
  readonly lead: Lead;
  /** The lead's vertical. */
  readonly vertical: Pick<VerticalProfile, "slug" | "fields">;
  /** The score to check the seller's bond for. */
  readonly expectedScore: number;
  /** How long the signature is valid, seconds; an hour if absent. */
  readonly validFor?: number | undefined;
}

/** A lead that is encrypted and signed, and not yet sent. Nothing in it is readable without a key. */
export interface SealedSubmission {
  readonly submissionHash: Hex;
  /** The seller's number of the submission, by which it can be cancelled. */
  readonly nonce: bigint;
  /** The package for the DON. */
  readonly text: string;
  readonly ciphertext: Uint8Array;
  /** Where the ciphertext will be in IPFS. */
  readonly cid: string;
  /** What listing the lead will lock, USDC units. */
  readonly deliveryBond: bigint;
  /** The chain's head when it was sealed: it cannot have been reported before. */
  readonly fromBlock: bigint;
}

/**
 * Encrypts and signs a lead and seals it to the DON, having asked the chain whether it would be listed. Sends nothing.
 * @throws {LeadEngineError} `WRONG_VERTICAL`, `FEES_NOT_ACCEPTED`, `INSUFFICIENT_FREE`.
 */
export async function sealSubmission(
  trader: Trader,
  { lead, vertical, expectedScore, validFor }: LeadToSeal,
): Promise<SealedSubmission> {
  const { chainId, contracts, wallet, address: seller } = trader;
  const [nft, verifier] = [contracts.nft.address, contracts.verifier.address];
  if (vertical.slug !== lead.vertical) {
    throw new LeadEngineError(
      "WRONG_VERTICAL",
      `The lead is of vertical ${lead.vertical}, not of ${vertical.slug}.`,
      `Pass the public fields of ${lead.vertical}.`,
    );
  }
  const { region, terms } = lead;
  const priced = { vertical: vertical.slug, region, score: expectedScore, terms, seller };
  const { minReserve, fees, deliveryBond } = await quoteLead(trader, priced);
  const deliveryKey = (await deliveryKeyOfTrader(trader)).publicKey;
  const disclosure = await prepareLead(
    lead,
    { id: verticalIdOf(vertical.slug), fields: vertical.fields, config: { minReserve } },
    { chainId, nft, verifier, seller, signer: wallet, deliveryKey },
    {
      nonce: bytesToBigInt(randomBytes(32)),
      now: await trader.now(),
      autoList: true,
      fees,
      ...(validFor === undefined ? {} : { validFor }),
    },
  );
  return {
    submissionHash: submissionDigest(disclosure.submission, { chainId, verifier }),
    nonce: disclosure.submission.nonce,
    text: sealPackage(disclosure, await donKeyOf(trader), { chainId, verifier }),
    ciphertext: disclosure.ciphertext,
    cid: cidOf(disclosure.submission.contentHash),
    deliveryBond,
    fromBlock: await getBlockNumber(trader.publicClient),
  };
}
