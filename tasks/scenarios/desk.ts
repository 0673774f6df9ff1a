import type { NetworkConnection } from "hardhat/types/network";
import type { Client } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import type { Capsule } from "../../deploy/sdk/crypto/capsule.ts";
import type { ReEncryption } from "../../deploy/sdk/crypto/reencryption.ts";
import { capsuleOf } from "../../deploy/sdk/actions/lead/leadEvents.ts";
import { openLead, type LeadContent } from "../../deploy/sdk/lead/openLead.ts";
import type { Party } from "./party.ts";
import { prepareLead, type SubmissionOptions } from "../../deploy/sdk/lead/prepareLead.ts";
import { proveDelivery } from "../../deploy/sdk/delivery/proveDelivery.ts";
import { sealBid, type SealedBidDraft } from "../../deploy/sdk/bid/sealBid.ts";

/** The contracts as a trader reads them. */
export interface Desk {
  readonly protocol: Pick<LocalProtocol, "house" | "nft" | "verifier">;
  readonly chainId: number;
  readonly publicClient: Client;
}

/** A desk at a connection's deployment. */
export async function openDesk(connection: NetworkConnection<"op">, protocol: Desk["protocol"]) {
  const publicClient = await connection.viem.getPublicClient();
  const chainId = await publicClient.getChainId();
  return { protocol, publicClient, chainId };
}

/** Encrypts and signs a lead for sale by `seller`, who accepts the fees that are charged now. */
export async function discloseLead(
  { protocol, chainId }: Desk,
  seller: Party,
  lead: Lead,
  vertical: Vertical,
  options: Omit<SubmissionOptions, "fees">,
): Promise<LeadDisclosure> {
  return prepareLead(
    lead,
    vertical,
    {
      chainId,
      nft: protocol.nft.address,
      verifier: protocol.verifier.address,
      seller: seller.address,
      signer: seller.wallet,
      deliveryKey: seller.deliveryKey.publicKey,
    },
    { ...options, fees: await protocol.house.read.feeConfig() },
  );
}

/** Seals a bid for the present round of a lead. */
export async function sealBidOn(
  { protocol, chainId }: Desk,
  bidder: Party,
  leadId: bigint,
  amount: bigint,
): Promise<SealedBidDraft> {
  const { round } = await protocol.house.read.auctionOf([leadId]);
  const house = protocol.house.address;
  const context = { chainId, house, leadId, round, bidder: bidder.address };
  return sealBid(bidder.wallet, context, amount);
}

/** What `AuctionHouse.deliver` takes to hand a lead from its seller to the buyer. */
export async function deliveryTo(
  { protocol, chainId, publicClient }: Desk,
  leadId: bigint,
  seller: Party,
  buyer: Party,
): Promise<readonly [leadId: bigint, current: Capsule, reEncryption: ReEncryption]> {
  const capsule = await capsuleOf(publicClient, { nft: protocol.nft.address, leadId });
  const { round } = await protocol.house.read.auctionOf([leadId]);
  const reEncryption = proveDelivery({
    chainId,
    nft: protocol.nft.address,
    leadId,
    round,
    buyer: buyer.address,
    buyerKey: buyer.deliveryKey.publicKey,
    capsule,
    secret: seller.deliveryKey.secret,
  });
  return [leadId, capsule, reEncryption];
}

/**
 * Opens a lead as `reader`: reads the present capsule and decrypts the ciphertext. Throws `CryptoError` when it is not the reader's.
 * @param sealed the submission, and the ciphertext from wherever it is stored.
 */
export async function readLead(
  { protocol, chainId, publicClient }: Desk,
  reader: Party,
  leadId: bigint,
  { submission, ciphertext }: Pick<LeadDisclosure, "submission" | "ciphertext">,
): Promise<LeadContent> {
  const { seller, nonce, contentHash } = submission;
  const sealed = {
    capsule: await capsuleOf(publicClient, { nft: protocol.nft.address, leadId }),
    ciphertext,
    contentHash,
    context: { chainId, nft: protocol.nft.address, seller, nonce },
  };
  return openLead(sealed, reader.deliveryKey.secret);
}
