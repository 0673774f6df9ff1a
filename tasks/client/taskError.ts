/** A refusal that the user can act on: what is wrong, and what to do next. Never holds a key, a salt, or personal data. */
export class TaskError extends Error {
  override readonly name = "TaskError";
  readonly next: string;

  constructor(message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.next = next;
  }
}
