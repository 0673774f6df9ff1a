import { keccak256, stringToHex, type Hex } from "viem";
import { z } from "zod";

import {
  openingsOutcomeSchema,
  openingsRequestSchema,
  type OpeningCode,
  type OpeningsOutcome,
  type OpeningsRequest,
} from "../../sdk/report/openingsRequest.ts";
import { requestJson } from "../http.ts";
import type { AskWorkflow } from "./scoringDon.ts";

/** What no later run changes: such a bid is not asked about again, so that nobody can keep the DON busy with it. */
const FINAL: readonly OpeningCode[] = ["MALFORMED", "UNREADABLE", "OTHER_BID", "ZERO_BID"];

/**
 * Has the workflow open sealed bids and report them: `POST /openings`. Anyone may ask, since the chain decides whether it is time, and the
 * house whether an opening is right.
 * @param maxKnown how many final ends it remembers, the last that it learned: those of rounds that are over make room for new ones.
 * @throws {HttpError} 400: the request is none.
 */
export function bidOpener(ask: AskWorkflow, maxKnown = 10_000) {
  const known = new Map<Hex, OpeningCode>();
  const learn = (key: Hex, end: OpeningCode) => {
    known.set(key, end);
    const [oldest] = known.keys();
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
  };
  return async (request: Request): Promise<OpeningsOutcome> => {
    const openings = await requestJson(
      request,
      openingsRequestSchema,
      (error) => `The body names no bids to open:\n${z.prettifyError(error)}`,
    );
    const asked = openings.bids.map((bid) => {
      const key = keyOf(openings, bid);
      return { key, bid, end: known.get(key) };
    });
    const bids = asked.flatMap(({ bid, end }) => (end === undefined ? [bid] : []));
    const outcome: OpeningsOutcome =
      bids.length === 0
        ? { bids: [], report: "NOTHING_OPENED" }
        : openingsOutcomeSchema.parse(JSON.parse(await ask({ openings: { ...openings, bids } })));
    if (outcome.bids.length < bids.length) return outcome;
    const codes = outcome.bids.values();
    const ends = asked.map(({ key, end = codes.next().value ?? "NO_COMMITMENT" }) => {
      if (FINAL.includes(end)) learn(key, end);
      return end;
    });
    return { ...outcome, bids: ends };
  };
}

/** As short for a long bid: whoever asks chooses its length. */
function keyOf({ leadId, round }: OpeningsRequest, bid: unknown): Hex {
  return keccak256(stringToHex(JSON.stringify([leadId, round, bid])));
}
