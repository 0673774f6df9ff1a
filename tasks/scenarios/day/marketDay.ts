import { randomStream } from "../../../deploy/local/leads/randomStream.ts";
import { withdraw } from "../../../deploy/sdk/actions/vault/withdraw.ts";
import { phaseName } from "../../../deploy/sdk/codes/enums.ts";
import type { Lead } from "../../../deploy/sdk/lead/lead.ts";
import { plainSale } from "../plainSale.ts";
import type { Ending, ListedLead, Outcome, Scenario, Story } from "../scenario.ts";
import { BATCH, leadFor, listBatch, refusesForgery, refusesRecycled } from "./listing.ts";
import { openMarket, type Market, type Venue } from "./market.ts";
import { brokenPromises } from "./promises.ts";

/** What a market day is asked to do. */
export interface MarketDayOptions {
  /** A scenario for each lead. */
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  /** A lead of the user's own, sold instead of the first generated one of a scenario that takes any. */
  readonly ownLead?: Lead | undefined;
  /** Called with a line for every step. */
  readonly progress: (line: string) => void;
}

/** A party's USDC in the vault, in USDC units. */
export interface AccountStory {
  readonly name: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly locked: bigint;
}

/** All that the day's tables show. */
export interface MarketDay {
  readonly market: Market;
  readonly endings: readonly Ending[];
  readonly accounts: readonly AccountStory[];
  readonly refused: { readonly recycled: boolean; readonly forgedReport: boolean };
  /** Promises that scenarios did not keep, a line each. */
  readonly broken: readonly string[];
}

/** Runs a market day on a deployment that nobody has traded on. */
export async function runMarketDay(
  venue: Venue,
  { scenarios, seed, ownLead, progress }: MarketDayOptions,
): Promise<MarketDay> {
  const market = await openMarket(venue);
  const before = await balancesOf(market);
  const now = await market.time.latest();
  const place = scenarios.findIndex(({ lead }) => lead === undefined);
  const cast = scenarios.map((scenario, index) => {
    const generated = leadFor(scenario, seed, index, now);
    return { scenario, lead: index === place ? (ownLead ?? generated) : generated };
  });

  const stories: Story[] = [];
  for (let start = 0; start < cast.length; start += BATCH) {
    const batch = await listBatch(market, cast.slice(start, start + BATCH));
    const count = batch.length === 1 ? "1 lead" : `${batch.length} leads`;
    progress(`Attested, minted and listed ${count}${market.hasDon ? ", scored by the DON" : ""}`);
    for (const listed of batch) {
      const story = storyOf(market, listed, seed, progress);
      stories.push(story);
      await listed.scenario.play(story);
    }
    await market.agenda.runDue();
  }
  const [first] = stories;
  if (first === undefined) throw new Error("No lead was listed.");
  const spare = leadFor(plainSale, seed, cast.length, now);
  const refused = {
    recycled: await refusesRecycled(market, first.listed),
    forgedReport: await refusesForgery(market, spare),
  };
  progress("Refused a recycled lead and a forged report");

  await market.agenda.runAll();
  const after = await balancesOf(market);
  await withdrawOnce(market);
  const endings = await Promise.all(stories.map(endingOf));
  const broken = await Promise.all(endings.map(brokenPromises));
  const accounts = before.map(({ name, total }, index) => ({
    name,
    before: total,
    after: after[index]?.total ?? 0n,
    locked: after[index]?.locked ?? 0n,
  }));
  return { market, endings, accounts, refused, broken: broken.flat() };
}

function storyOf(
  market: Market,
  listed: ListedLead,
  seed: string,
  progress: (line: string) => void,
): Story {
  const { leadId, scenario } = listed;
  const outcome: Outcome = { bids: [], isRead: false, refused: {} };
  const tell = (line: string) => {
    progress(`Lead ${leadId}, ${scenario.name}: ${line}`);
  };
  return { market, listed, outcome, tell, random: randomStream(`${seed}/bids/${leadId}`) };
}

async function endingOf({ market, listed, outcome }: Story): Promise<Ending> {
  const { house, nft } = market.contracts;
  const auction = await house.read.auctionOf([listed.leadId]);
  const owner = await nft.read.ownerOf([listed.leadId]);
  return { market, listed, outcome, auction, state: phaseName(auction.phase), owner };
}

async function balancesOf({ parties, contracts: { vault }, protocol }: Market) {
  const owners = [...parties, { name: "treasury", address: protocol.accounts.treasury }];
  return Promise.all(
    owners.map(async ({ name, address }) => {
      const free = await vault.read.freeOf([address]);
      const locked = await vault.read.lockedOf([address]);
      return { name, locked, total: free + locked };
    }),
  );
}

/** The first seller takes half of its money out. */
async function withdrawOnce({ contracts: { vault }, gas, sellers }: Market): Promise<void> {
  const free = await vault.read.freeOf([sellers.honest.address]);
  gas.record("withdraw", (await withdraw(sellers.honest, { amount: free / 2n })).gasUsed);
}
