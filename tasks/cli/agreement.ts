import { createInterface } from "node:readline/promises";

import { LOCAL_CHAIN } from "../../deploy/sdk/actions/chainTime.ts";
import type { Client, Trader } from "../../deploy/sdk/client.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plannedStep, stepText, type PlannedStep } from "./steps.ts";

/** Where a question is asked and answered. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** The terminal of this process; the output proper stays free of questions. */
const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/**
 * How a task comes to send: undefined on a local chain or with `--yes`, where nobody is asked; else it shows each step and asks.
 * @param network the network's name, for people.
 */
export function agreementOf(
  trader: Trader,
  network: string,
  yes: boolean,
  terminal: Terminal = TERMINAL,
): Client["agree"] {
  if (yes || trader.chainId === LOCAL_CHAIN) return undefined;
  return async (step) => {
    const text = stepText(await plannedStep(trader, step), trader, network);
    await askToSend({ what: step.what, text, network }, terminal);
  };
}

/** What a person is asked about. */
interface Question {
  /** What would be sent, in a few words: `Committing the bid`. */
  readonly what: string;
  /** All that there is to say about it. */
  readonly text: string;
  /** The network's name. */
  readonly network: string;
}

/** Shows what is about to be sent, and asks. @throws {LeadEngineError} `NOT_CONFIRMED`: the answer is no, or nobody is there. */
export async function askToSend(
  { what, text, network }: Question,
  { input, output }: Terminal = TERMINAL,
): Promise<void> {
  if (input.isTTY !== true) {
    throw new LeadEngineError(
      "NOT_CONFIRMED",
      `${network} is a live network, and nobody is there to agree: ${what} was not sent.`,
      "Look at it with --dry-run, then send it with --yes.",
    );
  }
  const lines = createInterface({ input, output });
  try {
    output.write(`${text}\n`);
    const answer = await lines.question(`Send it to ${network}? [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    lines.close();
  }
  throw new LeadEngineError(
    "NOT_CONFIRMED",
    `${what} was not sent: you did not agree.`,
    "Run the task again when you want it.",
  );
}

/** The code of what is thrown in the place of sending. */
export const NOT_SENT = "DRY_RUN";

/** A run that tries each step and sends none. */
export interface DryRun {
  readonly trader: Trader;
  readonly steps: readonly PlannedStep[];
  /** Whether an error is the one that keeps a step from being sent. */
  readonly isEnd: (error: unknown) => boolean;
}

/** A trader that notes what it would send, and keeps nothing. */
export function dryRunOf(trader: Trader): DryRun {
  const steps: PlannedStep[] = [];
  const { storage } = trader;
  const nowhere = () => Promise.resolve("no file: this is a dry run");
  return {
    steps,
    isEnd: (error) => error instanceof LeadEngineError && error.code === NOT_SENT,
    trader: {
      ...trader,
      storage: {
        ...storage,
        keepBid: nowhere,
        keepDeliveryKey: nowhere,
        keepContent: () => Promise.resolve(),
      },
      agree: async (step) => {
        steps.push(await plannedStep(trader, step));
        throw new LeadEngineError(NOT_SENT, `${step.what}: not sent, this is a dry run.`);
      },
    },
  };
}
