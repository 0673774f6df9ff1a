import { getAddress, slice, type Address } from "viem";

import type { Chain } from "./chain.ts";
import { created, type Claim } from "./claim.ts";
import { CONTRACT_NAMES } from "./history.ts";
import { eventId, reservesProofId } from "./ids.ts";

/** `keccak256("eip1967.proxy.implementation") - 1`. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** What can be trusted: proofs of reserves as the vault's feed has them, implementations as the proxies have them, ignored random words. */
export async function custodyClaims(chain: Chain): Promise<Claim[]> {
  const ignored = chain.history.of("tieBreaker", "TieBreakWordIgnored").map((log): Claim => ({
    entity: "IgnoredWord",
    id: eventId(log),
    fields: { requestId: log.args.requestId, ...created(log) },
  }));
  return [...ignored, ...(await proofClaims(chain)), ...(await upgradeClaims(chain))];
}

function proofClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
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
        ...created(log),
        timestamp: provedAt,
      },
    };
  });
  return Promise.all(claims);
}

function upgradeClaims(chain: Chain): Promise<Claim[]> {
  const upgrades = chain.history.logs.filter(({ event }) => event === "Upgraded");
  const claims = upgrades.map(async (log): Promise<Claim> => {
    const isLast = upgrades.findLast(({ contract }) => contract === log.contract) === log;
    return {
      entity: "Upgrade",
      id: eventId(log),
      view: "the proxy's implementation slot",
      fields: {
        contract: log.address,
        contractName: CONTRACT_NAMES[log.contract],
        implementation: isLast
          ? await implementationOf(chain, log.address)
          : (log.args as { readonly implementation: Address }).implementation,
        ...created(log),
      },
    };
  });
  return Promise.all(claims);
}

async function implementationOf({ client, at }: Chain, proxy: Address): Promise<Address> {
  const slot = await client.getStorageAt({ address: proxy, slot: IMPLEMENTATION_SLOT, ...at });
  if (slot === undefined) throw new Error(`${proxy} is no proxy.`);
  return getAddress(slice(slot, 12));
}
