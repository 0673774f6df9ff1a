import { timeText } from "../client/format.ts";
import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import type { HeldCredential } from "./holder.ts";

/** A credential's end in words. */
export function endText(expiresAt: bigint | number): string {
  return Number(expiresAt) === 0 ? "no end" : timeText(expiresAt);
}

/** Whether a credential's time is over at `now`, Unix seconds. */
export function isExpired({ expiresAt }: Pick<HeldCredential, "expiresAt">, now: number): boolean {
  return expiresAt !== 0 && expiresAt <= now;
}

/** A credential's state in words. A sanction does not end by itself. */
export function stateOf(credential: HeldCredential, now: number): "valid" | "expired" | "in force" {
  if (credential.typeId === CREDENTIAL_TYPES.sanctioned) return "in force";
  return isExpired(credential, now) ? "expired" : "valid";
}
