import assert from "node:assert/strict";

import { zeroAddress, zeroHash, type Address } from "viem";

import type { Market } from "./market.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { Round } from "./round.ts";
import type { Stage } from "./stage.ts";

/** Free and locked money of all accounts, USDC units. */
export type Balances = Readonly<
  Record<Address, { readonly free: bigint; readonly locked: bigint }>
>;

/** Balances in the vault. */
export async function balancesOf({ vault, accounts }: Stage): Promise<Balances> {
  const rows = accounts.map(async (account) => {
    const free = await vault.read.freeOf([account]);
    return [account, { free, locked: await vault.read.lockedOf([account]) }] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}

/** Balances in the model. */
export function modelBalances(model: Market, { accounts }: Stage): Balances {
  const rows = accounts.map((account) => {
    return [account, { free: model.freeOf(account), locked: model.lockedOf(account) }] as const;
  });
  return Object.fromEntries(rows);
}

/** Compares every view of every lead and every balance, on chain and in the model. @returns the balances, which agree. */
export async function compare(stage: Stage, model: Market, step: string): Promise<Balances> {
  const balances = await balancesOf(stage);
  assert.deepEqual(balances, modelBalances(model, stage), `balances after ${step}`);
  await checkSolvency(stage, model);
  for (const lead of model.leads) await compareLead(stage, model, lead, step);
  return balances;
}

/** Invariant 1: the vault holds exactly what it owes, and owes what all accounts have. */
async function checkSolvency({ vault, usdc }: Stage, model: Market): Promise<void> {
  const owed = [...model.owned.values()].reduce((sum, amount) => sum + amount, 0n);
  assert.equal(await vault.read.liabilities(), owed, "liabilities");
  assert.equal(await usdc.read.balanceOf([vault.address]), owed, "USDC in the vault");
}

async function compareLead(
  { house, nft }: Stage,
  model: Market,
  { id, owner, capsuleHash, rounds }: Market["leads"][number],
  step: string,
): Promise<void> {
  assert.equal(await nft.read.ownerOf([id]), owner, `owner of ${id} after ${step}`);
  const record = await nft.read.leadOf([id]);
  assert.equal(record.capsuleHash, capsuleHash, `capsule of ${id} after ${step}`);
  assert.equal(record.contentHash === zeroHash, capsuleHash === zeroHash);
  const round = rounds.at(-1);
  const actual = await house.read.auctionOf([id]);
  const view = round === undefined ? NO_AUCTION : round.viewAt(model.now);
  assert.deepEqual(actual, view, `auction of ${id} after ${step}`);
  assert.equal(await house.read.phaseOf([id]), view.phase);
  if (round === undefined) return;

  const tied = round.tiedAt(round.top).map((bid) => bid?.bidder ?? zeroAddress);
  const args = [id, round.terms.id, round.top] as const;
  assert.deepEqual(await house.read.tiedBidders(args), tied, `tied bidders of ${id} after ${step}`);
}

const NO_AUCTION = {
  ...new Round(
    {
      id: 0,
      commitEnd: 0,
      deliveryWindow: 0,
      expiresAt: 0,
      bidBond: 0n,
      deliveryBond: 0n,
      reserve: 0n,
      feeBps: 0,
      convenienceFee: 0,
    },
    0,
  ).viewAt(0),
  phase: Phase.None,
};
