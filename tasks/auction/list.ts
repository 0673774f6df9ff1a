import { listAuctions, roundPhase } from "../../deploy/sdk/actions/auction/listAuctions.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { listAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";
import { parsePage, requireWhole, withMore, type PageArguments } from "../cli/page.ts";
import { stepLines, stepsJson } from "./stepFacts.ts";

interface ListArguments extends ClientOptions, PageArguments {
  readonly vertical: string;
  readonly region: string;
  readonly state: string | undefined;
  readonly minScore: number;
}

/** The highest quality score. */
const MAX_SCORE = 10_000;

type Page = Awaited<ReturnType<typeof listAuctions>>;

/** It works without a chain where a subgraph answers: phases are then those of this machine's time. */
export default listAction<ListArguments>(async (args, reader) => {
  const page = await listAuctions(reader, parametersOf(args));
  const auctions = page.auctions.map((auction) => ({
    ...auction,
    waitsFor: stepsJson(auction.waitsFor),
  }));
  return { json: { ...page, auctions }, text: textOf(page) };
});

function parametersOf({ vertical, region, state, minScore, limit, cursor }: ListArguments) {
  const phase = state === undefined ? undefined : phaseNamed(state);
  requireWhole("--min-score", minScore, 0, MAX_SCORE);
  return {
    vertical: vertical === "" ? undefined : vertical,
    region: region === "" ? undefined : region,
    phase,
    minScore: minScore === 0 ? undefined : minScore,
    ...parsePage({ limit, cursor }),
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
  return withMore(table, cursor);
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
