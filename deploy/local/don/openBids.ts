import { z } from "zod";

import {
  openingsOutcomeSchema,
  openingsRequestSchema,
  type OpeningCode,
  type OpeningsOutcome,
} from "../../sdk/report/openingsRequest.ts";
import { requestJson } from "../http.ts";
import type { AskWorkflow } from "./scoringDon.ts";

/** What no later run changes: such a bid is not asked about again, so that nobody can keep the DON busy with it. */
const FINAL: readonly OpeningCode[] = ["MALFORMED", "UNREADABLE", "OTHER_BID", "ZERO_BID"];

/**
 * Has the workflow open sealed bids and report them: `POST /openings`. Anyone may ask, since the chain decides whether it is time, and the
 * house whether an opening is right.
 * @throws {HttpError} 400: the request is none.
 */
export function bidOpener(ask: AskWorkflow) {
  const known = new Map<string, OpeningCode>();
  return async (request: Request): Promise<OpeningsOutcome> => {
    const openings = await requestJson(
      request,
      openingsRequestSchema,
      (error) => `The body names no bids to open:\n${z.prettifyError(error)}`,
    );
    const keys = openings.bids.map((bid) => JSON.stringify([openings.leadId, openings.round, bid]));
    const bids = openings.bids.filter((_bid, index) => !known.has(keys[index] ?? ""));
    const outcome: OpeningsOutcome =
      bids.length === 0
        ? { bids: [], report: "NOTHING_OPENED" }
        : openingsOutcomeSchema.parse(JSON.parse(await ask({ openings: { ...openings, bids } })));
    if (outcome.bids.length < bids.length) return outcome;
    const codes = [...outcome.bids];
    return {
      ...outcome,
      bids: keys.map((key) => {
        const end = known.get(key) ?? codes.shift() ?? "NO_COMMITMENT";
        if (FINAL.includes(end)) known.set(key, end);
        return end;
      }),
    };
  };
}
