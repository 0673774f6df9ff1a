import { z } from "zod";

import {
  matchOutcomeSchema,
  matchRequestSchema,
  type MatchOutcome,
} from "../../sdk/report/matchRequest.ts";
import { requestJson } from "../http.ts";
import type { AskWorkflow } from "./scoringDon.ts";

/**
 * Has the workflow match a lead with a bounty that has private criteria: `POST /matches`. Anyone may ask, since the enclave decides whether
 * they are met, and the matcher about all else.
 * @throws {HttpError} 400: the request is none.
 */
export function bountyAsker(ask: AskWorkflow) {
  return async (request: Request): Promise<MatchOutcome> => {
    const match = await requestJson(
      request,
      matchRequestSchema,
      (error) => `The body names no match:\n${z.prettifyError(error)}`,
    );
    return matchOutcomeSchema.parse(JSON.parse(await ask({ match })));
  };
}
