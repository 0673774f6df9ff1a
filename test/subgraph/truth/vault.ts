import { accountsOf } from "./accountStories.ts";
import type { Chain } from "./chain.ts";
import { updated, type Claim } from "./claim.ts";
import { VAULT_ID } from "./ids.ts";

/** The vault's totals from the logs, and from its own views and those of all accounts. */
export async function vaultClaims(chain: Chain): Promise<Claim[]> {
  const { history, movements } = chain;
  const deposits = movements.filter(({ reason }) => reason === "Deposited");
  const withdrawals = movements.filter(({ reason }) => reason === "Withdrawn");
  const deposited = total(deposits.map(({ amount }) => amount));
  const withdrawn = total(withdrawals.map(({ amount }) => amount));
  const locks = movements.filter(({ locked }) => locked !== 0n);
  const pauses = history.of("vault", "PauseSet");
  const proofs = history.of("vault", "ReservesProved");
  const moved = [...deposits, ...withdrawals, ...locks].map(({ log }) => log);
  const changes = [...moved, ...pauses, ...proofs];
  if (changes.length === 0) return [];
  const told: Claim = {
    entity: "Vault",
    id: VAULT_ID,
    fields: {
      liabilities: deposited - withdrawn,
      locked: total(locks.map(({ locked }) => locked)),
      ...{ deposited, withdrawn },
      paused: pauses.at(-1)?.args.paused ?? false,
      solvent: proofs.at(-1)?.args.solvent ?? true,
      ...updated(...changes),
    },
  };
  return [told, await keptClaim(chain)];
}

async function keptClaim(chain: Chain): Promise<Claim> {
  const { vault } = chain.contracts;
  const accounts = accountsOf(chain).map(({ address }) => address);
  const read = { free: vault.read.freeOf, locked: vault.read.lockedOf };
  const free = await Promise.all(accounts.map((account) => read.free([account], chain.at)));
  const locked = await Promise.all(accounts.map((account) => read.locked([account], chain.at)));
  const liabilities = await vault.read.liabilities(chain.at);
  if (total(free) + total(locked) !== liabilities) {
    throw new Error("The accounts' balances do not add up to what the vault owes.");
  }
  return {
    entity: "Vault",
    id: VAULT_ID,
    view: "PersonalEscrowVault.liabilities, lockedOf and paused",
    fields: { liabilities, locked: total(locked), paused: await vault.read.paused(chain.at) },
  };
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
