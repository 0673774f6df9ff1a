/** A part of the local stack cannot start or has failed: the message names the cause and the next step. */
export class StackError extends Error {
  override readonly name = "StackError";
  readonly fault: string;
  readonly nextStep: string;

  /**
   * @param fault what happened, a sentence.
   * @param nextStep what the user can do, a sentence.
   */
  constructor(fault: string, nextStep: string, options?: ErrorOptions) {
    super(`${fault} ${nextStep}`, options);
    this.fault = fault;
    this.nextStep = nextStep;
  }
}

/** What an unknown error says, in one line. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(reasonOf).join("; ");
  }
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : "";
  return `${error.message}${cause}`;
}
