import { z } from "zod";

import {
  openingsOutcomeSchema,
  openingsRequestSchema,
  type OpeningsOutcome,
  type OpeningsRequest,
} from "../../sdk/report/openingsRequest.ts";
import { HttpError } from "../http.ts";
import type { AskWorkflow } from "./scoringDon.ts";

/**
 * Has the workflow open sealed bids and report them: `POST /openings`. Anyone may ask, since the chain decides whether it is time, and the
 * house whether an opening is right.
 * @throws {HttpError} 400: the request is none.
 */
export function bidOpener(ask: AskWorkflow) {
  return async (request: Request): Promise<OpeningsOutcome> => {
    const openings = readRequest(await request.text());
    return openingsOutcomeSchema.parse(JSON.parse(await ask({ openings })));
  };
}

function readRequest(text: string): OpeningsRequest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HttpError(400, "The body is not JSON.");
  }
  const { success, data, error } = openingsRequestSchema.safeParse(json);
  if (success) return data;
  throw new HttpError(400, `The body names no bids to open:\n${z.prettifyError(error)}`);
}
