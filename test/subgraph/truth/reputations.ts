import { zeroAddress, type Address } from "viem";

import type { Chain } from "./chain.ts";
import { created, firstOf, updated, type Claim } from "./claim.ts";
import type { AnyLog, History } from "./history.ts";
import { movementsOf, type Movement } from "./movements.ts";
import type { Round } from "./rounds.ts";

/** Kinds of movements that belong to an account's record. */
const DEALS: readonly string[] = [
  "SalePaid",
  "SaleEarned",
  "BondForfeited",
  "TipEarned",
  "CompensationPaid",
  "CompensationEarned",
  "PenaltyPaid",
];

/** Accounts' records as buyers and sellers, from the logs. */
export function reputationClaims(chain: Chain): Claim[] {
  const deals = movementsOf(chain.history).filter(({ kind }) => DEALS.includes(kind));
  const touches = [
    ...deals.map(({ account, log }): [Address, AnyLog] => [account, log]),
    ...eventsOf(chain),
  ];
  const accounts = new Set(touches.map(([account]) => account));
  return [...accounts].map((account) => {
    const own = touches.filter(([whose]) => whose === account).map(([, log]) => log);
    return {
      entity: "Reputation",
      id: account,
      fields: {
        account,
        ...recordOf(
          chain,
          account,
          deals.filter((deal) => deal.account === account),
        ),
        ...created(firstOf(...own)),
        ...updated(...own),
      },
    };
  });
}

/** Refunds change a record, and wins that an erasure ended, also where they compensate nobody. */
function eventsOf({ history, rounds }: Chain): [Address, AnyLog][] {
  const refunds = history.of("house", "AuctionRefunded").flatMap((log): [Address, AnyLog][] => [
    [log.args.buyer, log],
    [sellerOf(rounds, log.args), log],
  ]);
  const erasures = lostWins(history).map((log): [Address, AnyLog] => [log.args.buyer, log]);
  return [...refunds, ...erasures];
}

/** Rounds that somebody had won when their lead was erased. */
function lostWins(history: History) {
  return history.of("house", "AuctionErased").filter(({ args }) => args.buyer !== zeroAddress);
}

function recordOf({ history, rounds }: Chain, account: Address, deals: readonly Movement[]) {
  const of = (kind: string) => deals.filter((deal) => deal.kind === kind);
  const sum = (kind: string) => of(kind).reduce((total, { amount }) => total + amount, 0n);
  const forfeited = history.of("house", "BondForfeited");
  const missed = [...history.of("house", "AuctionRefunded"), ...lostWins(history)];
  const lost = forfeited.filter(({ args }) => args.bidder === account);
  return {
    winCount: of("SalePaid").length + missed.filter(({ args }) => args.buyer === account).length,
    purchaseCount: of("SalePaid").length,
    spent: sum("SalePaid"),
    forfeitureCount: lost.length,
    forfeited: lost.reduce((total, { args }) => total + args.amount, 0n),
    saleCount: of("SaleEarned").length,
    earned: sum("SaleEarned"),
    missedDeliveryCount: missed.filter(
      ({ args, txHash }) =>
        sellerOf(rounds, args) === account &&
        of("PenaltyPaid").some(
          ({ log, leadId }) => log.txHash === txHash && leadId === args.leadId,
        ),
    ).length,
    compensationPaid: sum("CompensationPaid"),
    penaltiesPaid: sum("PenaltyPaid"),
    compensationEarned: sum("CompensationEarned"),
    tips: sum("TipEarned"),
  };
}

function sellerOf(rounds: readonly Round[], end: { leadId: bigint; round: number }): Address {
  const own = rounds.find(({ leadId, round }) => leadId === end.leadId && round === end.round);
  if (own === undefined) throw new Error(`Nothing opened the round of ${end.leadId} that ended.`);
  return own.created.args.seller;
}
