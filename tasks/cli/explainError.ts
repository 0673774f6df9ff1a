import { explainError } from "../../deploy/sdk/errors/explainError.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { withCommands } from "./commands.ts";
import { describeValue } from "./format.ts";

/** What an error of a task means; see `explainError`. What to do next names commands. */
export function explainTaskError(error: unknown): LeadEngineError | undefined {
  const explained = explainError(error, describeValue);
  if (explained?.next === undefined) return explained;
  const { code, says, next, issues } = explained;
  return new LeadEngineError(code, says, withCommands(next), {
    cause: explained,
    ...(issues === undefined ? {} : { issues }),
  });
}
