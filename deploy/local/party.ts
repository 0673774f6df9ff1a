import type { NetworkConnection } from "hardhat/types/network";

import type { LocalProtocol } from "../deployLocalProtocol.ts";
import { leafVerticals, rootVerticals } from "../parameters/verticals.ts";
import { registeredDeliveryKey } from "../sdk/actions/deliveryKeys.ts";
import { capsuleOf } from "../sdk/actions/lead/leadEvents.ts";
import { deposit } from "../sdk/actions/vault/deposit.ts";
import { sealBid, type SealedBidDraft } from "../sdk/bid/sealedBid.ts";
import { clientOf, traderOf, type Client, type Trader } from "../sdk/client.ts";
import type { Capsule } from "../sdk/crypto/capsule.ts";
import type { ReEncryption } from "../sdk/crypto/reencryption.ts";
import type { DeliveryKey } from "../sdk/delivery/deliveryKey.ts";
import { proveDelivery } from "../sdk/delivery/delivery.ts";
import type { Lead } from "../sdk/lead/lead.ts";
import {
  openLead,
  type LeadContent,
  prepareLead,
  type SubmissionOptions,
} from "../sdk/lead/sealedLead.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import type { LeadDisclosure } from "../sdk/report/disclosure.ts";
import type { ServiceUrls } from "../sdk/services.ts";
import type { Wallet } from "../sdk/wallet.ts";
import { LOCAL_LEAGUE } from "./beacon/localLeague.ts";
import { stackAddresses } from "./stack/stackFile.ts";

/** A client of a protocol on a local chain. @param services URLs of the services beside the chain; none by default. */
export async function openLocalClient(
  { viem }: NetworkConnection<"op">,
  protocol: LocalProtocol,
  { ipfs, don, beacon }: ServiceUrls = {},
): Promise<Client> {
  const publicClient = await viem.getPublicClient();
  const chainId = await publicClient.getChainId();
  return clientOf(publicClient, chainId, {
    deployment: stackAddresses(protocol),
    services: { ipfs, don, beacon },
    beacon: LOCAL_LEAGUE,
    verticals: leafVerticals(),
    roots: rootVerticals(),
  });
}

/** A trader with a name and a registered delivery key. */
export interface Party extends Trader {
  readonly name: string;
  readonly deliveryKey: DeliveryKey;
}

/**
 * Gives a wallet what it needs to trade: a registered delivery key, and test USDC in the vault.
 * @param units USDC units to deposit.
 */
export async function openAccount(
  client: Client,
  name: string,
  wallet: Wallet,
  units: bigint,
): Promise<Party> {
  const trader = traderOf(client, wallet);
  const deliveryKey = await registeredDeliveryKey(trader);
  if (units > 0n) await deposit(trader, { amount: units, faucet: true });
  return { ...trader, name, deliveryKey };
}

/** Encrypts and signs a lead for sale by `seller`, who accepts the fees that are charged now. Sends nothing. */
export async function discloseLead(
  seller: Party,
  lead: Lead,
  vertical: Vertical,
  options: Omit<SubmissionOptions, "fees">,
): Promise<LeadDisclosure> {
  const { chainId, contracts, address, wallet, deliveryKey } = seller;
  const context = {
    chainId,
    nft: contracts.nft.address,
    verifier: contracts.verifier.address,
    seller: address,
    signer: wallet,
    deliveryKey: deliveryKey.publicKey,
  };
  const fees = await contracts.house.read.feeConfig();
  return prepareLead(lead, vertical, context, { ...options, fees });
}

/** Seals a bid for the present round of a lead. Sends nothing. @param amount USDC units. */
export async function sealBidOn(
  { chainId, contracts: { house }, address: bidder, wallet }: Trader,
  leadId: bigint,
  amount: bigint,
): Promise<SealedBidDraft> {
  const { round } = await house.read.auctionOf([leadId]);
  return sealBid(wallet, { chainId, house: house.address, leadId, round, bidder }, amount);
}

/** What `AuctionHouse.deliver` takes to hand a lead from its seller to the buyer. */
export async function deliveryTo(
  seller: Party,
  leadId: bigint,
  buyer: Pick<Party, "address" | "deliveryKey">,
): Promise<readonly [leadId: bigint, current: Capsule, reEncryption: ReEncryption]> {
  const { chainId, deliveryKey } = seller;
  const { house, nft } = seller.contracts;
  const capsule = await capsuleOf(seller, { nft: nft.address, leadId });
  const { round } = await house.read.auctionOf([leadId]);
  const reEncryption = proveDelivery({
    chainId,
    nft: nft.address,
    leadId,
    round,
    buyer: buyer.address,
    buyerKey: buyer.deliveryKey.publicKey,
    capsule,
    secret: deliveryKey.secret,
  });
  return [leadId, capsule, reEncryption];
}

/**
 * Opens a lead as `reader`: reads the present capsule and decrypts the ciphertext. @throws {LeadEngineError} it is not the reader's.
 * @param sealed the submission, and the ciphertext from wherever it is stored.
 */
export async function readLead(
  reader: Party,
  leadId: bigint,
  { submission, ciphertext }: Pick<LeadDisclosure, "submission" | "ciphertext">,
): Promise<LeadContent> {
  const { seller, nonce, contentHash } = submission;
  const { chainId, deliveryKey } = reader;
  const { nft } = reader.contracts;
  const capsule = await capsuleOf(reader, { nft: nft.address, leadId });
  const context = { chainId, nft: nft.address, seller, nonce };
  return openLead({ capsule, ciphertext, contentHash, context }, deliveryKey.secret);
}
