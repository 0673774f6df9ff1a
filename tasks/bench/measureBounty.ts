import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { getTransactionReceipt } from "viem/actions";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { PLACES } from "../../deploy/local/leads/places.ts";
import { leadToMatch } from "../../deploy/sdk/actions/bounty/leadToMatch.ts";
import { postBounty } from "../../deploy/sdk/actions/bounty/postBounty.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { FROM_START } from "../scenarios/day/promises.ts";
import { bareVenue, openMarket, type Market } from "../scenarios/day/market.ts";
import { endow, listInBulk, type Listed } from "./bulk.ts";
import { onUnattendedStack } from "./unattendedStack.ts";

const VERTICAL = "solar.residential";
/** Its root: what the parties are licensed for. */
const ROOT = "solar";
const DAY = 86_400;
/** Matches of one bounty. */
const MATCHES = 100;
/** Leads listed at once: their auctions must last until all are matched. */
const BATCH = 20;
/** What the bounty offers, and what it may spend, USDC units. */
const [PRICE, BUDGET] = [500_000_000n, 100_000_000_000n];
/** How long the sale may take before the measurement gives up, and the time between two looks, milliseconds. */
const PATIENCE = 180_000;
const INTERVAL = 50;

/** How an instant sale went. */
export interface InstantSaleTimes {
  /** Seconds of real time from `lead submit` to the buyer's reading of the lead. */
  readonly submittedToDecryptedSeconds: number;
  /** Blocks from the report that brought the lead to the lead's delivery. */
  readonly blocksAfterReport: number;
}

/** What matches of one bounty cost. */
export interface MatchCosts {
  readonly matchGasFirst: number;
  readonly matchGas100th: number;
}

/** Sells a lead at once to a bounty, on a stack that `keeper run` and `seller run` watch: nobody attends. */
export function measureInstantSale(
  hre: HardhatRuntimeEnvironment,
  progress: (line: string) => void,
): Promise<InstantSaleTimes> {
  return onUnattendedStack(hre, progress, async ({ stack, market }) => {
    const { contracts, sellers, verticals } = market;
    const [buyer] = market.bidders;
    const vertical = verticals.get(VERTICAL) as Vertical;
    const terms = { vertical: ROOT, price: PRICE, expiresAt: (await market.now()) + DAY };
    await postBounty(buyer, { terms, budget: BUDGET / 100n });
    await stack.indexed();
    const [plain] = generateLeads({
      ...{ seed: "bench/bounty", count: 1, now: await market.now() },
      verticals: [vertical],
    });
    if (plain === undefined) throw new Error("No lead was generated.");
    const lead = { ...plain, terms: { instantSale: true } };

    const start = Date.now();
    const { leadId } = await submitLead(sellers.honest, { lead, vertical });
    await poll({
      look: async () => {
        const owner = await contracts.nft.read.ownerOf([leadId]);
        return owner === buyer.address ? decryptLead(buyer, { leadId }) : undefined;
      },
      deadline: PATIENCE,
      interval: INTERVAL,
      late: () => new Error(`Lead ${leadId} was not sold within ${PATIENCE / 1_000} s.`),
    });
    const seconds = (Date.now() - start) / 1_000;
    const [minted] = await contracts.nft.getEvents.LeadMinted({ leadId }, FROM_START);
    const [delivered] = await contracts.nft.getEvents.LeadDelivered({ leadId }, FROM_START);
    if (minted === undefined || delivered === undefined) {
      throw new Error(`Lead ${leadId} was sold without events.`);
    }
    return {
      submittedToDecryptedSeconds: Math.round(seconds * 10) / 10,
      blocksAfterReport: Number(delivered.blockNumber - minted.blockNumber),
    };
  });
}

/** Matches a hundred leads with one bounty. Contracts must be built. */
export async function measureMatches(connection: NetworkConnection<"op">): Promise<MatchCosts> {
  await using venue = await bareVenue(connection);
  const market = await openMarket(venue, [ROOT]);
  await endow(market);
  const [poster] = market.bidders;
  const terms = { vertical: ROOT, price: PRICE, expiresAt: (await market.now()) + 30 * DAY };
  // The poster's first match asks the compliance engine, which remembers the answer: it is another bounty's.
  const { bountyId: earlier } = await postBounty(poster, { terms, budget: PRICE });
  const { bountyId } = await postBounty(poster, { terms, budget: BUDGET });
  const [spare, ...others] = await list(market, 0);
  if (spare !== undefined) await matchGas(market, spare.leadId, earlier);
  const costs: number[] = [];
  for (const { leadId } of others) costs.push(await matchGas(market, leadId, bountyId));
  for (let first = BATCH; costs.length < MATCHES; first += BATCH) {
    for (const { leadId } of await list(market, first)) {
      costs.push(await matchGas(market, leadId, bountyId));
    }
  }
  return { matchGasFirst: costs[0] ?? 0, matchGas100th: costs[MATCHES - 1] ?? 0 };
}

async function list(market: Market, first: number): Promise<Listed[]> {
  const verticals = [market.verticals.get(VERTICAL) as Vertical];
  const now = await market.time.latest();
  // Of one place: the compliance engine is asked once for each kind of lead.
  const drafts = {
    seed: "bench/bounty",
    first,
    count: BATCH,
    now,
    verticals,
    places: PLACES.slice(0, 1),
  };
  return listInBulk(market, generateLeads(drafts));
}

async function matchGas(market: Market, leadId: bigint, bountyId: bigint): Promise<number> {
  const { matcher } = market.protocol;
  const { facts } = await leadToMatch(market, leadId);
  const hash = await matcher.write.matchBounty([leadId, bountyId, facts]);
  return Number((await getTransactionReceipt(market.publicClient, { hash })).gasUsed);
}
