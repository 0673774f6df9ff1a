import { accountsOf } from "./accounts.ts";
import type { Chain } from "./chain.ts";
import { created, firstOf, updated, type Claim } from "./claim.ts";
import { VAULT_ID } from "./ids.ts";

/** The vault's totals from the logs, and from its own views and those of all accounts. */
export async function vaultClaims(chain: Chain): Promise<Claim[]> {
  const { history } = chain;
  const [deposits, withdrawals] = [
    history.of("vault", "Deposited"),
    history.of("vault", "Withdrawn"),
  ];
  const deposited = total(deposits.map(({ args }) => args.amount));
  const withdrawn = total(withdrawals.map(({ args }) => args.amount));
  const pauses = history.of("vault", "PauseSet");
  const proofs = history.of("vault", "ReservesProved");
  const changes = [...deposits, ...withdrawals, ...pauses, ...proofs];
  if (changes.length === 0) return [];
  const told: Claim = {
    entity: "Vault",
    id: VAULT_ID,
    fields: {
      liabilities: deposited - withdrawn,
      deposited,
      withdrawn,
      paused: pauses.at(-1)?.args.paused ?? false,
      solvent: proofs.at(-1)?.args.solvent ?? true,
      ...created(firstOf(...changes)),
      ...updated(...changes),
    },
  };
  return [told, await keptClaim(chain)];
}

async function keptClaim({ contracts: { vault }, at, history }: Chain): Promise<Claim> {
  const accounts = accountsOf(history).map(({ address }) => address);
  const free = await Promise.all(accounts.map((account) => vault.read.freeOf([account], at)));
  const locked = await Promise.all(accounts.map((account) => vault.read.lockedOf([account], at)));
  const liabilities = await vault.read.liabilities(at);
  if (total(free) + total(locked) !== liabilities) {
    throw new Error("The accounts' balances do not add up to what the vault owes.");
  }
  return {
    entity: "Vault",
    id: VAULT_ID,
    view: "PersonalEscrowVault.liabilities and paused",
    fields: {
      liabilities,
      paused: await vault.read.paused(at),
    },
  };
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
