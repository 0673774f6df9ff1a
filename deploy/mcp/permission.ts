import { createHash, randomBytes, randomUUID } from "node:crypto";

import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type ClientCapabilities,
  type InputRequiredResult,
  type ServerContext,
} from "@modelcontextprotocol/server";

import { toJson } from "../sdk/codes/json.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";

/** How long an answer may take, seconds. */
const PATIENCE = 600;
const ANSWER = "send";

/** What an answer is about. */
interface Asked {
  /** Names the question: it is answered once. */
  readonly id: string;
  /** Digest of tool and parameters. */
  readonly call: string;
}

/** A call that needs a person's word. */
export interface AskedCall {
  readonly tool: string;
  readonly parameters: object;
  readonly question: string;
  /** The command that does the same. */
  readonly command: string;
}

/**
 * Asks a person before something is sent, by elicitation. An answer counts for the very call that was asked about, once, and for ten minutes:
 * what was asked comes back from the client under a seal that only this process can make.
 */
export class Permission {
  readonly #codec = createRequestStateCodec<Asked>({
    key: randomBytes(32),
    ttlSeconds: PATIENCE,
  });
  /** Questions that are answered, and when they can be forgotten. */
  readonly #answered = new Map<string, number>();

  readonly verify = (state: string, context: ServerContext): Promise<Asked> =>
    this.#codec.verify(state, context);

  /**
   * The question to put to a person, or undefined once it was answered with yes.
   * @param declared what a client of 2025 said that it can do.
   * @throws {LeadEngineError} `CANNOT_ASK`, `DECLINED`, `OTHER_CALL`, `ANSWERED_BEFORE`.
   */
  async ask(
    context: ServerContext,
    asked: AskedCall,
    declared: ClientCapabilities | undefined,
  ): Promise<InputRequiredResult | undefined> {
    const { question, command } = asked;
    const call = digestOf(asked);
    const answer = inputResponse(context.mcpReq.inputResponses, ANSWER);
    const state = context.mcpReq.requestState<Asked>();
    if (answer.kind === "missing" || state === undefined) {
      if (!canAsk(context, declared)) throw cannotAsk(command);
      return inputRequired({
        inputRequests: { [ANSWER]: inputRequired.elicit(formOf(question)) },
        requestState: await this.#codec.mint({ id: randomUUID(), call }),
      });
    }
    if (state.call !== call) {
      throw new LeadEngineError(
        "OTHER_CALL",
        "The answer is to a question about another call.",
        "Call the tool again: the question comes anew.",
      );
    }
    this.#count(state.id);
    if (answer.kind === "elicit" && answer.action === "accept" && answer.content?.[ANSWER] === true)
      return undefined;
    throw new LeadEngineError(
      "DECLINED",
      "The person who was asked did not agree: nothing was sent.",
      "Ask what should be different before you call the tool again.",
    );
  }

  #count(id: string): void {
    const now = Date.now();
    for (const [old, end] of this.#answered) if (end < now) this.#answered.delete(old);
    if (this.#answered.has(id)) {
      throw new LeadEngineError(
        "ANSWERED_BEFORE",
        "This answer was used before: it counts once.",
        "Call the tool again: the question comes anew.",
      );
    }
    this.#answered.set(id, now + PATIENCE * 1_000);
  }
}

function digestOf({ tool, parameters }: AskedCall): string {
  return createHash("sha256").update(toJson({ tool, parameters })).digest("hex");
}

function formOf(message: string) {
  return {
    mode: "form" as const,
    message,
    requestedSchema: {
      type: "object" as const,
      properties: {
        [ANSWER]: {
          type: "boolean" as const,
          title: "Send it",
          description: "Nothing is sent unless you agree",
        },
      },
      required: [ANSWER],
    },
  };
}

/** Whether the client shows forms to a person. */
function canAsk(context: ServerContext, declared: ClientCapabilities | undefined): boolean {
  // The envelope's type does not name its keys.
  const envelope = (context.mcpReq.envelope ?? {}) as Readonly<
    Record<string, ClientCapabilities | undefined>
  >;
  const { elicitation } = envelope[CLIENT_CAPABILITIES_META_KEY] ?? declared ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || !elicitation.url);
}

function cannotAsk(command: string): LeadEngineError {
  return new LeadEngineError(
    "CANNOT_ASK",
    "This client cannot ask a person before something is sent, so nothing is sent.",
    `The operator can run \`${command}\`, use a client with elicitation, or start the server with \`--allow-unattended\`, which lets tools send within the operator's limits without asking.`,
  );
}
