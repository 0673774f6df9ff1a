import { isHex } from "viem";

import {
  AuctionsDocument,
  type AuctionsQuery,
  type Phase as PhaseName,
} from "../../types/subgraph/queries.ts";
import { serviceAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { querySubgraph } from "../subgraph/querySubgraph.ts";

interface ListArguments extends ClientOptions {
  readonly vertical: string;
  readonly region: string;
  readonly state: string | undefined;
  readonly minScore: number;
  readonly limit: number;
  readonly cursor: string;
}

const MAX_PAGE = 1_000;
const MAX_SCORE = 10_000;

export default serviceAction<ListArguments>(async (args, { requireService }) => {
  const { vertical, region, minScore, limit } = args;
  const states = statesOf(args.state);
  requireWhole("--limit", limit, 1, MAX_PAGE);
  requireWhole("--min-score", minScore, 0, MAX_SCORE);
  if (!isHex(args.cursor)) {
    throw new TaskError("--cursor is not a cursor.", "Copy it from the end of the page before.");
  }
  const { auctions } = await querySubgraph(requireService("graphql"), AuctionsDocument, {
    vertical,
    region,
    minScore,
    first: limit,
    after: args.cursor,
    ...(states === undefined ? {} : { states }),
  });
  const cursor = auctions.length === limit ? (auctions.at(-1)?.id ?? null) : null;
  const rows = auctions.map(({ lead, reserve, price, commitEnd, ...auction }) => [
    lead.leadId,
    auction.state,
    auction.verticalSlug,
    auction.region,
    auction.score,
    usdcText(BigInt(reserve)),
    auction.bidding.bidCount,
    timeText(Number(commitEnd)),
    price == null ? "-" : usdcText(BigInt(price)),
  ]);
  const table = grid(
    ["lead", "phase", "vertical", "region", "score", "reserve", "bids", "commit until", "price"],
    rows,
  );
  return {
    json: { auctions: auctions.map(jsonOf), cursor },
    text:
      rows.length === 0
        ? "No auction fits."
        : cursor === null
          ? table
          : `${table}\nMore: --cursor ${cursor}`,
  };
});

/** An auction for programs: numbers where the subgraph has text. */
function jsonOf({ lead, seller, bidding, buyer, ...auction }: AuctionsQuery["auctions"][number]) {
  const { reserve, bidBond, price, fee, commitEnd, revealEnd, deliveryEnd } = auction;
  return {
    ...auction,
    ...bidding,
    leadId: BigInt(lead.leadId),
    seller: seller.id,
    leader: bidding.leader?.id ?? null,
    buyer: buyer?.id ?? null,
    reserve: BigInt(reserve),
    bidBond: BigInt(bidBond),
    leadingBid: BigInt(bidding.leadingBid),
    price: price == null ? null : BigInt(price),
    fee: fee == null ? null : BigInt(fee),
    commitEnd: Number(commitEnd),
    revealEnd: Number(revealEnd),
    deliveryEnd: Number(deliveryEnd),
  };
}

function statesOf(state: string | undefined): PhaseName[] | undefined {
  if (state === undefined) return undefined;
  const names = Object.keys(Phase).filter((name) => name !== "None");
  const name = names.find((one) => one.toLowerCase() === state.toLowerCase());
  if (name === undefined) {
    throw new TaskError(`There is no phase ${state}.`, `The phases are ${names.join(", ")}.`);
  }
  return [name as PhaseName];
}

function requireWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TaskError(`${option} is out of bounds.`, `Give a whole number from ${min} to ${max}.`);
}
