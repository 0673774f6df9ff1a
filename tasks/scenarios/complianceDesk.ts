import type { NetworkConnection } from "hardhat/types/network";
import type { Hex } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import { grantCredentials, type Grant } from "../../deploy/local/credentials.ts";
import type { Party } from "./party.ts";

/** Never expires, as the registry has it. */
const NEVER = 0;

/** The compliance role's wallet at the registries of a deployment. */
export async function openComplianceDesk(
  { viem }: NetworkConnection<"op">,
  { accounts, identities, credentials }: LocalProtocol,
) {
  const { account } = await viem.getWalletClient(accounts.compliance);
  const identityOf = ({ address }: Party) => identities.read.getIdentity([address]);

  return {
    grant: (grants: readonly Grant[]) =>
      grantCredentials({ identities, credentials }, account, grants),

    /** Gives a known account's identity a credential that it does not hold. `expiresAt` is Unix seconds. */
    issue: async (party: Party, type: Hex, expiresAt = NEVER) => {
      const credential = [await identityOf(party), type, expiresAt, "0x", "0x"] as const;
      await credentials.write.registerCredential(credential, { account });
    },

    /** Lets a credential that a known account holds last for ever. */
    renew: async (party: Party, type: Hex) => {
      const credential = [await identityOf(party), type, NEVER, "0x"] as const;
      await credentials.write.renewCredential(credential, { account });
    },

    /** Takes a credential from a known account. */
    revoke: async (party: Party, type: Hex) => {
      const credential = [await identityOf(party), type, "0x"] as const;
      await credentials.write.removeCredential(credential, { account });
    },
  };
}
