import { randomStream } from "../../deploy/local/leads/randomStream.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { leadsOfTheDay } from "./dayLeads.ts";
import { openFloor, type Floor } from "./floor.ts";
import { listBatch, refusesForgery, refusesRecycled } from "./listing.ts";
import type { ListedLead } from "./sale.ts";
import { begin } from "./stories.ts";
import type { Outcome } from "./story.ts";
import type { Venue } from "./venue.ts";

/** Leads in one report. */
const BATCH = 10;

/** What a market day is asked to do. */
export interface MarketDayOptions {
  readonly leads: number;
  readonly seed: string;
  /** A lead of the user's own, sold first instead of a generated one. */
  readonly ownLead: Lead | undefined;
  /** Called with a line for every step. */
  readonly progress: (line: string) => void;
}

/** A lead with what became of it. */
export interface LeadStory {
  readonly listed: ListedLead;
  readonly outcome: Outcome;
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
  readonly floor: Floor;
  readonly stories: readonly LeadStory[];
  readonly accounts: readonly AccountStory[];
  readonly refused: { readonly recycled: boolean; readonly forgedReport: boolean };
}

/** Runs a market day on a deployment that nobody has traded on. */
export async function runMarketDay(
  venue: Venue,
  { leads: count, seed, ownLead, progress }: MarketDayOptions,
): Promise<MarketDay> {
  const floor = await openFloor(venue);
  const before = await balancesOf(floor);
  const generated = leadsOfTheDay(seed, count, await floor.time.latest());
  const leads = generated.slice(0, count);
  const spare = generated[count];
  if (ownLead !== undefined) leads[0] = ownLead;

  const stories: LeadStory[] = [];
  for (let start = 0; start < leads.length; start += BATCH) {
    const listed = await listBatch(floor, leads.slice(start, start + BATCH), start);
    progress(`Attested, minted and listed ${listed.length} leads in one report`);
    for (const one of listed) {
      const outcome: Outcome = { bids: 0, decrypted: 0, refused: {} };
      stories.push({ listed: one, outcome });
      const tell = (line: string) => {
        progress(`Lead ${one.leadId}, ${one.scenario}: ${line}`);
      };
      const random = randomStream(`${seed}/bids/${one.leadId}`);
      await begin({ floor, listed: one, outcome, tell, random });
    }
    await floor.agenda.runDue();
  }
  const [first] = stories;
  if (first === undefined || spare === undefined) throw new Error("No lead was listed.");
  const refused = {
    recycled: await refusesRecycled(floor, first.listed),
    forgedReport: await refusesForgery(floor, spare),
  };
  progress("Refused a recycled lead and a forged report");

  await floor.agenda.runAll();
  const after = await balancesOf(floor);
  await withdrawOnce(floor);
  const accounts = before.map(({ name, total }, index) => ({
    name,
    before: total,
    after: after[index]?.total ?? 0n,
    locked: after[index]?.locked ?? 0n,
  }));
  return { floor, stories, accounts, refused };
}

async function balancesOf({ parties, protocol: { vault, accounts } }: Floor) {
  const owners = [...parties, { name: "treasury", address: accounts.treasury }];
  return Promise.all(
    owners.map(async ({ name, address }) => {
      const free = await vault.read.freeOf([address]);
      const locked = await vault.read.lockedOf([address]);
      return { name, locked, total: free + locked };
    }),
  );
}

/** The first seller takes its earnings out. */
async function withdrawOnce(floor: Floor): Promise<void> {
  const { vault } = floor.protocol;
  const { address, wallet } = floor.sellers.honest;
  const free = await vault.read.freeOf([address]);
  const hash = await vault.write.withdraw([address, free / 2n], { account: wallet.account });
  floor.gas.record("withdraw", (await floor.receipt(hash)).gasUsed);
}
