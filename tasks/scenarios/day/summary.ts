import Table from "cli-table3";

import { dollarsOf } from "../../../deploy/sdk/codes/usdc.ts";
import { hexToRegion } from "../../../deploy/sdk/lead/region.ts";
import { REFUSALS } from "../scenario.ts";
import { GAS_GOALS, type GasOperation } from "./gasLog.ts";
import type { MarketDay } from "./marketDay.ts";

/** The day as programs read it. Money in USDC units (6 decimals), gas of whole transactions. */
export type Summary = Awaited<ReturnType<typeof summarise>>;

/** Reads the end of the day from the chain. */
export async function summarise({ market, endings, refused, accounts }: MarketDay) {
  const { nft, vault } = market.contracts;
  const { usdc, accounts: roles } = market.protocol;
  const leads = await Promise.all(
    endings.map(async ({ listed: { leadId, lead, scenario }, outcome, auction, state }) => {
      const { region, score } = await nft.read.leadOf([leadId]);
      return {
        leadId: Number(leadId),
        vertical: lead.vertical,
        region: hexToRegion(region),
        score,
        reserve: Number(auction.reserve),
        bids: outcome.bids.length,
        price: state === "Sold" ? Number(auction.price) : 0,
        state,
        closed: auction.closed,
        scenario: scenario.name,
      };
    }),
  );
  const holders = [...market.parties.map(({ address }) => address), roles.treasury];
  const locked = await Promise.all(holders.map((holder) => vault.read.lockedOf([holder])));
  return {
    leads,
    vault: {
      balance: Number(await usdc.read.balanceOf([vault.address])),
      liabilities: Number(await vault.read.liabilities()),
      locked: Number(locked.reduce((sum, one) => sum + one, 0n)),
    },
    gas: market.gas.toJSON(),
    decrypted: endings.filter(({ outcome }) => outcome.isRead).length,
    refused: { ...refused, ...refusalsIn(endings) },
    accounts: accounts.map(({ name, before, after, locked: left }) => ({
      name,
      before: Number(before),
      after: Number(after),
      locked: Number(left),
    })),
  };
}

/** Whether each attempt that must fail was refused, every time; leaves out what no story tried. */
function refusalsIn(endings: MarketDay["endings"]): Record<string, boolean> {
  const refused: Record<string, boolean> = {};
  for (const refusal of REFUSALS) {
    const tried = endings.flatMap(({ outcome }) => outcome.refused[refusal] ?? []);
    if (tried.length > 0) refused[refusal] = tried.every(Boolean);
  }
  return refused;
}

/** What is wrong with a day; empty if all is well. */
export function faultsOf({
  leads,
  vault,
  refused,
}: Pick<Summary, "leads" | "vault" | "refused">): string[] {
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

const usd = (units: number): string => Number(dollarsOf(BigInt(units))).toFixed(2);

/** The day's tables for people: leads, accounts, gas beside DESIGN's goals. */
export function tables(summary: Summary): string {
  return [
    "Leads (USDC)",
    leadsTable(summary),
    "Accounts in the vault (USDC)",
    accountsTable(summary),
    "Gas per operation, whole transactions",
    gasTable(summary),
  ].join("\n");
}

function leadsTable({ leads }: Summary): string {
  const table = new Table({
    head: ["lead", "story", "vertical", "region", "score", "reserve", "bids", "price", "state"],
    style: { head: [], border: [] },
  });
  for (const lead of leads) {
    table.push([
      lead.leadId,
      lead.scenario,
      lead.vertical,
      lead.region,
      lead.score,
      usd(lead.reserve),
      lead.bids,
      lead.price === 0 ? "-" : usd(lead.price),
      lead.state,
    ]);
  }
  return table.toString();
}

function accountsTable({ accounts, vault }: Summary): string {
  const table = new Table({
    head: ["account", "before", "after", "locked"],
    style: { head: [], border: [] },
  });
  for (const { name, before, after, locked } of accounts) {
    table.push([name, usd(before), usd(after), usd(locked)]);
  }
  const ledger = `Vault: balance ${usd(vault.balance)}, liabilities ${usd(vault.liabilities)}, locked ${usd(vault.locked)}`;
  return `${table.toString()}\n${ledger}`;
}

function gasTable({ gas }: Summary): string {
  const table = new Table({
    head: ["operation", "gas", "goal", "of goal"],
    style: { head: [], border: [] },
  });
  for (const [operation, { title, goal }] of Object.entries(GAS_GOALS)) {
    const used = gas[operation as GasOperation];
    if (used === undefined) continue;
    const share = goal === undefined ? "-" : `${Math.round((100 * used) / goal)} %`;
    table.push([title, used, goal ?? "-", share]);
  }
  return table.toString();
}
