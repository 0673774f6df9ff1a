import { zeroHash, type Account, type Address, type Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
} from "../parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../parameters/compliance/licences.ts";
import { UNITED_STATES } from "../parameters/compliance/usStates.ts";
import { newIdentityOf } from "../sdk/actions/compliance/issueCredential.ts";

/** Credentials that an account should hold. */
export interface Grant {
  readonly account: Address;
  /** Where its holder resides, ISO 3166: goes into the KYC credential, which every grant includes. */
  readonly jurisdiction: string;
  /** Types of further credentials. */
  readonly credentials?: readonly Hex[];
  /** When all of them expire, Unix seconds; never if absent. */
  readonly expiresAt?: number;
}

/** Where the traders of a local chain reside. */
const HOME = "US-TX";
/** The registry's value for no expiry. */
const NEVER = 0;
const NO_CONTEXT = "0x";

/** The real registries, as far as they are used here: bound by viem to a client that reads and one that sends. */
interface Registries {
  readonly identities: {
    readonly read: { readonly getIdentity: (args: readonly [Address]) => Promise<Hex> };
    readonly write: {
      readonly registerIdentities: (
        args: readonly [readonly Hex[], readonly Address[], Hex],
        options: { readonly account: Account },
      ) => Promise<unknown>;
    };
  };
  readonly credentials: {
    readonly read: {
      readonly getCredentialTypes: (args: readonly [Hex]) => Promise<readonly Hex[]>;
    };
    readonly write: {
      readonly registerCredentials: (
        args: readonly [Hex, readonly Hex[], number, readonly Hex[], Hex],
        options: { readonly account: Account },
      ) => Promise<unknown>;
    };
  };
}

/**
 * Registers accounts without an identity and gives each identity the credentials that it lacks, in the real registries.
 * @param issuer holder of the compliance role.
 */
export async function grantCredentials(
  { identities, credentials }: Registries,
  issuer: Account,
  grants: readonly Grant[],
): Promise<void> {
  const unknown: Address[] = [];
  for (const { account } of grants) {
    if ((await identities.read.getIdentity([account])) === zeroHash) unknown.push(account);
  }
  if (unknown.length > 0) {
    await identities.write.registerIdentities([unknown.map(newIdentityOf), unknown, NO_CONTEXT], {
      account: issuer,
    });
  }
  for (const { account, jurisdiction, credentials: types = [], expiresAt = NEVER } of grants) {
    const ccid = await identities.read.getIdentity([account]);
    const held = await credentials.read.getCredentialTypes([ccid]);
    const missing = [CREDENTIAL_TYPES.kyc, ...types].filter((type) => !held.includes(type));
    if (missing.length === 0) continue;
    const data = missing.map((type): Hex =>
      type === CREDENTIAL_TYPES.kyc ? kycDataOf(jurisdiction) : "0x",
    );
    await credentials.write.registerCredentials([ccid, missing, expiresAt, data, NO_CONTEXT], {
      account: issuer,
    });
  }
}

/** Root verticals whose leads from the United States need a licence. */
export function licensedRoots(): readonly string[] {
  return loadLicences()
    .filter(({ inUnitedStates }) => inUnitedStates)
    .map(({ root }) => root);
}

/**
 * What an account of a local chain needs to sell and buy leads of the United States: it is known, has accepted the duties of consent, and
 * holds a nationwide licence for every root vertical named.
 * @param roots by default all that demand a licence.
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
