import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { parseEventLogs } from "viem";
import { getTransactionReceipt } from "viem/actions";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import type { Market } from "../scenarios/day/market.ts";
import { onUnattendedStack } from "./unattendedStack.ts";

/** Longest windows of a vertical whose auctions are over within a minute, seconds. */
const FAST = 30;
/** How long the sale may take before the measurement gives up, and the time between two looks, milliseconds. */
const PATIENCE = 180_000;
const INTERVAL = 100;
/** How a sale went that nobody attended. */
export interface SaleTimes {
  /** Gas of the transactions that opened the bids, for each bid. */
  readonly revealGasPerBid: number;
  /** Seconds of real time from the auction's start to the buyer's reading of the lead. */
  readonly listedToDecryptedSeconds: number;
}

/**
 * Sells a lead of a fast vertical on a stack of its own, with `keeper run` and `seller run` as processes beside it: five bidders commit and
 * go, time passes by itself, and the buyer reads the lead as soon as it is its own.
 */
export async function measureSale(
  hre: HardhatRuntimeEnvironment,
  progress: (line: string) => void,
): Promise<SaleTimes> {
  return onUnattendedStack(hre, progress, ({ market }) => sell(market, progress));
}

async function sell(market: Market, progress: (line: string) => void): Promise<SaleTimes> {
  const { bidders, sellers, contracts, publicClient, now } = market;
  const fast = [...market.verticals.values()].find(({ config }) => config.commitWindow <= FAST);
  if (fast === undefined) throw new Error("No vertical is fast.");
  const drafts = { seed: "bench/sale", count: 1, now: await now(), verticals: [fast] };
  const [lead] = generateLeads(drafts);
  if (lead === undefined) throw new Error("No lead was generated.");
  const { leadId, reserve, commitEnd } = await submitLead(sellers.honest, { lead, vertical: fast });
  for (const [index, bidder] of bidders.entries()) {
    await commitBid(bidder, { leadId, amount: reserve + BigInt(index + 1) * 1_000_000n });
  }
  progress(`Listed lead ${leadId} in ${fast.slug}; five bidders have committed and are gone`);

  const buyer = bidders[bidders.length - 1] ?? bidders[0];
  await poll({
    look: async () => {
      const owner = await contracts.nft.read.ownerOf([leadId]);
      return owner === buyer.address ? decryptLead(buyer, { leadId }) : undefined;
    },
    deadline: PATIENCE,
    interval: INTERVAL,
    late: () => new Error(`Lead ${leadId} was not sold within ${PATIENCE / 1_000} s.`),
  });
  const seconds = Date.now() / 1_000 - (commitEnd - fast.config.commitWindow);

  const { abi, getEvents } = contracts.house;
  const found = await getEvents.BidRevealed({ leadId }, { fromBlock: 0n });
  const logs = parseEventLogs({ abi, eventName: "BidRevealed", logs: found });
  const hashes = new Set(logs.map(({ transactionHash }) => transactionHash));
  let gas = 0n;
  for (const hash of hashes) gas += (await getTransactionReceipt(publicClient, { hash })).gasUsed;
  return {
    revealGasPerBid: Math.round(Number(gas) / logs.length),
    listedToDecryptedSeconds: Math.round(seconds * 10) / 10,
  };
}
