import type { Stack } from "../../deploy/local/stack/stack.ts";
import { randomStream } from "../../deploy/local/leads/randomStream.ts";
import { proveReserves } from "../../deploy/sdk/actions/vault/proveReserves.ts";
import { leadFor, listBatch } from "../scenarios/day/listing.ts";
import { openMarket, type Market } from "../scenarios/day/market.ts";
import { commitBids, type PlannedBid } from "../scenarios/day/steps.ts";
import { plainSale } from "../scenarios/plainSale.ts";
import type { ListedLead, Scenario } from "../scenarios/scenario.ts";

const SEED = "board";
const DAY = 86_400;
/** Days that are over, leads that are sold on each, and leads that are open at the end. */
const TRADE = { days: 8, leadsADay: 6, open: 5 };
/** What is sold: few verticals, so that each sells on most days. */
const ROOTS = ["solar", "roofing", "mortgage"];

/** Holds days of trade on a stack that nobody has traded on; at their end some auctions take bids. */
export async function holdDaysOfTrade(
  stack: Stack,
  progress: (line: string) => void,
): Promise<void> {
  const market = await openMarket(stack);
  const ofRoots: Scenario = { ...plainSale, lead: { isOf: (root) => ROOTS.includes(root) } };
  let place = 0;
  const list = async (count: number, scenario: Scenario) => {
    const now = await market.time.latest();
    const cast = Array.from({ length: count }, () => ({
      scenario,
      lead: leadFor(scenario, SEED, place++, now),
    }));
    return listBatch(market, cast);
  };
  for (let day = 1; day <= TRADE.days; day++) {
    const end = (await market.time.latest()) + DAY;
    for (const listed of await list(TRADE.leadsADay, ofRoots)) await play(market, listed);
    await market.agenda.runAll();
    await proveReserves(market.anyone);
    await market.time.increaseTo(end);
    progress(`Day ${day} of ${TRADE.days}: ${TRADE.leadsADay} leads sold`);
  }
  const open = await list(TRADE.open, plainSale);
  for (const [index, listed] of open.entries()) {
    await commitBids(market, listed, bidsOn(market, index));
  }
  progress(`${open.length} auctions are open`);
  await stack.indexed();
}

async function play(market: Market, listed: ListedLead): Promise<void> {
  await listed.scenario.play({
    market,
    listed,
    outcome: { bids: [], isRead: false, refused: {} },
    tell: () => undefined,
    random: randomStream(`${SEED}/bids/${listed.leadId}`),
  });
}

/** From none to all bidders. */
function bidsOn({ bidders }: Market, index: number): PlannedBid[] {
  const count = (2 * index + 1) % (bidders.length + 1);
  return bidders.slice(0, count).map((bidder, place) => [bidder, 4 + 5 * place] as const);
}
