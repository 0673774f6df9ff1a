import { explainError } from "../../deploy/sdk/errors/explainError.ts";
import type { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { describeValue } from "./format.ts";

/** What an error of a task means; see `explainError`. */
export function explainTaskError(error: unknown): LeadEngineError | undefined {
  return explainError(error, describeValue);
}
