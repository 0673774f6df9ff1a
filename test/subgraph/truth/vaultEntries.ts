import type { Address } from "viem";

import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import { bountyEntityId, leadEntityId, vaultEntryId } from "./ids.ts";
import type { Movement } from "./rounds/round.ts";

/** Movements of balances from the logs; after the last of an account in a block the vault itself says what it has. */
export async function vaultEntryClaims({ movements, contracts }: Chain): Promise<Claim[]> {
  const balances = new Map<Address, { free: bigint; locked: bigint }>();
  const lastInBlock = new Map<string, Movement>();
  const told = movements.map((movement): Claim => {
    const { log, ordinal, account, reason, amount, round, counterparty, bountyId } = movement;
    const before = balances.get(account) ?? { free: 0n, locked: 0n };
    const [free, locked] = [before.free + movement.free, before.locked + movement.locked];
    balances.set(account, { free, locked });
    lastInBlock.set(`${log.block}/${account}`, movement);
    return {
      entity: "VaultEntry",
      id: vaultEntryId(log, ordinal),
      fields: {
        ...{ account, reason, amount, free, locked, counterparty },
        freeChange: movement.free,
        lockedChange: movement.locked,
        lead: round && leadEntityId(round.leadId),
        auction: round?.id,
        bounty: bountyId === undefined ? null : bountyEntityId(bountyId),
        ...logged(log),
      },
    };
  });
  const kept = [...lastInBlock.values()].map(async ({ log, ordinal, account }): Promise<Claim> => {
    const then = { blockNumber: log.block };
    return {
      entity: "VaultEntry",
      id: vaultEntryId(log, ordinal),
      view: "PersonalEscrowVault.freeOf and lockedOf at its block",
      fields: {
        free: await contracts.vault.read.freeOf([account], then),
        locked: await contracts.vault.read.lockedOf([account], then),
      },
    };
  });
  return [...told, ...(await Promise.all(kept))];
}
