import { isHex } from "viem";

import { AuctionsDocument, type Auction_Filter } from "../../types/subgraph/queries.ts";
import { serviceAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { chosenTime } from "../client/connect.ts";
import { usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { phaseWhere, type RoundPhase } from "../subgraph/phaseWhere.ts";
import { queryAtBlock } from "../subgraph/queryAtBlock.ts";
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

/** Phases that rounds are found by. */
const PHASES = Object.keys(Phase).filter((name): name is RoundPhase => name !== "None");

export default serviceAction<ListArguments>(async (args, { requireIndex }, hre) => {
  const phase = args.state === undefined ? undefined : phaseNamed(args.state);
  requireWhole("--limit", args.limit, 1, MAX_PAGE);
  requireWhole("--min-score", args.minScore, 0, MAX_SCORE);
  const { cursor: after, limit: first } = args;
  if (!isHex(after)) {
    throw new TaskError("--cursor is not a cursor.", "Copy it from the end of the page before.");
  }
  const url = await requireIndex();
  const { now } = await chosenTime(hre);
  const where = whereOf(args, phase, now);
  const { answer, block } = await queryAtBlock(url, AuctionsDocument, { where, after, first });
  const found = answer.auctions.map((auction) => {
    const standing = indexedStanding(auction, now);
    return { auction, standing, steps: stepsOf(standing, now) };
  });
  const cursor = found.length === first ? (answer.auctions.at(-1)?.id ?? null) : null;
  return {
    json: { now, block: block.number, auctions: found.map(jsonOf), cursor },
    text:
      found.length === 0
        ? "No auction fits."
        : [tableOf(found, now), ...(cursor === null ? [] : [`More: --cursor ${cursor}`])].join(
            "\n",
          ),
  };
});

/** Which rounds are asked for. */
function whereOf(
  { vertical, region, minScore }: ListArguments,
  phase: RoundPhase | undefined,
  now: number,
): Auction_Filter {
  const what: Auction_Filter = {
    ...(vertical === "" ? {} : { verticalSlug_starts_with: vertical }),
    ...(region === "" ? {} : { region_starts_with: region }),
    ...(minScore === 0 ? {} : { score_gte: minScore }),
  };
  return phase === undefined ? what : { and: [what, phaseWhere(phase, now)] };
}

function tableOf(found: readonly ListedAuction[], now: number): string {
  return grid(
    ["lead", "phase", "what", "reserve", "bids", "price", "waits for"],
    found.map(({ auction, standing, steps }) => [
      `${standing.leadId}, round ${auction.round}`,
      standing.phase,
      `${auction.verticalSlug}\n${auction.region}, score ${auction.score}`,
      usdcText(BigInt(auction.reserve)),
      auction.bidCount,
      auction.price == null ? "-" : usdcText(BigInt(auction.price)),
      stepLines(steps, now).join("\n"),
    ]),
  );
}

/** An auction for programs: numbers where the subgraph has text. */
function jsonOf({ auction, standing, steps }: ListedAuction) {
  const { id, round, verticalSlug, region, score } = auction;
  const { bidCount, revealCount, pendingCommitments, tiedBids } = auction;
  return {
    id,
    leadId: standing.leadId,
    round,
    phase: standing.phase,
    closed: standing.closed,
    outcome: auction.outcome ?? null,
    endReason: auction.endReason ?? null,
    verticalSlug,
    region,
    score,
    seller: auction.seller.id,
    reserve: BigInt(auction.reserve),
    bidBond: BigInt(auction.bidBond),
    commitEnd: standing.commitEnd,
    revealEnd: standing.revealEnd,
    deliveryEnd: auction.deliveryEnd == null ? null : Number(auction.deliveryEnd),
    bidCount,
    revealCount,
    pendingCommitments,
    leader: auction.leader?.id ?? null,
    leadingBid: BigInt(auction.leadingBid),
    tiedBids,
    buyer: auction.buyer?.id ?? null,
    price: auction.price == null ? null : BigInt(auction.price),
    fee: auction.fee == null ? null : BigInt(auction.fee),
    waitsFor: steps,
  };
}

function phaseNamed(text: string): RoundPhase {
  const name = PHASES.find((one) => one.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new TaskError(`There is no phase ${text}.`, `The phases are ${PHASES.join(", ")}.`);
}

function requireWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TaskError(`${option} is out of bounds.`, `Give a whole number from ${min} to ${max}.`);
}
