import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { accountsOf } from "./accountStories.ts";
import type { Chain } from "./chain.ts";
import { updated, type Claim } from "./claim.ts";
import { ccidsOf, holdersOf, populationsOf } from "./compliance/identities.ts";
import { refusalsOf } from "./compliance/refusals.ts";
import { PROTOCOL_ID } from "./ids.ts";

/** Events that change the protocol's totals, besides those by which accounts appear, bids are placed and identities get or lose all accounts. */
const CHANGES: readonly string[] = [
  "LeadMinted",
  "LeadRejected",
  "LeadErased",
  "AuctionCreated",
  "BidRevealed",
  "LowBidCharged",
  "BidBarred",
  "BondForfeited",
  "AuctionCancelled",
  "AuctionClosedUnsold",
  "AuctionSettled",
  "AuctionRefunded",
  "AuctionVoided",
  "AuctionErased",
  "SaleBarred",
  "DeliveryDelayed",
  "CredentialRegistered",
  "CredentialRemoved",
];

/** The totals of the protocol's business from the logs; of identities and credentials as the registries have them. */
export async function protocolClaims(chain: Chain): Promise<Claim[]> {
  const { history, rounds } = chain;
  const accounts = accountsOf(chain);
  const bids = rounds.flatMap((round) => [...round.bids.values()]);
  const told: Claim = {
    entity: "Protocol",
    id: PROTOCOL_ID,
    fields: {
      ...{ ...moneyOf(chain), ...countsOf(chain) },
      accounts: accounts.length,
      ...updated(
        ...history.logs.filter(({ event }) => CHANGES.includes(event)),
        ...accounts.map(({ first }) => first),
        ...bids.map(({ first }) => first),
        ...populationsOf(history).flatMap(({ isTurn, log }) => (isTurn ? [log] : [])),
      ),
    },
  };
  return [told, await registriesClaim(chain)];
}

function moneyOf({ movements }: Chain) {
  const sum = (...reasons: string[]) =>
    movements.reduce((all, one) => (reasons.includes(one.reason) ? all + one.amount : all), 0n);
  return {
    volume: sum("SalePaid"),
    fees: sum("FeeEarned"),
    forfeited: sum("TipEarned", "ForfeitureEarned"),
    forfeitTips: sum("TipEarned"),
    lowBidTips: sum("LowBidTipEarned"),
    compensation: sum("CompensationEarned"),
    penalties: sum("PenaltyEarned"),
  };
}

function countsOf({ history, rounds, leadIds }: Chain) {
  const ended = (outcome: string | undefined) =>
    rounds.filter(({ end }) => end?.outcome === outcome).length;
  const bids = rounds.flatMap((round) => [...round.bids.values()]);
  return {
    leads: leadIds.length,
    rejections: history.of("verifier", "LeadRejected").length,
    erasedLeads: history.of("nft", "LeadErased").length,
    auctions: rounds.length,
    openAuctions: ended(undefined),
    soldAuctions: ended("Sold"),
    unsoldAuctions: ended("Unsold"),
    cancelledAuctions: ended("Cancelled"),
    undeliveredAuctions: ended("Undelivered"),
    barredAuctions: ended("Barred"),
    voidedAuctions: ended("Voided"),
    erasedAuctions: ended("Erased"),
    bids: bids.length,
    reveals: bids.filter(({ revealed }) => revealed !== undefined).length,
    forfeitures: bids.filter(({ status }) => status === "Forfeited").length,
    barredBids: history.of("house", "BidBarred").length,
    refusals: refusalsOf(history).length,
  };
}

async function registriesClaim({ history, contracts, at }: Chain): Promise<Claim> {
  const { identities, credentials } = contracts;
  const members = await Promise.all(
    ccidsOf(history).map((ccid) => identities.read.getAccounts([ccid], at)),
  );
  const held = await Promise.all(
    holdersOf(history).map((ccid) => credentials.read.getCredentialTypes([ccid], at)),
  );
  return {
    entity: "Protocol",
    id: PROTOCOL_ID,
    view: "the registries of identities and credentials",
    fields: {
      identities: members.filter(({ length }) => length > 0).length,
      credentials: held.reduce((sum, { length }) => sum + length, 0),
      sanctions: held.filter((types) => types.includes(CREDENTIAL_TYPES.sanctioned)).length,
    },
  };
}
