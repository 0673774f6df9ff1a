import { getAddress, parseEventLogs, type Address, type Hex } from "viem";

import type { Client } from "../../client.ts";
import { pastEvents } from "../../pastEvents.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { leadStories, type LeadStory } from "../book/marketBook.ts";
import { LEADS_AT_ONCE } from "../book/marketEvents.ts";
import { bidEntityId, bidRow, type BidRow } from "../book/rows.ts";
import { verticalBookOf } from "../book/verticalBook.ts";

/** Which of an account's bids to find. */
interface Page {
  /** Only bids before this id. */
  readonly before: Hex;
  readonly first: number;
}

/** An account's bids, those on the latest leads first, as the chain has them. */
export async function bidsOnChain(
  client: Client,
  account: Address,
  { before, first }: Page,
): Promise<{ block: number; bids: BidRow[] }> {
  const block = await latestBlockOf(client.publicClient);
  const verticals = await verticalBookOf(client, BigInt(block));
  const placed = await placedBy(client, account);
  const page = placed.filter(({ id }) => id < before).slice(0, first);
  const leads = await storiesOf(
    client,
    [...new Set(page.map(({ leadId }) => leadId))],
    BigInt(block),
  );
  const bids = page.flatMap(({ leadId, round }) => {
    const lead = leads.get(leadId);
    const story = lead?.rounds.get(round);
    const bid = story?.bids.get(getAddress(account));
    // None where it was placed after the block.
    return lead && story && bid ? [bidRow(lead, story, bid, verticals)] : [];
  });
  return { block, bids };
}

/** Where an account has bid, the latest lead first. */
async function placedBy(client: Client, bidder: Address) {
  const { abi, getEvents } = client.contracts.house;
  const logs = await pastEvents(client, (range) => getEvents.BidCommitted({ bidder }, range));
  const rounds = parseEventLogs({ abi, eventName: "BidCommitted", logs }).map(({ args }) => args);
  const places = new Map(rounds.map((round) => [bidEntityId(round, bidder), round]));
  return [...places]
    .map(([id, { leadId, round }]) => ({ id, leadId, round }))
    .sort((a, b) => (a.id > b.id ? -1 : 1));
}

async function storiesOf(
  client: Client,
  leadIds: readonly bigint[],
  block: bigint,
): Promise<ReadonlyMap<bigint, LeadStory>> {
  const found = new Map<bigint, LeadStory>();
  for (let i = 0; i < leadIds.length; i += LEADS_AT_ONCE) {
    const some = await leadStories(client, leadIds.slice(i, i + LEADS_AT_ONCE), block);
    for (const lead of some) found.set(lead.leadId, lead);
  }
  return found;
}
