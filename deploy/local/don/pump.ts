/** Repeats a piece of work until it is closed. */
export interface Pump {
  /** Has the work done now, or once more if it is being done. */
  readonly kick: () => void;
  /** Waits for what is being done and has nothing more done. */
  readonly close: () => Promise<void>;
}

/**
 * Does a piece of work again and again, one turn at a time.
 * @param turn does what is due; returns when something is due next, milliseconds since 1970. It does not reject.
 */
export function startPump(turn: () => Promise<number>): Pump {
  let timer: NodeJS.Timeout | undefined;
  let turning: Promise<void> | undefined;
  let isKicked = false;
  let isClosed = false;
  const turns = async (): Promise<void> => {
    let next = 0;
    while (isKicked && !isClosed) {
      isKicked = false;
      next = await turn();
    }
    turning = undefined;
    if (!isClosed) timer = setTimeout(kick, Math.max(0, next - Date.now()));
  };
  const kick = (): void => {
    isKicked = true;
    clearTimeout(timer);
    turning ??= turns();
  };
  kick();
  return {
    kick,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await turning;
    },
  };
}
