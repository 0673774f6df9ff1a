import { callAsRole } from "../../deploy/sdk/actions/protocol/callAsRole.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { GOVERNED, type GovernedName } from "../../deploy/sdk/governance/governedContracts.ts";
import type { TaskTrader } from "../cli/client.ts";
import { facts, type TaskReport } from "../cli/output.ts";

/** Calls a function as the holder of its role, and tells whether it was executed or scheduled. */
export async function roleCall(
  trader: TaskTrader,
  contract: GovernedName,
  functionName: string,
  args: readonly unknown[],
): Promise<TaskReport> {
  const done = await callAsRole(trader, { contract, functionName, args: [...args] });
  const dueAt = done.done === "scheduled" ? done.executableAt : null;
  return {
    json: done,
    text: facts([
      ["call", done.call],
      [
        "state",
        dueAt === null
          ? "executed"
          : `scheduled: repeat this command from ${timeText(dueAt)} to execute it`,
      ],
      ...(dueAt === null ? [] : [["operation", done.operationId ?? ""] as const]),
      ["transaction", done.txHash],
    ]),
  };
}

/** A contract by the name that people type. */
export function contractNamed(text: string): GovernedName {
  const name = GOVERNED.find((one) => one.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw new LeadEngineError(
    "UNKNOWN_CONTRACT",
    `There is no contract ${text}.`,
    `The contracts are ${GOVERNED.join(", ")}.`,
  );
}

/** An argument as people type it: JSON for a list or an object, else as it is. */
export function argumentOf(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LeadEngineError(
      "WRONG_ARGUMENTS",
      "A list or an object is not JSON.",
      "Quote it for the shell, with double quotes inside: '{\"feeBps\": 250}'.",
      { cause },
    );
  }
}
