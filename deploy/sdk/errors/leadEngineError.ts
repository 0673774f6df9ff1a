/** What is wrong with one part of what was given. */
export interface Issue {
  /** Where, such as `terms.baseReserve`; empty for the whole. */
  readonly path: string;
  /** The rule; never the value. */
  readonly message: string;
}

/** A refusal that its reader can act on. It never holds a key, a salt, or personal data. */
export class LeadEngineError extends Error {
  override readonly name = "LeadEngineError";
  /** What kind of refusal it is, for programs: `WRONG_PHASE`, or a contract's error, such as `LeadNFT_Expired`. */
  readonly code: string;
  /** What is wrong. */
  readonly says: string;
  /** What to do next; undefined where nothing can be done about it. */
  readonly next: string | undefined;
  /** What is wrong place by place, where several things may be. */
  readonly issues: readonly Issue[] | undefined;

  constructor(
    code: string,
    says: string,
    next?: string,
    { issues, ...options }: ErrorOptions & { readonly issues?: readonly Issue[] } = {},
  ) {
    super(says, options);
    this.code = code;
    this.says = says;
    this.next = next;
    this.issues = issues;
  }
}

/** Whether an error is one of ours with this code. */
export function hasCode(error: unknown, code: string): error is LeadEngineError {
  return error instanceof LeadEngineError && error.code === code;
}
