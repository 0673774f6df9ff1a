import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import { reservesProofId } from "./ids.ts";

/** Proofs of reserves as the vault's feed has them. */
export async function proofClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const claims = history.of("vault", "ReservesProved").map(async (log): Promise<Claim> => {
    const { roundId, liabilities, solvent } = log.args;
    const [, balance, , provedAt] = await contracts.vault.read.getRoundData([roundId], at);
    return {
      entity: "ReservesProof",
      id: reservesProofId(roundId),
      view: "PersonalEscrowVault.getRoundData",
      fields: {
        roundId,
        balance,
        liabilities,
        solvent,
        ...logged(log),
        timestamp: provedAt,
      },
    };
  });
  return Promise.all(claims);
}
