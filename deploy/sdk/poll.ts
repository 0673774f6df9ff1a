/** Between two looks where nothing else is said, milliseconds. */
const INTERVAL = 25;

/** What is waited for. */
export interface Poll<ValueT> {
  /** Undefined: not yet. What it throws ends the wait. */
  readonly look: () => Promise<ValueT | undefined>;
  /** Milliseconds. */
  readonly deadline: number;
  /** Between two looks, milliseconds. */
  readonly interval?: number;
  /** The error when the deadline has passed. */
  readonly late: () => Error | Promise<Error>;
}

/** Looks again and again until there is something to see. */
export async function poll<ValueT>({
  look,
  deadline,
  interval = INTERVAL,
  late,
}: Poll<ValueT>): Promise<ValueT> {
  for (const end = Date.now() + deadline; ;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > end) throw await late();
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}
