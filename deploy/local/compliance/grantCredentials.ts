import type { Account, Address, Hex } from "viem";

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
 * Registers accounts that no identity has yet, and gives each identity its credentials, in the real registries.
 * @param issuer holder of the compliance role.
 */
export async function grantCredentials(
  { identities, credentials }: Pick<LocalProtocol, "identities" | "credentials">,
  issuer: Account,
  grants: readonly Grant[],
): Promise<void> {
  const accounts = grants.map(({ account }) => account);
  await identities.write.registerIdentities([accounts.map(newIdentityOf), accounts, NO_CONTEXT], {
    account: issuer,
  });
  for (const { account, jurisdiction, credentials: types = [], expiresAt = NEVER } of grants) {
    const data = [kycDataOf(jurisdiction), ...types.map((): Hex => "0x")];
    await credentials.write.registerCredentials(
      [newIdentityOf(account), [CREDENTIAL_TYPES.kyc, ...types], expiresAt, data, NO_CONTEXT],
      { account: issuer },
    );
  }
}
