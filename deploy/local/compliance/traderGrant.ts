import type { Address } from "viem";

import { CREDENTIAL_TYPES, licenceTypeOf } from "../../parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../parameters/compliance/licences.ts";
import { UNITED_STATES } from "../../parameters/compliance/usStates.ts";
import type { Grant } from "./grantCredentials.ts";

/** Where the traders of a local chain reside. */
const HOME = "US-TX";

/** Root verticals whose leads from the United States need a licence. */
export function licensedRoots(): readonly string[] {
  return loadLicences()
    .filter(({ inUnitedStates }) => inUnitedStates)
    .map(({ root }) => root);
}

/**
 * What an account of a local chain needs to sell and buy leads of the United States: it is known, has accepted the duties of consent, and
 * holds a nationwide licence of every root vertical named.
 * @param roots all that demand a licence, unless given.
 */
export function traderGrant(account: Address, roots: readonly string[] = licensedRoots()): Grant {
  return {
    account,
    jurisdiction: HOME,
    credentials: [
      CREDENTIAL_TYPES.consent,
      ...roots.map((root) => licenceTypeOf(root, UNITED_STATES)),
    ],
  };
}
