import type { NetworkConnection } from "hardhat/types/network";
import type { Hex } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import { grantCredentials, type Grant } from "../../deploy/local/compliance/grantCredentials.ts";
import type { Party } from "../protocol/party.ts";

/** Never expires, as the registry has it. */
const NEVER = 0;

/** The compliance role's wallet at the registries of a deployment. */
export async function openComplianceDesk(
  { viem }: NetworkConnection<"op">,
  { accounts, identities, credentials }: LocalProtocol,
) {
  const { account } = await viem.getWalletClient(accounts.compliance);

  return {
    grant: (grants: readonly Grant[]) =>
      grantCredentials({ identities, credentials }, account, grants),

    /** Gives a known account's identity a credential that it does not hold. `expiresAt` is Unix seconds. */
    issue: async ({ address }: Party, type: Hex, expiresAt = NEVER) => {
      const ccid = await identities.read.getIdentity([address]);
      await credentials.write.registerCredential([ccid, type, expiresAt, "0x", "0x"], { account });
    },
  };
}
