import {
  concatHex,
  getAddress,
  isAddressEqual,
  numberToHex,
  pad,
  parseEventLogs,
  type Address,
  type Hex,
  type Log,
} from "viem";
import { getContractEvents } from "viem/actions";

import { matchEndName } from "../../bounty/bountyRule.ts";
import type { Client } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import type { VaultHistoryQuery } from "../../generated/queries.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { follow, roundOf, type LeadStory } from "../book/marketBook.ts";
import {
  eventsOfLeads,
  LEADS_AT_ONCE,
  logsUpTo,
  selectorsOf,
  timesOf,
} from "../book/marketEvents.ts";
import { freeMove, lockMove, movesOf, payMoves, type Move } from "../book/moves.ts";
import { leadsOfAccount } from "./leadsOfAccount.ts";

/** A movement of money as the subgraph lists it. */
type StatementRow = VaultHistoryQuery["vaultEntries"][number];

/** What a movement is for. */
interface Subject {
  readonly leadId?: bigint;
  readonly round?: number;
  readonly bountyId?: bigint;
}

/** A movement, and where on the chain it is. */
type Entry = Move &
  Subject & {
    /** As in the subgraph: ids are in the chain's order. */
    readonly id: Hex;
    /** Unix seconds. */
    readonly time: number;
    readonly txHash: Hex;
  };

/**
 * Every movement of an account's money, the latest first, as the chain has it. All events of all leads that it listed, bid on, bought or
 * earned something by are read: the balances after a movement follow from all before it.
 * @throws {LeadEngineError} `EVENTS_MISSING`: they do not add up to what the vault holds for it.
 */
export async function statementOnChain(
  client: Client,
  account: Address,
): Promise<{ block: number; rows: StatementRow[] }> {
  const block = await latestBlockOf(client.publicClient);
  const at = BigInt(block);
  const found = [
    ...(await vaultEntries(client, account, at)),
    ...(await bountyEntries(client, at)),
    ...(await marketEntries(client, account, at)),
  ];
  let [free, locked] = [0n, 0n];
  const rows = found
    .filter((entry) => isAddressEqual(entry.account, account))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((entry) => {
      free += entry.free;
      locked += entry.locked;
      return rowOf(entry, { free, locked });
    });
  await requireBalance(client, account, at, { free, locked });
  return { block, rows: rows.reverse() };
}

async function vaultEntries(client: Client, account: Address, block: bigint): Promise<Entry[]> {
  const { abi, address } = client.contracts.vault;
  const eventName = ["Deposited", "Withdrawn"] as const;
  const topics = [selectorsOf(abi, eventName), pad(account)];
  const logs = await logsUpTo(client, block, { address, topics });
  const times = await timesOf(client, logs);
  return parseEventLogs({ abi, eventName: [...eventName], logs }).flatMap((log) => {
    const { eventName: reason, args } = log;
    const counterparty = reason === "Deposited" ? args.payer : args.to;
    const free = reason === "Deposited" ? args.amount : -args.amount;
    const move = { account: args.account, reason, amount: args.amount, free, locked: 0n };
    return entriesOf([{ ...move, counterparty }], log, times, {});
  });
}

async function bountyEntries(client: Client, block: bigint): Promise<Entry[]> {
  const { abi, address } = client.contracts.matcher;
  const logs = await pastEventsUpTo(client, block, (range) =>
    getContractEvents(client.publicClient, { abi, address, ...range }),
  );
  const eventName = ["BountyPosted", "BountyToppedUp", "BountyClosed", "MatchEnded"] as const;
  const told = parseEventLogs({ abi, eventName: [...eventName], logs });
  const times = await timesOf(client, told);
  return told.flatMap((log) => {
    const { bountyId, poster } = log.args;
    const tell = (moves: readonly Move[], subject: Subject = {}) =>
      entriesOf(moves, log, times, { ...subject, bountyId });
    switch (log.eventName) {
      case "BountyPosted":
        return tell([lockMove(poster, "BudgetLocked", log.args.budget)]);
      case "BountyToppedUp":
        return tell([lockMove(poster, "BudgetLocked", log.args.amount)]);
      case "BountyClosed":
        return tell([freeMove(poster, "BudgetFreed", log.args.freed)]);
      case "MatchEnded":
        return tell(matchMoves(log.args), { leadId: log.args.leadId, round: log.args.round });
    }
  });
}

