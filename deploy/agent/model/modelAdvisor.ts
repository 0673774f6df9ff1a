import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import type {
  ChatCompletionMessage,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
  ChatCompletionFunctionTool,
} from "openai/resources/chat/completions";
import { z } from "zod";

import type { Advice, Advisor, Proposal } from "../advisor.ts";
import type { ModelConfig } from "../operatorConfig.ts";
import type { AdviceEntry } from "./adviceLog.ts";
import { dataMessage, factsOf, INSTRUCTIONS, plain, type ProposalFacts } from "./question.ts";

/** How often a model may answer before its advice is there. */
const MAX_TURNS = 4;
/** How often a request is repeated that was refused for its rate, or by a server's error. */
const MAX_RETRIES = 2;
/** Most proposals in a question: the rest keeps the rules' order, after them. */
const MAX_PROPOSALS = 50;

/** A model, and how it is asked. */
export interface ModelOptions {
  /** The operator's model. */
  readonly config: ModelConfig;
  /** The value of the variable that it names. */
  readonly apiKey: string;
  /** Gets what the model was told and answered. */
  readonly record: (entry: AdviceEntry) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const adviceSchema = z.object({
  advice: z
    .array(
      z.object({
        leadId: z.coerce.string().regex(/^\d{1,78}$/),
        round: z.int().positive(),
        veto: z.string().max(500).nullish(),
      }),
    )
    .max(200),
});

// Not `strict`, which some endpoints refuse.
const TOOL: ChatCompletionFunctionTool = {
  type: "function",
  function: {
    name: "submit_advice",
    description:
      "Says in which order the bids are to be made, the best lead first, and vetoes some.",
    parameters: {
      type: "object",
      required: ["advice"],
      properties: {
        advice: {
          type: "array",
          items: {
            type: "object",
            required: ["leadId", "round"],
            properties: {
              leadId: { type: "string", description: "As in the data" },
              round: { type: "integer", description: "As in the data" },
              veto: { type: "string", description: "Why not to bid; left out where one should" },
            },
          },
        },
      },
    },
  },
};

/** A model said nothing that can be used. */
class NoAdvice extends Error {
  override readonly name = "NoAdvice";
}

/**
 * Asks a language model. It gets what everybody knows of the leads, as quoted data, and one tool, which takes an order and vetoes: nothing
 * that it says can raise a bid, reach another lead, or do anything else. When it fails or takes too long, the rules' own order is kept.
 */
export function modelAdvisor(options: ModelOptions): Advisor {
  const { config, apiKey, record, now } = options;
  const { baseUrl, model } = config;
  const timeout = config.timeoutSeconds * 1_000;
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    timeout,
    maxRetries: MAX_RETRIES,
    // Its log would hold questions, and an MCP server's output belongs to the protocol.
    logLevel: "off",
    fetchOptions: { redirect: "error" },
  });
  return {
    advise: async (proposals) => {
      const at = now();
      const start = performance.now();
      const asked = proposals.slice(0, MAX_PROPOSALS);
      const told = asked.map(factsOf);
      const said = await ask(client, model, told, AbortSignal.timeout(timeout)).catch(codeOf);
      const failure = typeof said === "string" ? said : null;
      const answered = typeof said === "string" ? null : known(said, asked);
      record({ at, model, told, answered, failure, took: performance.now() - start });
      return answered ?? proposals.map(({ lead: { leadId, round } }) => ({ leadId, round }));
    },
  };
}

/** Goes on until the model has called the tool with what the tool takes. */
async function ask(
  client: OpenAI,
  model: string,
  told: readonly ProposalFacts[],
  signal: AbortSignal,
): Promise<Advice[]> {
  const messages: ChatCompletionMessageParam[] = [
    { role: "system", content: INSTRUCTIONS },
    { role: "user", content: dataMessage(told) },
  ];
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    // Without a temperature: models that think refuse it.
    const { choices } = await client.chat.completions.create(
      { model, messages, tools: [TOOL] },
      { signal },
    );
    const message = choices[0]?.message;
    if (message === undefined) throw new NoAdvice();
    const calls = message.tool_calls ?? [];
    const advice =
      calls.map(adviceOf).find((one) => one !== undefined) ?? adviceIn(message.content);
    if (advice !== undefined) return advice;
    // The whole message goes back, with what the endpoint added to it: thinking models demand their reasoning.
    messages.push(message, ...replies(message, calls));
  }
  throw new NoAdvice();
}

function replies(
  { content }: ChatCompletionMessage,
  calls: readonly ChatCompletionMessageToolCall[],
): ChatCompletionMessageParam[] {
  const again = "That is not valid. Call submit_advice with the leads' ids and rounds.";
  if (calls.length > 0) {
    return calls.map(({ id }) => ({ role: "tool", tool_call_id: id, content: again }));
  }
  if (content === null) return [];
  return [{ role: "user", content: again }];
}

function adviceOf(call: ChatCompletionMessageToolCall): Advice[] | undefined {
  if (call.type !== "function" || call.function.name !== TOOL.function.name) return undefined;
  return adviceIn(call.function.arguments);
}

/** The advice in a JSON text. */
function adviceIn(json: string | null): Advice[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
  const { data } = adviceSchema.safeParse(parsed);
  return data?.advice.map(({ leadId, round, veto }) => ({
    leadId: BigInt(leadId),
    round,
    ...(veto == null ? {} : { veto: plain(veto) }),
  }));
}

/** What was asked about, once each: whatever else a model speaks of is nothing. */
function known(said: readonly Advice[], asked: readonly Proposal[]): Advice[] {
  const open = new Set(asked.map(({ lead }) => `${lead.leadId}:${lead.round}`));
  return said.filter(({ leadId, round }) => open.delete(`${leadId}:${round}`));
}

/** What a failure is called in the log: never the endpoint's words, which might repeat a key. */
function codeOf(error: unknown): string {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return "TIMED_OUT";
  }
  if (error instanceof NoAdvice) return "NO_ADVICE";
  if (error instanceof APIError) {
    return error.status === undefined ? "UNREACHABLE" : `HTTP_${error.status}`;
  }
  return "UNEXPECTED";
}
