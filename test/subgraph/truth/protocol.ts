import { accountsOf } from "./accounts.ts";
import { endingOf } from "./auctions.ts";
import type { Chain } from "./chain.ts";
import { created, firstOf, updated, type Claim } from "./claim.ts";
import type { AnyLog, History } from "./history.ts";
import { PROTOCOL_ID } from "./ids.ts";

/** Events that change the protocol's totals, those of new accounts aside. */
const CHANGES: readonly string[] = [
  "LeadMinted",
  "LeadRejected",
  "LeadErased",
  "AuctionCreated",
  "BondForfeited",
  "AuctionCancelled",
  "AuctionClosedUnsold",
  "AuctionSettled",
  "AuctionRefunded",
  "AuctionVoided",
  "AuctionErased",
  "SaleBarred",
];

/** The totals of the protocol's business, from the logs. */
export function protocolClaims(chain: Chain): Claim[] {
  const { history } = chain;
  const accounts = accountsOf(history);
  const changes = history.logs.filter(({ event }) => CHANGES.includes(event));
  const appearances = accounts.map(({ first }) => first);
  const all = [...changes, ...appearances];
  return [
    {
      entity: "Protocol",
      id: PROTOCOL_ID,
      fields: {
        ...moneyOf(history),
        ...countsOf(chain),
        accounts: accounts.length,
        ...created(firstOf(...all)),
        ...updated(...all),
      },
    },
  ];
}

function moneyOf(history: History) {
  const sales = history.of("house", "AuctionSettled");
  const losses = [
    ...history.of("house", "AuctionRefunded"),
    ...history.of("house", "AuctionErased"),
  ];
  return {
    volume: total(sales.map(({ args }) => args.price)),
    fees: total(sales.map(({ args }) => args.fee)),
    forfeited: total(history.of("house", "BondForfeited").map(({ args }) => args.amount)),
    compensation: total(losses.map(({ args }) => args.compensation)),
    penalties: total(losses.map(({ args }) => args.penalty)),
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
    erasedAuctions: ended("AuctionErased"),
    bids: closed.reduce((sum, { bids }) => sum + bids.size, 0),
    reveals: closed.flatMap(({ logs }) => logs.filter(({ event }) => event === "BidRevealed"))
      .length,
    forfeitures: history.of("house", "BondForfeited").length,
  };
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
