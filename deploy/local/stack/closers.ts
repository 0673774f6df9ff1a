/** What has been started and is to be stopped, the latest first. */
export class Closers {
  readonly #closers: (() => Promise<void>)[] = [];
  #closing: Promise<void> | undefined;

  /** Notes how to stop what has just been started. */
  add(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** The same for what others lean on: it is stopped after them, whenever they were started. */
  addUnderneath(close: () => Promise<void>): void {
    this.#closers.unshift(close);
  }

  /** Stops everything once, whatever fails on the way; then throws the first failure. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.toReversed()) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Waits for all, so that nothing starts any more when the first failure is thrown. */
export async function allOrFirstFailure<const TasksT extends readonly Promise<unknown>[]>(
  ...tasks: TasksT
): Promise<{ -readonly [K in keyof TasksT]: Awaited<TasksT[K]> }> {
  await Promise.allSettled(tasks);
  return Promise.all(tasks);
}
