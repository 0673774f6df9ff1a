import { zeroHash, type Account, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES, kycDataOf } from "../../parameters/compliance/credentialTypes.ts";
import { newIdentityOf } from "../../parameters/compliance/identity.ts";
import type { LocalProtocol } from "../../deployLocalProtocol.ts";

/** What an account is to hold. */
export interface Grant {
  readonly account: Address;
  /** Where its holder resides, ISO 3166: goes into the KYC credential, which every grant includes. */
  readonly jurisdiction: string;
  /** Types of further credentials. */
  readonly credentials?: readonly Hex[];
  /** When all of them expire, Unix seconds; never, if not given. */
  readonly expiresAt?: number;
}

/** No expiry, as the registry has it. */
const NEVER = 0;
const NO_CONTEXT = "0x";

/**
 * Registers accounts that no identity has yet, and gives each identity the credentials that it does not hold yet, in the real registries.
 * @param issuer holder of the compliance role.
 */
export async function grantCredentials(
  { identities, credentials }: Pick<LocalProtocol, "identities" | "credentials">,
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
