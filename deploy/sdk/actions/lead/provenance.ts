import { getBlock } from "viem/actions";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { LeadProvenanceDocument } from "../../generated/queries.ts";
import { hexToRegion } from "../../lead/region.ts";
import { sourceFromHex } from "../../lead/source.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { latestRoundOf } from "../auction/auction.ts";
import { address, hex, time, usdc } from "../schemas.ts";
import { attestationOf } from "./leadEvents.ts";

/** Where a lead comes from, and how its owner got it. */
export const provenance = z.object({
  vertical: z
    .string()
    .describe("Its vertical, such as solar.residential; the id where it is not known"),
  region: z.string().describe("Where the consumer is, ISO 3166"),
  seller: address.describe("Who submitted it"),
  source: z.string().describe("How the lead came about"),
  consentTime: time.describe("When the consumer consented, Unix seconds; 0 if never"),
  mintTxHash: hex.describe("The transaction that minted it, with the DON's report"),
  price: usdc
    .nullable()
    .describe(
      "What its owner paid in the auction, USDC units; null for its seller, and without a sale",
    ),
  deliveredAt: time.nullable().describe("When its owner got it; null for its seller"),
  deliveryTxHash: hex
    .nullable()
    .describe("The transaction that brought title and key to its owner; null for its seller"),
});

/** Where a lead comes from, and how its owner got it. */
export type Provenance = z.output<typeof provenance>;

/** What only events tell. */
type Told = Omit<Provenance, "vertical" | "region" | "seller">;

/** A lead's provenance: from a subgraph that is not behind the chain, else from the chain's events; the answer is the same. */
export async function provenanceOf(client: Client, leadId: bigint): Promise<Provenance> {
  const { vertical, region, seller } = await client.contracts.nft.read.leadOf([leadId]);
  return {
    vertical: client.describe(vertical, "vertical") ?? vertical,
    region: hexToRegion(region),
    seller,
    ...((await fromIndex(client, leadId)) ?? (await fromEvents(client, leadId))),
  };
}

/** Undefined where no subgraph answers for the chain's latest block. */
async function fromIndex(client: Client, leadId: bigint): Promise<Told | undefined> {
  try {
    const url = await client.services.index();
    if (url === undefined) return undefined;
    const head = await latestBlockOf(client.publicClient);
    const variables = { leadId: String(leadId) };
    const { answer, block } = await queryAtBlock(url, LeadProvenanceDocument, variables);
    const [lead] = answer.leads;
    if (block.number < head || lead === undefined) return undefined;
    const [delivery] = lead.deliveries;
    return {
      source: lead.source,
      consentTime: Number(lead.consentTime),
      mintTxHash: lead.txHash,
      price: delivery?.auction?.price == null ? null : BigInt(delivery.auction.price),
      deliveredAt: delivery === undefined ? null : Number(delivery.timestamp),
      deliveryTxHash: delivery?.txHash ?? null,
    };
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}

async function fromEvents(client: Client, leadId: bigint): Promise<Told> {
  const { contracts, publicClient } = client;
  const { nft, verifier } = contracts;
  const attested = await attestationOf(client, { verifier: verifier.address, leadId });
  const range = { fromBlock: attested.blockNumber };
  const deliveries = await nft.getEvents.LeadDelivered({ leadId }, range);
  const delivery = deliveries.at(-1);
  const isSale = (delivery?.args.round ?? 0) > 0;
  return {
    source: sourceFromHex(attested.source),
    consentTime: attested.consentTime,
    mintTxHash: attested.txHash,
    price: isSale ? (await latestRoundOf(client, leadId)).price : null,
    deliveredAt:
      delivery === undefined
        ? null
        : Number((await getBlock(publicClient, { blockHash: delivery.blockHash })).timestamp),
    deliveryTxHash: delivery?.transactionHash ?? null,
  };
}
