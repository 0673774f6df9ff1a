import { zeroAddress, type Address } from "viem";

import { isEvent, type AnyLog, type History } from "./history.ts";
import { auctionId } from "./ids.ts";

/** A movement of an account's balance, as a log of the vault tells of it; of a bidder's bond the auction house's tells. Money in USDC units. */
export interface Movement {
  readonly log: AnyLog;
  /** Within the log. */
  readonly ordinal: number;
  readonly account: Address;
  readonly kind: string;
  readonly amount: bigint;
  readonly free: bigint;
  readonly locked: bigint;
  readonly leadId: bigint | undefined;
  readonly counterparty: Address | undefined;
}

type Part = Pick<Movement, "account" | "kind" | "amount" | "free" | "locked"> &
  Partial<Pick<Movement, "counterparty">>;

/** Why the auction house freed money: its next log on the lead says so. */
const FREED: Readonly<Record<string, string>> = {
  BidWithdrawn: "BidBondFreed",
  BidRevealed: "BidBondFreed",
  BondReturned: "BidBondFreed",
  TiedBidReleased: "TiedBidFreed",
  AuctionCancelled: "DeliveryBondFreed",
  AuctionClosedUnsold: "DeliveryBondFreed",
};

/** Ends of a round that free a leading bid and, where nobody lost it, the seller's bond. */
const BID_AND_BOND: readonly string[] = [
  "AuctionRefunded",
  "AuctionVoided",
  "AuctionErased",
  "SaleBarred",
];

/** Every movement of every balance, in the chain's order. */
export function movementsOf(history: History): Movement[] {
  const byTransaction = new Map<string, AnyLog[]>();
  for (const log of history.logs) {
    byTransaction.set(log.txHash, [...(byTransaction.get(log.txHash) ?? []), log]);
  }
  const bonds = new Map(
    history
      .of("house", "AuctionCreated")
      .map(({ args }) => [auctionId(args.leadId, args.round), args.bidBond]),
  );
  return history.logs.flatMap((log) => {
    if (log.contract !== "vault" && !isEvent(log, "house", "BidCommitted")) return [];
    const { leadId } = log.args as { leadId?: bigint };
    return partsOf(log, byTransaction.get(log.txHash) ?? [], bonds).map((part, ordinal) => ({
      counterparty: undefined,
      ...part,
      log,
      ordinal,
      leadId,
    }));
  });
}

function partsOf(
  log: AnyLog,
  transaction: readonly AnyLog[],
  bonds: ReadonlyMap<string, bigint>,
): Part[] {
  if (isEvent(log, "house", "BidCommitted")) {
    const { leadId, round, bidder } = log.args;
    const amount = bonds.get(auctionId(leadId, round)) ?? 0n;
    return [{ account: bidder, kind: "BidBondLocked", amount, free: -amount, locked: amount }];
  }
  if (isEvent(log, "vault", "Deposited")) {
    const { account, payer, amount } = log.args;
    const moved = { amount, free: amount, locked: 0n, counterparty: payer };
    return [{ account, kind: "Deposited", ...moved }];
  }
  if (isEvent(log, "vault", "Withdrawn")) {
    const { account, to, amount } = log.args;
    const moved = { amount, free: -amount, locked: 0n, counterparty: to };
    return [{ account, kind: "Withdrawn", ...moved }];
  }
  if (isEvent(log, "vault", "Locked")) {
    const { account, amount } = log.args;
    return [{ account, kind: "DeliveryBondLocked", amount, free: -amount, locked: amount }];
  }
  if (isEvent(log, "vault", "Unlocked")) {
    const { account, amount } = log.args;
    return [{ account, kind: freedKind(log, transaction), amount, free: amount, locked: -amount }];
  }
  if (isEvent(log, "vault", "LeadingBidLocked")) {
    const { bidder, outbid, bond, amount, outbidAmount } = log.args;
    const change = amount - bond;
    const taken = { account: bidder, kind: "BidLocked", amount, free: -change, locked: change };
    if (outbid === zeroAddress) return [taken];
    const freed = { free: outbidAmount, locked: -outbidAmount, counterparty: bidder };
    return [taken, { account: outbid, kind: "BidOutbid", amount: outbidAmount, ...freed }];
  }
  if (isEvent(log, "vault", "LockedTransferred")) {
    const { from, to, amount } = log.args;
    const [out, into] = transferKinds(log, transaction);
    return [
      { account: from, kind: out, amount, free: 0n, locked: -amount, counterparty: to },
      { account: to, kind: into, amount, free: amount, locked: 0n, counterparty: from },
    ];
  }
  if (!isEvent(log, "vault", "SaleSettled")) return [];
  const { buyer, seller, treasury, price, fee, deliveryBond } = log.args;
  const net = price - fee;
  const paid = { amount: price, free: 0n, locked: -price };
  const earned = { amount: net, free: net + deliveryBond, locked: -deliveryBond };
  const sale: Part[] = [
    { account: buyer, kind: "SalePaid", ...paid, counterparty: seller },
    { account: seller, kind: "SaleEarned", ...earned, counterparty: buyer },
  ];
  const charged = { amount: fee, free: fee, locked: 0n, counterparty: buyer };
  return fee === 0n ? sale : [...sale, { account: treasury, kind: "FeeEarned", ...charged }];
}

