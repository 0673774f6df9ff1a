import { accessClaims } from "./access.ts";
import { accountClaims } from "./accounts.ts";
import { actionClaims } from "./actions.ts";
import { auctionClaims } from "./auctions.ts";
import { bidClaims } from "./bids.ts";
import { bountyClaims } from "./bounties/bountyClaims.ts";
import type { Chain } from "./chain.ts";
import type { Claim } from "./claim.ts";
import { accessRuleClaims } from "./compliance/accessRules.ts";
import { credentialClaims } from "./compliance/credentials.ts";
import { credentialTypeClaims } from "./compliance/credentialTypes.ts";
import { decisionClaims } from "./compliance/decisions.ts";
import { identityClaims } from "./compliance/identities.ts";
import { configurationClaims } from "./configuration.ts";
import { configurationChangeClaims } from "./configurationChanges.ts";
import { leadRecordClaims } from "./leadRecords.ts";
import { leadClaims } from "./leads.ts";
import { operationClaims } from "./operations.ts";
import { periodClaims } from "./periods.ts";
import { pointClaims } from "./points.ts";
import { pricingClaims } from "./pricing.ts";
import { proofClaims } from "./proofs.ts";
import { protocolClaims } from "./protocol.ts";
import { vaultClaims } from "./vault.ts";
import { vaultEntryClaims } from "./vaultEntries.ts";
import { verticalClaims } from "./verticals.ts";

/** Readers of the chain: what contracts keep they take from its views, what they do not keep from raw logs. */
const READERS: readonly ((chain: Chain) => Claim[] | Promise<Claim[]>)[] = [
  protocolClaims,
  vaultClaims,
  configurationClaims,
  configurationChangeClaims,
  verticalClaims,
  pricingClaims,
  accountClaims,
  actionClaims,
  vaultEntryClaims,
  leadClaims,
  leadRecordClaims,
  auctionClaims,
  bidClaims,
  bountyClaims,
  proofClaims,
  accessClaims,
  operationClaims,
  identityClaims,
  credentialClaims,
  credentialTypeClaims,
  decisionClaims,
  accessRuleClaims,
];

/** All that the subgraph should hold, said by the chain. */
export async function chainTruth(chain: Chain): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const read of READERS) claims.push(...(await read(chain)));
  const points = pointClaims(chain);
  return [...claims, ...points, ...periodClaims(points, chain.now)];
}
