import { BaseError, parseEventLogs } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { ActionKind, type ActionKindName } from "../../codes/enums.ts";
import {
  decodeKeeperAction,
  encodeKeeperAction,
  type KeeperAction,
} from "../../report/keeperReport.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { phaseWhere } from "../../subgraph/phaseWhere.ts";
import { pastEvents } from "../../pastEvents.ts";
import { auctionRound } from "../auction/auction.ts";
import { indexedRounds } from "../auction/indexedRounds.ts";
import { address, leadId, usdc } from "../schemas.ts";
import { bountiesDue, type BountiesDue } from "./keepBounties.ts";
import { keeperHints } from "./keeperHints.ts";

/** Leads that the keeper looks at in one call. */
const PAGE = 1_000n;
/** Hints that it tries in one call: as many actions as it returns at most. */
const HINTS = 31;
/** Gas of such a call. It uses 8,000,000 for its search, and hints come on top. */
const LOOK_GAS = 2n ** 24n;

/** Something that is due, in a result. */
export const dueAction = z.object({
  kind: z
    .enum(Object.keys(ActionKind) as ActionKindName[])
    .exclude(["None"])
    .describe("What is done, in the words of the keeper's contract"),
  leadId: leadId.nullable(),
  round: auctionRound.shape.round.nullable(),
  bidder: address.nullable().describe("Whose bond it is; null for other actions"),
  amount: usdc.nullable().describe("The tied bid, USDC units; null for other actions"),
});

/** What is seen of the work, and what is not. */
export const sight = z.object({
  indexedBlock: z
    .number()
    .int()
    .nullable()
    .describe("The block of the subgraph's hints; null without a subgraph"),
  unseen: z.array(z.string()).describe("Work that may be due and cannot be seen, for people"),
});

/** An action for programs. */
export function actionJson(action: KeeperAction): z.output<typeof dueAction> {
  return { leadId: null, round: null, bidder: null, amount: null, ...pickOf(action) };
}

function pickOf(action: KeeperAction) {
  if (action.kind !== "ReleaseTiedBid") return action;
  const { index: _place, ...shown } = action;
  return shown;
}

/** What a client can find work by. */
export interface Finder {
  /** Actions that are due, in batches that fit into one transaction each; every batch is found when it is asked for. */
  readonly batches: () => AsyncGenerator<readonly KeeperAction[]>;
  /** Leads in their reveal phase: bids that open by themselves may be open to anyone. */
  readonly revealing: readonly bigint[];
  /** Leads in their commit phase: a bounty may match them. */
  readonly committing: readonly bigint[];
  readonly bounties: BountiesDue;
  readonly sight: z.output<typeof sight>;
}

/** Looks for work: hints and rounds from the subgraph at its latest block, else rounds from the chain's events. */
export async function findWork(client: Client): Promise<Finder> {
  const now = await client.now();
  const unseen: string[] = [];
  const indexed = await fromIndex(client, now, unseen);
  const { revealing, committing } = indexed ?? (await fromEvents(client, now, unseen));
  return {
    batches: () => batchesOf(client, indexed?.hints ?? []),
    revealing,
    committing,
    bounties: await bountiesDue(client, now, unseen),
    sight: { indexedBlock: indexed?.block ?? null, unseen },
  };
}

/** Hints, and leads in their commit and reveal phases. Undefined where no subgraph answers. */
async function fromIndex(client: Client, now: number, unseen: string[]) {
  try {
    const url = await client.services.index();
    if (url !== undefined) {
      const [{ actions, block }, revealing, committing] = await Promise.all([
        keeperHints(client, url, now),
        leadsIn(url, "Reveal", now),
        leadsIn(url, "Commit", now),
      ]);
      return { hints: actions, block, revealing, committing };
    }
    unseen.push(`${LEFTOVERS}: no subgraph is named`);
  } catch (error) {
    if (!hasCode(error, "SUBGRAPH_FAILED")) throw error;
    unseen.push(`${LEFTOVERS}: ${error.says}`);
  }
  return undefined;
}

const LEFTOVERS = "Bonds of bids that were never opened, and beaten tied bids of earlier amounts";

async function leadsIn(url: string, phase: "Commit" | "Reveal", now: number): Promise<bigint[]> {
  const rounds = await indexedRounds(url, phaseWhere(phase, now));
  return rounds.map(({ leadId }) => BigInt(leadId));
}

async function fromEvents(client: Client, now: number, unseen: string[]) {
  const { abi, getEvents } = client.contracts.house;
  try {
    const logs = await pastEvents(client, (range) => getEvents.AuctionCreated({}, range));
    const rounds = parseEventLogs({ abi, eventName: "AuctionCreated", logs });
    const open = rounds.filter(({ args }) => now < args.revealEnd).map(({ args }) => args);
    const [committing, revealing] = [
      open.filter(({ commitEnd }) => now < commitEnd),
      open.filter(({ commitEnd }) => commitEnd <= now),
    ];
    const idsOf = (some: typeof open) => some.map(({ leadId: id }) => id);
    return { revealing: idsOf(revealing), committing: idsOf(committing) };
  } catch (error) {
    // A node may refuse to search all blocks.
    if (!(error instanceof BaseError)) throw error;
    unseen.push(`Bids that open by themselves, and leads for bounties: ${error.shortMessage}`);
    return { revealing: [], committing: [] };
  }
}

/** One look of the keeper after the other: over all leads, then over the hints. */
async function* batchesOf(
  client: Client,
  hints: readonly KeeperAction[],
): AsyncGenerator<readonly KeeperAction[]> {
  for (let from = 1n; from !== 0n;) {
    const { actions, next } = await look(client, from, PAGE, []);
    if (actions.length > 0) yield actions;
    // Where the node gives a call too little gas, the keeper gets nowhere.
    from = next > from ? next : 0n;
  }
  for (let start = 0; start < hints.length; start += HINTS) {
    const { actions } = await look(client, 0n, 0n, hints.slice(start, start + HINTS));
    if (actions.length > 0) yield actions;
  }
}

/** What the keeper's contract finds: it tries each action as a transaction sent now would. */
async function look(
  { contracts }: Client,
  from: bigint,
  count: bigint,
  hints: readonly KeeperAction[],
) {
  const { result } = await contracts.keeper.simulate.dueActions(
    [from, count, hints.map(encodeKeeperAction)],
    { gas: LOOK_GAS, blockTag: "pending" },
  );
  const [words, next] = result;
  return { actions: words.map(decodeKeeperAction), next };
}
