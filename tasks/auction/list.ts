import { isHex, type Hex } from "viem";

import { listAuctions, roundPhase } from "../../deploy/sdk/actions/auction/listAuctions.ts";
import { MAX_PAGE } from "../../deploy/sdk/actions/schemas.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { serviceAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { chosenTime } from "../cli/connect.ts";
import { grid } from "../cli/output.ts";
import { stepLines, stepsJson } from "./stepFacts.ts";

interface ListArguments extends ClientOptions {
  readonly vertical: string;
  readonly region: string;
  readonly state: string | undefined;
  readonly minScore: number;
  readonly limit: number;
  readonly cursor: string;
}

/** The highest quality score. */
const MAX_SCORE = 10_000;

type Page = Awaited<ReturnType<typeof listAuctions>>;

/** It works without a chain: phases are then those of this machine's time. */
export default serviceAction<ListArguments>(async (args, services, hre) => {
  const now = async () => (await chosenTime(hre)).now;
  const page = await listAuctions({ services, now }, parametersOf(args));
  const auctions = page.auctions.map((auction) => ({
    ...auction,
    waitsFor: stepsJson(auction.waitsFor),
  }));
  return { json: { ...page, auctions }, text: textOf(page) };
});

function parametersOf({ vertical, region, state, minScore, limit, cursor }: ListArguments) {
  const phase = state === undefined ? undefined : phaseNamed(state);
  requireWhole("--limit", limit, 1, MAX_PAGE);
  requireWhole("--min-score", minScore, 0, MAX_SCORE);
  return {
    vertical: vertical === "" ? undefined : vertical,
    region: region === "" ? undefined : region,
    phase,
    minScore: minScore === 0 ? undefined : minScore,
    limit,
    cursor: parseCursor(cursor),
  };
}

function textOf({ auctions, now, cursor }: Page): string {
  if (auctions.length === 0) return "No auction matches.";
  const table = grid(
    ["lead", "phase", "what", "reserve", "bids", "price", "waits for"],
    auctions.map((auction) => [
      `${auction.leadId}, round ${auction.round}`,
      auction.phase,
      `${auction.verticalSlug}\n${auction.region}, score ${auction.score}`,
      usdcText(auction.reserve),
      auction.bidCount,
      auction.price === null ? "-" : usdcText(auction.price),
      stepLines(auction.waitsFor, now).join("\n"),
    ]),
  );
  return cursor === null ? table : `${table}\nMore: --cursor ${cursor}`;
}

function phaseNamed(text: string): (typeof roundPhase.options)[number] {
  const name = roundPhase.options.find((one) => one.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new LeadEngineError(
    "INVALID_PHASE",
    `There is no phase ${text}.`,
    `The phases are ${roundPhase.options.join(", ")}.`,
  );
}

function parseCursor(text: string): Hex {
  if (isHex(text)) return text;
  throw new LeadEngineError(
    "INVALID_CURSOR",
    "--cursor is not a cursor.",
    "Copy it from the end of the previous page.",
  );
}

function requireWhole(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new LeadEngineError(
    "OUT_OF_BOUNDS",
    `${option} is out of bounds.`,
    `Give a whole number from ${min} to ${max}.`,
  );
}
