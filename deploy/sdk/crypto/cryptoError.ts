import { LeadEngineError } from "../errors/leadEngineError.ts";

/** What to do about each error of this room, by its code. */
const NEXT = {
  INVALID_POINT: "Read the capsule and the delivery key again from the chain's events.",
  INVALID_SCALAR: "Check the file that holds the delivery key's secret.",
  INVALID_CID: "Give the CID as the lead's token URI has it.",
  INVALID_SIGNATURE: "Use a wallet with a private key: contract wallets cannot derive keys.",
  KEY_MISMATCH: "Use the wallet that owns the lead.",
  CONTENT_UNREADABLE:
    "Fetch the ciphertext again from another IPFS node: name it with `services.ipfs`.",
  NOT_DETERMINISTIC: "Use a wallet whose signatures repeat, or keep the random key that is stored.",
} as const;

/** An error of keys, capsules or ciphertexts. What it says never holds a key, a salt, or plain text. */
export function cryptoError(code: keyof typeof NEXT, says: string): LeadEngineError {
  return new LeadEngineError(code, says, NEXT[code]);
}
