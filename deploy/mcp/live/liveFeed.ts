import type { Client } from "../../sdk/client.ts";
import { explainError } from "../../sdk/errors/explainError.ts";
import { headOf } from "../../sdk/subgraph/queryAtBlock.ts";
import { cursorAfter, readFeed } from "./feed.ts";

/** Time between two looks at the subgraph, milliseconds; Base has a block every two seconds. */
const INTERVAL = 1_000;

/** Tells that leads were listed, while somebody listens, and does nothing else. */
export class LiveFeed {
  readonly #client: Client;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** How many listen. */
  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Whether it looks for leads. */
  get isWatching(): boolean {
    return this.#stop !== undefined;
  }

  /** Calls `listener` after each look that found new leads, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    const own = () => {
      listener();
    };
    this.#listeners.add(own);
    this.#stop ??= this.#watch();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  /** Ends the watch, whoever listens. */
  close(): void {
    this.#listeners.clear();
    this.#stop?.();
    this.#stop = undefined;
  }

  #watch(): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    let after: ReturnType<typeof cursorAfter> | undefined;
    const look = async () => {
      try {
        if (after === undefined) {
          const url = await this.#client.services.requireIndex();
          after = cursorAfter((await headOf(url))?.number ?? 0);
        }
        const { cursor, leads } = await readFeed(this.#client, { after });
        after = cursor;
        if (leads.length > 0) for (const listener of [...this.#listeners]) listener();
      } catch (error) {
        // A subgraph that is away for a while is asked again; what it learns meanwhile is told then.
        if (explainError(error) === undefined) console.error(error);
      }
      if (isOver) return;
      timer = setTimeout(() => {
        void look();
      }, INTERVAL);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
}
