import type { CallToolResult } from "@modelcontextprotocol/server";

import { explainError } from "../sdk/errors/explainError.ts";
import type { McpContext } from "./context.ts";
import { quoted } from "./quoted.ts";

/**
 * Why a tool failed and what to do about it, as the tasks' `--json` has it: `{error: {code, says, next, issues}}`. What to do names tools;
 * what is no tool here is a command for the operator.
 */
export function failed(
  { client, commandOf }: McpContext,
  tools: ReadonlySet<string>,
  error: unknown,
): CallToolResult {
  const explained = explainError(error, client.describe);
  if (explained === undefined) {
    console.error(error);
    return toolError({
      code: "UNFORESEEN",
      says: "Something failed that nobody foresaw.",
      next: "The server's error stream says what: tell the operator.",
    });
  }
  const { code, says, next, issues } = explained;
  return toolError({
    code,
    says,
    ...(next === undefined ? {} : { next: withTools(next, tools, commandOf) }),
    ...(issues === undefined ? {} : { issues }),
  });
}

function toolError(error: object): CallToolResult {
  return { isError: true, content: [{ type: "text", text: quoted({ error }) }] };
}

/** A text of the SDK for a reader with tools: calls of tools stay, those of other actions become commands. */
function withTools(
  text: string,
  tools: ReadonlySet<string>,
  commandOf: (call: string) => string,
): string {
  return text
    .replaceAll(/`((\w+)\(\{.*?\}\))`/g, (_whole, call: string, name: string) =>
      tools.has(name) ? `\`${call}\`` : `\`${commandOf(call)}\`, which the operator runs`,
    )
    .replaceAll(/`services\.(\w+)`/g, "`--$1`");
}
