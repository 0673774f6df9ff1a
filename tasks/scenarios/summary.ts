import { hexToRegion } from "../../deploy/sdk/lead/region.ts";
import { phaseName } from "../../deploy/sdk/codes/phase.ts";
import type { MarketDay } from "./marketDay.ts";
import { REFUSALS } from "./story.ts";

/** The day as programs read it. Money in USDC units (6 decimals), gas of whole transactions. */
export type Summary = Awaited<ReturnType<typeof summarise>>;

/** Reads the end of the day from the chain. */
export async function summarise({ floor, stories, refused, accounts }: MarketDay) {
  const { house, nft, vault, usdc, accounts: roles } = floor.protocol;
  const leads = await Promise.all(
    stories.map(async ({ listed: { leadId, lead, scenario }, outcome }) => {
      const auction = await house.read.auctionOf([leadId]);
      const { region, score } = await nft.read.leadOf([leadId]);
      const state = phaseName(auction.phase);
      return {
        leadId: Number(leadId),
        vertical: lead.vertical,
        region: hexToRegion(region),
        score,
        reserve: Number(auction.reserve),
        bids: outcome.bids,
        price: state === "Sold" ? Number(auction.price) : 0,
        state,
        closed: auction.closed,
        scenario,
      };
    }),
  );
  const holders = [...floor.parties.map(({ address }) => address), roles.treasury];
  const locked = await Promise.all(holders.map((holder) => vault.read.lockedOf([holder])));
  const outcomes = stories.map(({ outcome }) => outcome);
  return {
    leads,
    vault: {
      balance: Number(await usdc.read.balanceOf([vault.address])),
      liabilities: Number(await vault.read.liabilities()),
      locked: Number(locked.reduce((sum, one) => sum + one, 0n)),
    },
    gas: floor.gas.toJSON(),
    decrypted: outcomes.reduce((sum, { decrypted }) => sum + decrypted, 0),
    refused: {
      ...refused,
      ...Object.fromEntries(
        REFUSALS.map((refusal) => [refusal, outcomes.some((outcome) => outcome.refused[refusal])]),
      ),
    },
    accounts: accounts.map(({ name, before, after, locked: left }) => ({
      name,
      before: Number(before),
      after: Number(after),
      locked: Number(left),
    })),
  };
}

/** What of a day is not as it must be; empty when all is well. */
export function faultsOf({ leads, vault, refused }: Summary): string[] {
  const faults: string[] = [];
  if (vault.balance !== vault.liabilities) {
    faults.push(`The vault holds ${vault.balance} and owes ${vault.liabilities}.`);
  }
  if (vault.locked !== 0) faults.push(`${vault.locked} USDC units are still locked.`);
  for (const { leadId, state, closed } of leads) {
    if (!closed) faults.push(`Lead ${leadId} is still open in state ${state}.`);
  }
  for (const [what, isRefused] of Object.entries(refused)) {
    if (!isRefused) faults.push(`Not refused: ${what}.`);
  }
  return faults;
}
