import { Bytes, crypto } from "@graphprotocol/graph-ts";

/** Names that `CredentialTypes` makes ids of. */
const KYC = "lead-engine.kyc";
const SANCTIONED = "lead-engine.sanctioned";
const CONSENT = "lead-engine.consent";
const LICENCE = "lead-engine.licence";
const TRANSFER = "lead-engine.transfer";

/** Bytes of an ABI word. */
const WORD = 32;

/** Whether a type marks the sanctioned. */
export function isSanction(id: Bytes): boolean {
  return id == idOf(SANCTIONED);
}

/** Type of the credential that marks the sanctioned. */
export function sanctionType(): Bytes {
  return idOf(SANCTIONED);
}

/** Whether a type is the KYC credential's. */
export function isKyc(id: Bytes): boolean {
  return id == idOf(KYC);
}

/** Kind of a type without parameters; `Other` for all else. */
export function plainKindOf(id: Bytes): string {
  if (isKyc(id)) return "Kyc";
  if (isSanction(id)) return "Sanctioned";
  return id == idOf(CONSENT) ? "Consent" : "Other";
}

/** Type of the licence of a root vertical in a region. */
export function licenceType(root: Bytes, region: Bytes): Bytes {
  return hashOf(idOf(LICENCE).concat(root).concat(padded(region)));
}

/** Type of the right to receive data of a regime. */
export function transferType(regime: Bytes): Bytes {
  return hashOf(idOf(TRANSFER).concat(regime));
}

function idOf(name: string): Bytes {
  return hashOf(Bytes.fromUTF8(name));
}

function hashOf(data: Bytes): Bytes {
  return Bytes.fromByteArray(crypto.keccak256(data));
}

/** A value of a fixed number of bytes as an ABI word. */
function padded(value: Bytes): Bytes {
  return value.concat(new Bytes(WORD - value.length));
}
