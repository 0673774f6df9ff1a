/** What went wrong, for callers that advise the user. */
export type CryptoErrorCode =
  | "INVALID_POINT"
  | "INVALID_SCALAR"
  | "INVALID_CID"
  | "INVALID_SIGNATURE"
  | "KEY_MISMATCH"
  | "CONTENT_UNREADABLE"
  | "NOT_DETERMINISTIC";

/** An error of this module. Its message never holds a key, a salt, or plain text. */
export class CryptoError extends Error {
  override readonly name = "CryptoError";
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