/** The house moves the price of a sale. */
function matchMoves(match: {
  readonly poster: Address;
  readonly matcher: Address;
  readonly end: number;
  readonly price: bigint;
  readonly tip: number;
  readonly freed: boolean;
}): Move[] {
  const { poster, matcher, end, price, freed } = match;
  const tip = BigInt(match.tip);
  if (matchEndName(end) === "Sold") {
    return payMoves([poster, "MatchTipPaid"], [matcher, "MatchTipEarned"], tip);
  }
  return freed ? [freeMove(poster, "OfferFreed", price + tip)] : [];
}

async function marketEntries(client: Client, account: Address, block: bigint): Promise<Entry[]> {
  const leadIds = await leadsOfAccount(client, account, block);
  const entries: Entry[] = [];
  for (let i = 0; i < leadIds.length; i += LEADS_AT_ONCE) {
    const events = await eventsOfLeads(client, leadIds.slice(i, i + LEADS_AT_ONCE), block);
    const times = new Map(events.map(({ blockNumber, time }) => [blockNumber, time]));
    const leads = new Map<bigint, LeadStory>();
    for (const event of events) {
      const moves = movesOf(event, roundOf(leads, event));
      if ("round" in event.args) entries.push(...entriesOf(moves, event, times, event.args));
      follow(leads, event);
    }
  }
  return entries;
}

function entriesOf(
  moves: readonly Move[],
  {
    blockNumber,
    logIndex,
    transactionHash,
  }: Pick<Log<bigint, number, false>, "blockNumber" | "logIndex" | "transactionHash">,
  times: ReadonlyMap<bigint, number>,
  { leadId, round, bountyId }: Subject,
): Entry[] {
  const moving = moves.filter(
    ({ amount, free, locked }) => amount !== 0n || free !== 0n || locked !== 0n,
  );
  return moving.map((move, ordinal) => ({
    ...move,
    ...(leadId === undefined ? {} : { leadId }),
    ...(round === undefined ? {} : { round }),
    ...(bountyId === undefined ? {} : { bountyId }),
    id: concatHex([
      numberToHex(blockNumber, { size: 8 }),
      numberToHex(logIndex, { size: 4 }),
      numberToHex(ordinal, { size: 1 }),
    ]),
    time: times.get(blockNumber) ?? 0,
    txHash: transactionHash,
  }));
}

function rowOf(
  entry: Entry,
  { free, locked }: { readonly free: bigint; readonly locked: bigint },
): StatementRow {
  const { leadId, round, bountyId, counterparty } = entry;
  return {
    id: entry.id,
    reason: entry.reason,
    amount: String(entry.amount),
    freeChange: String(entry.free),
    lockedChange: String(entry.locked),
    free: String(free),
    locked: String(locked),
    counterparty,
    timestamp: String(entry.time),
    txHash: entry.txHash,
    lead: leadId === undefined ? null : { leadId: String(leadId) },
    auction: round === undefined ? null : { round },
    bounty: bountyId === undefined ? null : { bountyId: String(bountyId) },
  };
}

/** A node that leaves events out is found by the vault's own balances. */
async function requireBalance(
  { contracts: { vault } }: Client,
  account: Address,
  blockNumber: bigint,
  { free, locked }: { readonly free: bigint; readonly locked: bigint },
): Promise<void> {
  const isKept =
    free === (await vault.read.freeOf([account], { blockNumber })) &&
    locked === (await vault.read.lockedOf([account], { blockNumber }));
  if (isKept) return;
  throw new LeadEngineError(
    "EVENTS_MISSING",
    `The node's events do not add up to the balance of ${getAddress(account)}.`,
    "Ask another node, or name a subgraph with `services.graphql`.",
  );
}
