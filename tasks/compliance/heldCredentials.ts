import { getAddress, isAddress, type Address } from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import {
  isExpired,
  residenceIn,
  type Credential,
} from "../../deploy/sdk/actions/compliance/getCredentials.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** The account that a task's argument names. */
export function holderAddress(text: string): Address {
  if (isAddress(text)) return getAddress(text);
  throw new LeadEngineError(
    "INVALID_ADDRESS",
    `${text} is not an account.`,
    "Give its address: 0x and 40 hexadecimal digits.",
  );
}

/** Where a credential says that its holder resides; undefined unless it is a valid KYC credential's. */
export function jurisdictionOf({ typeId, data }: Credential): string | undefined {
  return typeId === CREDENTIAL_TYPES.kyc ? residenceIn(data) : undefined;
}

/** A credential's state in words. A sanction does not end by itself. @param now Unix seconds. */
export function stateOf(credential: Credential, now: number): "valid" | "expired" | "in force" {
  if (credential.typeId === CREDENTIAL_TYPES.sanctioned) return "in force";
  return isExpired(credential, now) ? "expired" : "valid";
}
