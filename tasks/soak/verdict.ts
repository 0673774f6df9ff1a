import { erc20Abi } from "viem";
import { readContract } from "viem/actions";

import { latestRoundOf } from "../../deploy/sdk/actions/auction/auction.ts";
import { indexedRounds } from "../../deploy/sdk/actions/auction/indexedRounds.ts";
import { allRows } from "../../deploy/sdk/actions/allRows.ts";
import { Phase, phaseName } from "../../deploy/sdk/codes/enums.ts";
import { AccountsPageDocument } from "../../deploy/sdk/generated/queries.ts";
import { latestBlockOf } from "../../deploy/sdk/subgraph/indexedChain.ts";
import { headOf } from "../../deploy/sdk/subgraph/queryAtBlock.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import type { SoakMarket } from "./soakMarket.ts";

/** How long the index may make no progress, and the time between two looks, milliseconds. */
const INDEX = { patience: 120_000, interval: 500 } as const;
/** As many faults as are told. */
const SHOWN = 20;

/** What was traded. */
export interface Traded {
  /** Ids of the first lead and of the last. */
  readonly firstLead: bigint;
  readonly lastLead: bigint;
  /** Sealed bids that were committed. */
  readonly bids: number;
  /** What the vault owed before, USDC units. */
  readonly liabilities: bigint;
}

/** How a market stands when all its sales are over. */
export interface Verdict {
  /** Money that is locked for a party of the soak, USDC units. */
  readonly lockedAfter: number;
  /** Whether the vault holds what it owes, owes what its accounts have, and owes as much as before. */
  readonly conserved: boolean;
  /** Whether the subgraph says what the chain says: of each round, and of each account. */
  readonly subgraphAgrees: boolean;
  /** What is wrong, a line each. */
  readonly faults: readonly string[];
}

/** Waits until the subgraph has the chain's head. @throws when it makes no progress. */
export async function indexed({ stack, publicClient }: SoakMarket): Promise<number> {
  const head = await latestBlockOf(publicClient);
  for (let last = -1; ;) {
    const seen = await poll({
      look: async () => {
        const block = (await headOf(stack.graphql))?.number ?? 0;
        return block > last ? block : undefined;
      },
      deadline: INDEX.patience,
      interval: INDEX.interval,
      late: () => new Error(`The subgraph stays at block ${last} of ${head}.`),
    });
    if (seen >= head) return head;
    last = seen;
  }
}

/** Compares money with money, and the subgraph with the chain. */
export async function judge(market: SoakMarket, traded: Traded): Promise<Verdict> {
  const head = await indexed(market);
  const accounts = await accountFaults(market, head);
  const money = await moneyFaults(market, accounts.owed, traded);
  const leads = await leadFaults(market, traded);
  const locked = await lockedBy(market);
  const open = locked === 0n ? [] : [`${locked} USDC units are still locked.`];
  return {
    lockedAfter: Number(locked),
    conserved: money.length === 0,
    subgraphAgrees: accounts.faults.length + leads.length === 0,
    faults: [...open, ...money, ...accounts.faults, ...leads].slice(0, SHOWN),
  };
}

/** What is locked for the soak's parties, USDC units. */
export async function lockedBy({ contracts, parties }: SoakMarket): Promise<bigint> {
  const { lockedOf } = contracts.vault.read;
  const all = await Promise.all(parties.map(({ address }) => lockedOf([address])));
  return all.reduce((sum, one) => sum + one, 0n);
}

async function accountFaults({ stack, contracts }: SoakMarket, block: number) {
  const { freeOf, lockedOf } = contracts.vault.read;
  const variables = { block };
  const { rows } = await allRows(
    stack.graphql,
    AccountsPageDocument,
    variables,
    ({ accounts }) => accounts,
  );
  const faults: string[] = [];
  let owed = 0n;
  for (const { id, free, locked } of rows) {
    const [freeUnits, lockedUnits] = await Promise.all([freeOf([id]), lockedOf([id])]);
    owed += freeUnits + lockedUnits;
    if (free === String(freeUnits) && locked === String(lockedUnits)) continue;
    faults.push(
      `Account ${id} has ${freeUnits} free and ${lockedUnits} locked; the subgraph says ${free} and ${locked}.`,
    );
  }
  return { owed, faults };
}

async function moneyFaults(
  { stack, contracts: { vault }, publicClient }: SoakMarket,
  owed: bigint,
  { liabilities: before }: Traded,
): Promise<string[]> {
  const liabilities = await vault.read.liabilities();
  const balance = await readContract(publicClient, {
    ...{ abi: erc20Abi, address: stack.addresses.usdc },
    ...{ functionName: "balanceOf", args: [vault.address] },
  });
  return [
    ...(balance === liabilities ? [] : [`The vault holds ${balance} and owes ${liabilities}.`]),
    ...(owed === liabilities ? [] : [`The vault owes ${liabilities}, its accounts have ${owed}.`]),
    ...(before === liabilities ? [] : [`The vault owed ${before} before, ${liabilities} now.`]),
  ];
}

async function leadFaults(
  market: SoakMarket,
  { firstLead, lastLead, bids }: Traded,
): Promise<string[]> {
  const where = { leadId_gte: String(firstLead), leadId_lte: String(lastLead) };
  const rounds = await indexedRounds(market.stack.graphql, where);
  const expected = Number(lastLead - firstLead) + 1;
  const faults =
    rounds.length === expected ? [] : [`The subgraph has ${rounds.length} of ${expected} rounds.`];
  let committed = 0;
  for (const { leadId, bidCount, outcome, price, reserve, pendingCommitments } of rounds) {
    committed += bidCount;
    const round = await latestRoundOf(market, BigInt(leadId));
    const onChain = {
      outcome: round.closed ? phaseName(round.phase) : null,
      price: round.phase === Phase.Sold ? String(round.price) : null,
      reserve: String(round.reserve),
      pendingCommitments: round.pendingCommitments,
    };
    const inSubgraph = { outcome, price: price ?? null, reserve, pendingCommitments };
    const [chain, subgraph] = [JSON.stringify(onChain), JSON.stringify(inSubgraph)];
    if (!round.closed) faults.push(`Lead ${leadId} is still open.`);
    if (chain !== subgraph)
      faults.push(`Lead ${leadId} is ${chain}; the subgraph says ${subgraph}.`);
  }
  if (committed !== bids)
    faults.push(`${bids} bids were committed; the subgraph has ${committed}.`);
  return faults;
}
