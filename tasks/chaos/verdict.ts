import type { Address } from "viem";

import { phaseName } from "../../deploy/sdk/codes/enums.ts";
import { hexToRegion } from "../../deploy/sdk/lead/region.ts";
import { compareWithSubgraph } from "../scenarios/day/subgraphCheck.ts";
import type { World } from "./world.ts";

/** How a market stands at its end. */
export interface Verdict {
  /** Leads by the state of their last round. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** USDC units. */
  readonly locked: number;
  /** What must not be. */
  readonly faults: readonly string[];
}

/** USDC units that are locked in the vault. */
export async function lockedIn(world: World): Promise<bigint> {
  const { vault } = world.market.contracts;
  const all = await Promise.all(holders(world).map((holder) => vault.read.lockedOf([holder])));
  return all.reduce((sum, one) => sum + one, 0n);
}

/** Checks that every round has ended, nothing is locked, no money is missing, and the subgraph says the same. */
export async function judge(world: World): Promise<Verdict> {
  const { market, stack } = world;
  const { vault } = market.contracts;
  const faults: string[] = [];
  const leads = await Promise.all(world.leads.map(({ leadId }) => endOf(world, leadId)));
  const outcomes: Record<string, number> = {};
  for (const { leadId, state, closed } of leads) {
    outcomes[state] = (outcomes[state] ?? 0) + 1;
    if (!closed) faults.push(`Lead ${leadId} is still open in state ${state}.`);
  }
  const locked = await lockedIn(world);
  if (locked !== 0n) faults.push(`${locked} USDC units are still locked.`);

  const balance = await market.protocol.usdc.read.balanceOf([vault.address]);
  const liabilities = await vault.read.liabilities();
  const free = await Promise.all(holders(world).map((holder) => vault.read.freeOf([holder])));
  const owed = free.reduce((sum, one) => sum + one, 0n) + locked;
  if (balance !== liabilities || owed !== liabilities) {
    faults.push(`The vault holds ${balance}, owes ${liabilities}, and its accounts ${owed}.`);
  }
  await stack.indexed();
  const check = await compareWithSubgraph(stack.urls.graphql, market, {
    leads,
    vault: { liabilities: Number(liabilities), locked: Number(locked) },
  });
  return { outcomes, locked: Number(locked), faults: [...faults, ...check.faults] };
}

/** All who can have money in the vault. */
function holders({ market, keeper }: World): Address[] {
  const { treasury } = market.protocol.accounts;
  const all = [...market.parties.map(({ address }) => address), treasury, keeper.address];
  return [...new Set(all)];
}

/** The last round of a lead, as the chain has it. */
async function endOf({ market }: World, leadId: bigint) {
  const { house, nft } = market.contracts;
  const auction = await house.read.auctionOf([leadId]);
  const lead = await nft.read.leadOf([leadId]);
  const state = phaseName(auction.phase);
  const vertical = [...market.verticals.values()].find(({ id }) => id === lead.vertical);
  return {
    leadId: Number(leadId),
    vertical: vertical?.slug,
    region: hexToRegion(lead.region),
    score: lead.score,
    reserve: Number(auction.reserve),
    price: state === "Sold" ? Number(auction.price) : 0,
    state,
    closed: auction.closed,
  };
}
