import type { Hex } from "viem";

import { credentialName } from "../../credential/credentialNames.ts";

const CREDENTIAL_TYPE = /0x[0-9a-f]{64}/g;

/** The policy's reason with credentials by their names instead of their types: `licence: 0x… lacks a valid licence insurance US-CA`. */
export function namesInReason(reason: string): string {
  return reason.replaceAll(CREDENTIAL_TYPE, (typeId) => credentialName(typeId as Hex));
}
