import { getAddress, isAddress, type Address } from "viem";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** An account's address as people write it. */
export function parseAddress(text: string): Address {
  if (isAddress(text)) return getAddress(text);
  throw new LeadEngineError(
    "INVALID_ADDRESS",
    `${text} is not an address.`,
    "Write an address of 20 bytes with its checksum.",
  );
}
