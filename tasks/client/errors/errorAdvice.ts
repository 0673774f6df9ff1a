/**
 * What a contract's error means to whoever made the call, and what to do next. `{name}` stands for an argument of the error,
 * `{name:unit}` for one with a unit; see `formatArgument`. `{name:revert}` stands for what revert data within the error means.
 */
export interface ErrorAdvice {
  readonly says: string;
  readonly next: string;
}

/** Advice by the error's name. */
export type ErrorCatalogue = Readonly<Record<string, ErrorAdvice>>;
