import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { accountsOf } from "./accounts.ts";
import { endingOf } from "./auctions.ts";
import type { Chain } from "./chain.ts";
import { created, firstOf, lastOf, type Claim } from "./claim.ts";
import { ccidsOf, holdersOf, populationsOf } from "./compliance/identities.ts";
import { refusalsOf } from "./compliance/refusals.ts";
import type { AnyLog, History } from "./history.ts";
import { PROTOCOL_ID } from "./ids.ts";

/** Events that change the protocol's totals, those of new accounts aside. */
const CHANGES: readonly string[] = [
  "Deposited",
  "Withdrawn",
  "Locked",
  "Unlocked",
  "LeadingBidLocked",
  "LockedTransferred",
  "SaleSettled",
  "PauseSet",
  "ReservesProved",
  "LeadMinted",
  "LeadRejected",
  "LeadErased",
  "AuctionCreated",
  "BidCommitted",
  "BidRevealed",
  "BondForfeited",
  "AuctionCancelled",
  "AuctionClosedUnsold",
  "AuctionSettled",
  "AuctionRefunded",
  "AuctionVoided",
  "PassGranted",
  "CredentialRegistered",
  "CredentialRemoved",
  "BidBarred",
  "SaleBarred",
  "DeliveryExcused",
];

/** The protocol's totals from the logs, and from the vault's views and those of all accounts. */
export async function protocolClaims(chain: Chain): Promise<Claim[]> {
  const { history } = chain;
  const accounts = accountsOf(history);
  const populations = populationsOf(history);
  const changes = [
    ...history.logs.filter(({ event }) => CHANGES.includes(event)),
    ...populations.filter(({ isTurn }) => isTurn).map(({ log }) => log),
  ];
  const appearances = accounts.map(({ touches }) => firstOf(...touches));
  const all = [...changes, ...appearances];
  const told: Claim = {
    entity: "Protocol",
    id: PROTOCOL_ID,
    fields: {
      ...moneyOf(history),
      ...countsOf(chain),
      accounts: accounts.length,
      paused: history.of("vault", "PauseSet").at(-1)?.args.paused ?? false,
      solvent: history.of("vault", "ReservesProved").at(-1)?.args.solvent ?? true,
      ...created(firstOf(...all)),
      updatedAt: lastOf(...all).timestamp,
    },
  };
  return [told, await keptClaim(chain), await standingClaim(chain)];
}

/** Identities and credentials as the registries have them. */
async function standingClaim({ history, contracts, at }: Chain): Promise<Claim> {
  const members = await Promise.all(
    ccidsOf(history).map((ccid) => contracts.identities.read.getAccounts([ccid], at)),
  );
  const held = await Promise.all(
    holdersOf(history).map((ccid) => contracts.credentials.read.getCredentialTypes([ccid], at)),
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

function moneyOf(history: History) {
  const sales = history.of("vault", "SaleSettled");
  return {
    deposited: total(history.of("vault", "Deposited").map(({ args }) => args.amount)),
    withdrawn: total(history.of("vault", "Withdrawn").map(({ args }) => args.amount)),
    volume: total(sales.map(({ args }) => args.price)),
    fees: total(sales.map(({ args }) => args.fee)),
    forfeited: total(history.of("house", "BondForfeited").map(({ args }) => args.amount)),
    compensation: total(
      history.of("house", "AuctionRefunded").map(({ args }) => args.compensation),
    ),
  };
}

function countsOf({ history, rounds, leadIds }: Chain) {
  const endings = rounds.map((round): AnyLog | undefined => endingOf(round));
  const closed = rounds.filter((round) => endingOf(round) !== undefined);
  const ended = (...events: string[]) =>
    endings.filter((log) => log !== undefined && events.includes(log.event)).length;
  return {
    leads: leadIds.length,
    rejections: history.of("verifier", "LeadRejected").length,
    erasedLeads: history.of("nft", "LeadErased").length,
    auctions: rounds.length,
    openAuctions: endings.filter((log) => log === undefined).length,
    soldAuctions: ended("AuctionSettled"),
    unsoldAuctions: ended("AuctionClosedUnsold", "AuctionCancelled"),
    undeliveredAuctions: ended("AuctionRefunded", "SaleBarred"),
    voidedAuctions: ended("AuctionVoided"),
    bids: closed.reduce((sum, { bids }) => sum + bids.size, 0),
    reveals: closed.flatMap(({ logs }) => logs.filter(({ event }) => event === "BidRevealed"))
      .length,
    forfeitures: history.of("house", "BondForfeited").length,
    passes: history.of("gate", "PassGranted").length,
    refusals: refusalsOf(history).length,
    barredBids: history.of("house", "BidBarred").length,
    barredSales: history.of("house", "SaleBarred").length,
  };
}

async function keptClaim({ contracts: { vault }, at, history }: Chain): Promise<Claim> {
  const accounts = accountsOf(history).map(({ address }) => address);
  const free = await Promise.all(accounts.map((account) => vault.read.freeOf([account], at)));
  const locked = await Promise.all(accounts.map((account) => vault.read.lockedOf([account], at)));
  return {
    entity: "Protocol",
    id: PROTOCOL_ID,
    view: "PersonalEscrowVault's balances, liabilities and paused",
    fields: {
      free: total(free),
      locked: total(locked),
      liabilities: await vault.read.liabilities(at),
      paused: await vault.read.paused(at),
    },
  };
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
