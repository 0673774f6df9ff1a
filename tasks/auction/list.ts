import { isHex, type Hex } from "viem";

import { AuctionsDocument, type Phase as StatedPhase } from "../../types/subgraph/queries.ts";
import { serviceAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { chosenTime } from "../client/connect.ts";
import { usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import type { PhaseName } from "../protocol/phase.ts";
import { querySubgraph } from "../subgraph/querySubgraph.ts";
import { indexedStanding, type IndexedAuction } from "./indexedStanding.ts";
import type { Standing } from "./standing.ts";
import { stepLines, stepsOf, type Step } from "./steps.ts";

interface ListArguments extends ClientOptions {
  readonly vertical: string;
  readonly region: string;
  readonly state: string | undefined;
  readonly minScore: number;
  readonly limit: number;
  readonly cursor: string;
}

/** An auction with what it waits for. */
interface ListedAuction {
  readonly auction: IndexedAuction;
  readonly standing: Standing;
  readonly steps: readonly Step[];
}

const MAX_PAGE = 1_000;
const MAX_SCORE = 10_000;

/**
 * Phases that the last event can have established in a round that is in a phase now: time alone moves a round on, an event never says so.
 */
const STATED_BEFORE: Readonly<Record<Exclude<PhaseName, "None">, readonly StatedPhase[]>> = {
  Commit: ["Commit"],
  Reveal: ["Commit", "Reveal"],
  TieBreak: ["Commit", "Reveal", "TieBreak"],
  Delivery: ["Commit", "Reveal", "TieBreak", "Delivery"],
  Sold: ["Sold"],
  Unsold: ["Commit", "Reveal", "Unsold"],
  Undelivered: ["Commit", "Reveal", "TieBreak", "Delivery", "Undelivered"],
  Voided: ["Voided"],
  Erased: ["Erased"],
};

export default serviceAction<ListArguments>(async (args, { requireIndex }, hre) => {
  const phase = args.state === undefined ? undefined : phaseNamed(args.state);
  requireWhole("--limit", args.limit, 1, MAX_PAGE);
  requireWhole("--min-score", args.minScore, 0, MAX_SCORE);
  const { cursor: start } = args;
  if (!isHex(start)) {
    throw new TaskError("--cursor is not a cursor.", "Copy it from the end of the page before.");
  }
  const url = await requireIndex();
  const { now } = await chosenTime(hre);
  const { found, cursor } = await find(url, { ...args, cursor: start }, phase, now);
  return {
    json: { now, auctions: found.map(jsonOf), cursor },
    text:
      found.length === 0
        ? "No auction fits."
        : [tableOf(found, now), ...(cursor === null ? [] : [`More: --cursor ${cursor}`])].join(
            "\n",
          ),
  };
});

/** A page of auctions in a phase, if one is named: what the subgraph cannot tell is found out here, row by row. */
async function find(
  url: string,
  { vertical, region, minScore, limit, cursor }: ListArguments & { readonly cursor: Hex },
  phase: Exclude<PhaseName, "None"> | undefined,
  now: number,
): Promise<{ readonly found: ListedAuction[]; readonly cursor: string | null }> {
  const filter = { vertical, region, minScore, first: limit };
  const states = phase === undefined ? {} : { states: [...STATED_BEFORE[phase]] };
  const found: ListedAuction[] = [];
  for (let after = cursor; ;) {
    const page = { ...filter, ...states, after };
    const { auctions } = await querySubgraph(url, AuctionsDocument, page);
    for (const auction of auctions) {
      const standing = indexedStanding(auction, now);
      after = auction.id;
      if (phase !== undefined && standing.phase !== phase) continue;
      found.push({ auction, standing, steps: stepsOf(standing, now) });
      if (found.length === limit) return { found, cursor: after };
    }
    if (auctions.length < limit) return { found, cursor: null };
  }
}

function tableOf(found: readonly ListedAuction[], now: number): string {
  return grid(
    ["lead", "phase", "what", "reserve", "bids", "price", "waits for"],
    found.map(({ auction, standing, steps }) => [
      `${standing.leadId}, round ${auction.round}`,
      standing.phase,
      `${auction.verticalSlug}\n${auction.region}, score ${auction.score}`,
      usdcText(BigInt(auction.reserve)),
      auction.bidding.bidCount,
      auction.price == null ? "-" : usdcText(BigInt(auction.price)),
      stepLines(steps, now).join("\n"),
    ]),
  );
}

/** An auction for programs: numbers where the subgraph has text. */
function jsonOf({ auction, standing, steps }: ListedAuction) {
  const { id, round, closed, verticalSlug, region, score, bidding } = auction;
  const { bidCount, revealCount, pendingCommitments, tiedBids } = bidding;
  return {
    id,
    leadId: standing.leadId,
    round,
    phase: standing.phase,
    closed,
    verticalSlug,
    region,
    score,
    seller: auction.seller.id,
    reserve: BigInt(auction.reserve),
    bidBond: BigInt(auction.bidBond),
    commitEnd: standing.commitEnd,
    revealEnd: standing.revealEnd,
    deliveryEnd: standing.deliveryEnd,
    bidCount,
    revealCount,
    pendingCommitments,
    leader: bidding.leader?.id ?? null,
    leadingBid: BigInt(bidding.leadingBid),
    tiedBids,
    buyer: auction.buyer?.id ?? null,
    price: auction.price == null ? null : BigInt(auction.price),
    fee: auction.fee == null ? null : BigInt(auction.fee),
    waitsFor: steps,
  };
}

function phaseNamed(text: string): Exclude<PhaseName, "None"> {
  const names = Object.keys(STATED_BEFORE) as (keyof typeof STATED_BEFORE)[];
  const name = names.find((one) => one.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new TaskError(`There is no phase ${text}.`, `The phases are ${names.join(", ")}.`);
}

function requireWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TaskError(`${option} is out of bounds.`, `Give a whole number from ${min} to ${max}.`);
}
