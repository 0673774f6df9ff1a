import { parseEventLogs, zeroHash } from "viem";
import { getBlock } from "viem/actions";

import { readContent } from "../../sdk/actions/lead/decryptLead.ts";
import { explainError } from "../../sdk/errors/explainError.ts";
import type { StoredBid } from "../store/bidLedger.ts";
import type { Agent } from "./agent.ts";
import { tellBid } from "./tell.ts";
import { lastEvents } from "../../sdk/pastEvents.ts";

/**
 * Receives a lead that was delivered: reads it once, to see that it can be read and whether its consumer is on the suppression list, and
 * tells of it. Whoever hands it on reads it again: the personal data is kept nowhere.
 */
export async function receiveLead(agent: Agent, bid: StoredBid, now: number): Promise<void> {
  const { trader, market } = agent;
  const { leadId, round } = bid;
  const [{ txHash, at, tags }, isSuppressed] = await Promise.all([
    deliveryOf(agent, bid, now),
    isOnList(agent, leadId).catch((error: unknown) => {
      const explained = explainError(error, trader.describe);
      if (explained === undefined || explained.code === "NO_SUPPRESSION_LIST") throw error;
      return explained;
    }),
  ]);
  await market.leads.markConsumer(trader.address, "bought", tags);
  if (typeof isSuppressed !== "boolean") {
    const { code, says } = isSuppressed;
    await tellBid(agent, "delivery.failed", bid, { reason: code, says, txHash, at });
  } else if (isSuppressed) {
    await market.leads.markConsumer(trader.address, "suppressed", tags);
    trader.note(`Lead ${leadId}, round ${round}: on the suppression list, so it is not handed on`);
  } else {
    const says = "the lead was delivered";
    await tellBid(agent, "lead.won", bid, { reason: null, says, txHash, at });
  }
}

async function isOnList({ trader, suppressionList }: Agent, leadId: bigint): Promise<boolean> {
  const list = await suppressionList();
  const { contact } = await readContent(trader, leadId);
  return list.has(contact);
}

/** The transaction that delivered a lead, when that was, and the tags of its consumer. */
async function deliveryOf({ trader }: Agent, { leadId, round }: StoredBid, now: number) {
  const { house, verifier } = trader.contracts;
  const [settled, attested] = await Promise.all([
    lastEvents(trader, (range) => house.getEvents.AuctionSettled({ leadId, round }, range)),
    lastEvents(trader, (range) => verifier.getEvents.LeadAttested({ leadId }, range)),
  ]);
  const [log] = parseEventLogs({ abi: house.abi, eventName: "AuctionSettled", logs: settled });
  const [facts] = parseEventLogs({ abi: verifier.abi, eventName: "LeadAttested", logs: attested });
  const block =
    log === undefined
      ? undefined
      : await getBlock(trader.publicClient, { blockNumber: log.blockNumber });
  return {
    txHash: log?.transactionHash ?? null,
    at: block === undefined ? now : Number(block.timestamp),
    tags: (facts?.args.dedupTags ?? []).filter((tag) => tag !== zeroHash),
  };
}
