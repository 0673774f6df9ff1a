import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { created, firstOf, updated, type Claim } from "../claim.ts";
import { COMPLIANCE_ID } from "../ids.ts";
import { ccidsOf, holdersOf, populationsOf } from "./identities.ts";
import { refusalsOf } from "./refusals.ts";

/** Events that change the totals, besides refusals and the turns of identities' populations. */
const CHANGES: readonly string[] = [
  "CredentialRegistered",
  "CredentialRemoved",
  "BidBarred",
  "SaleBarred",
];

/** The totals of identities and credentials as the registries have them, those of refusals from the logs. */
export async function complianceClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const refusals = refusalsOf(history);
  const changes = [
    ...history.logs.filter(({ event }) => CHANGES.includes(event)),
    ...populationsOf(history).flatMap(({ isTurn, log }) => (isTurn ? [log] : [])),
    ...refusals.map(({ log }) => log),
  ];
  if (changes.length === 0) return [];
  const members = await Promise.all(
    ccidsOf(history).map((ccid) => contracts.identities.read.getAccounts([ccid], at)),
  );
  const held = await Promise.all(
    holdersOf(history).map((ccid) => contracts.credentials.read.getCredentialTypes([ccid], at)),
  );
  return [
    {
      entity: "Compliance",
      id: COMPLIANCE_ID,
      view: "the registries of identities and credentials",
      fields: {
        identities: members.filter(({ length }) => length > 0).length,
        credentials: held.reduce((sum, { length }) => sum + length, 0),
        sanctions: held.filter((types) => types.includes(CREDENTIAL_TYPES.sanctioned)).length,
        refusals: refusals.length,
        barredBids: history.of("house", "BidBarred").length,
        barredSales: history.of("house", "SaleBarred").length,
        ...created(firstOf(...changes)),
        ...updated(...changes),
      },
    },
  ];
}
