import type { Address } from "viem";

import type { Chain } from "./chain.ts";
import { created, type Claim } from "./claim.ts";
import { leadEntityId, vaultEntryId } from "./ids.ts";
import { movementsOf, type Movement } from "./movements.ts";

/** Movements of balances from the vault's logs; after the last of an account in a block the vault itself says what it has. */
export async function vaultEntryClaims(chain: Chain): Promise<Claim[]> {
  const balances = new Map<Address, { free: bigint; locked: bigint }>();
  const lastInBlock = new Map<string, Movement>();
  const told = movementsOf(chain.history).map((movement): Claim => {
    const { log, ordinal, account, kind, amount, leadId, counterparty } = movement;
    const before = balances.get(account) ?? { free: 0n, locked: 0n };
    const [free, locked] = [before.free + movement.free, before.locked + movement.locked];
    balances.set(account, { free, locked });
    lastInBlock.set(`${log.block}/${account}`, movement);
    return {
      entity: "VaultEntry",
      id: vaultEntryId(log, ordinal),
      fields: {
        account,
        kind,
        amount,
        freeChange: movement.free,
        lockedChange: movement.locked,
        free,
        locked,
        lead: leadId === undefined ? null : leadEntityId(leadId),
        counterparty,
        ...created(log),
      },
    };
  });
  const kept = [...lastInBlock.values()].map((movement) => balanceClaim(chain, movement));
  return [...told, ...(await Promise.all(kept))];
}

async function balanceClaim(
  { contracts: { vault } }: Chain,
  { log, ordinal, account }: Movement,
): Promise<Claim> {
  const then = { blockNumber: log.block };
  return {
    entity: "VaultEntry",
    id: vaultEntryId(log, ordinal),
    view: "PersonalEscrowVault.freeOf and lockedOf at its block",
    fields: {
      free: await vault.read.freeOf([account], then),
      locked: await vault.read.lockedOf([account], then),
    },
  };
}
