import { encodeAbiParameters, keccak256, stringToHex, type Hex } from "viem";

import { regionToHex } from "../../sdk/lead/region.ts";
import { verticalIdOf } from "../../sdk/lead/vertical.ts";
import { regimeToHex } from "./regime.ts";

const LICENCE_DOMAIN = keccak256(stringToHex("lead-engine.licence"));
const TRANSFER_DOMAIN = keccak256(stringToHex("lead-engine.transfer"));

/** Credential types without parameters, as `CredentialRegistry` holds them. A `sanctioned` one, expired or not, bars its holder until it is removed. */
export const CREDENTIAL_TYPES = {
  kyc: keccak256(stringToHex("lead-engine.kyc")),
  sanctioned: keccak256(stringToHex("lead-engine.sanctioned")),
  consent: keccak256(stringToHex("lead-engine.consent")),
} as const satisfies Record<string, Hex>;

/** Licence to serve consumers of a root vertical in a region: a state, or a country for all of it. */
export function licenceTypeOf(root: string, region: string): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "bytes6" }],
      [LICENCE_DOMAIN, verticalIdOf(root), regionToHex(region)],
    ),
  );
}

/** Right to receive personal data from countries of a regime: certification, standard contractual clauses, or the like. */
export function transferTypeOf(regime: string): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }],
      [TRANSFER_DOMAIN, regimeToHex(regime)],
    ),
  );
}

/** Data of a KYC credential: where its holder resides. */
export function kycDataOf(jurisdiction: string): Hex {
  return regionToHex(jurisdiction);
}
