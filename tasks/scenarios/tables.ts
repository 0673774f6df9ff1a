import Table from "cli-table3";

import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { GAS_GOALS, type GasOperation } from "./gasLog.ts";
import type { Summary } from "./summary.ts";

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