/** A void frees the seller's bond first, then the leading bid; every other end the bid first, where there is one, then a bond that nobody lost. */
function freedKind(log: AnyLog, transaction: readonly AnyLog[]): string {
  const reason = reasonOf(log, transaction);
  if (reason === undefined) return "Unlocked";
  if (!BID_AND_BOND.includes(reason.event)) return FREED[reason.event] ?? "Unlocked";
  const isVoid = reason.event === "AuctionVoided";
  const hadBid = !isEvent(reason, "house", "AuctionErased") || reason.args.bid !== 0n;
  return hadBid && isFirst(log, transaction) !== isVoid ? "BidFreed" : "DeliveryBondFreed";
}

/** A forfeiture pays the tip first, a seller's lost bond the buyer, where the buyer gets anything. */
function transferKinds(log: AnyLog, transaction: readonly AnyLog[]): [string, string] {
  const reason = reasonOf(log, transaction);
  if (reason === undefined) return ["TransferredOut", "TransferredIn"];
  if (reason.event === "BidRevealed") return ["LowBidTipPaid", "LowBidTipEarned"];
  if (reason.event === "BondForfeited") {
    return ["BondForfeited", isFirst(log, transaction) ? "TipEarned" : "ForfeitureEarned"];
  }
  const isLost =
    isEvent(reason, "house", "AuctionRefunded") || isEvent(reason, "house", "AuctionErased");
  if (!isLost) return ["TransferredOut", "TransferredIn"];
  return reason.args.compensation !== 0n && isFirst(log, transaction)
    ? ["CompensationPaid", "CompensationEarned"]
    : ["PenaltyPaid", "PenaltyEarned"];
}

/** The auction house's next event on the same lead in the transaction. */
function reasonOf(log: AnyLog, transaction: readonly AnyLog[]): AnyLog | undefined {
  return transaction.find(
    (other) =>
      other.contract === "house" && other.index > log.index && leadOf(other) === leadOf(log),
  );
}

/** Whether no log of the same kind comes before it, after the auction house's last. */
function isFirst(log: AnyLog, transaction: readonly AnyLog[]): boolean {
  const before = transaction.filter((other) => other.index < log.index).toReversed();
  const house = before.findIndex(({ contract }) => contract === "house");
  const since = house === -1 ? before : before.slice(0, house);
  return !since.some(({ contract, event }) => contract === "vault" && event === log.event);
}

function leadOf({ args }: AnyLog): bigint | undefined {
  return (args as { leadId?: bigint }).leadId;
}
