import { setTimeout as delay } from "node:timers/promises";

import { durationText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { explainTaskError } from "./explainError.ts";
import { untilStopped } from "./untilStopped.ts";

/** What is done again and again. */
export interface Repetition<PassT> {
  /** Whether to do it once only; else until the user stops it. */
  readonly once: boolean;
  /** Seconds between two passes. */
  readonly every: number;
  readonly pass: () => Promise<PassT>;
  /** Tells what a pass did. */
  readonly tell: (passed: PassT) => void;
  /** Reports progress. */
  readonly note: (line: string) => void;
  /** Calls back when the next pass should not wait; returns what ends that. */
  readonly listen?: (wake: () => void) => () => void;
}

/**
 * Runs passes until the user stops them, and lets the last one end. A node, a subgraph or a database that is away for a while is reported
 * once, however its absence shows, and tried again; where there is only one pass, it fails the task.
 */
export async function repeat<PassT>(repetition: Repetition<PassT>): Promise<void> {
  const { once, every, pass, tell, note, listen } = repetition;
  if (once) {
    tell(await pass());
    return;
  }
  const stopping = new AbortController();
  void untilStopped().then(() => {
    stopping.abort();
  });
  note(`Looking every ${durationText(every)}, until ctrl-C`);
  let waiting = new AbortController();
  const wake = () => {
    waiting.abort();
  };
  stopping.signal.addEventListener("abort", wake);
  const unlisten = listen?.(wake);
  const told = new Set<string>();
  while (!stopping.signal.aborted) {
    try {
      tell(await pass());
      told.clear();
    } catch (error) {
      const explained = explainTaskError(error);
      if (!(explained instanceof LeadEngineError)) throw error;
      if (!told.has(explained.code)) note(`${explained.says} Trying again.`);
      told.add(explained.code);
    }
    // A call that came during the pass cuts the wait short as well.
    await delay(every * 1_000, undefined, { signal: waiting.signal }).catch(() => undefined);
    waiting = new AbortController();
  }
  unlisten?.();
}
