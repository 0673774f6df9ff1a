/** Default time between two looks, milliseconds. */
const INTERVAL = 25;

/** What to wait for. */
export interface Poll<ValueT> {
  /** Undefined: not yet. An error ends the wait. */
  readonly look: () => Promise<ValueT | undefined>;
  /** Milliseconds. */
  readonly deadline: number;
  /** Time between two looks, milliseconds. */
  readonly interval?: number;
  /** The error when the deadline has passed. */
  readonly late: () => Error | Promise<Error>;
}

/** Looks repeatedly until there is a result. */
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
