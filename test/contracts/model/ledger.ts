import assert from "node:assert/strict";

import { getAddress, parseEventLogs, zeroAddress, type Address, type Log } from "viem";

import { RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { balancesOf, type Balances } from "./compare.ts";
import type { Stage } from "./stage.ts";

/** An event of the house or the vault. */
type Told = ReturnType<typeof read>[number];

/** What the events of a round have recorded so far. Amounts in USDC units. */
interface RoundSoFar {
  readonly bidBond: bigint;
  leadingBid: bigint;
}

/** Rebuilds all balances from the events of the house and the vault since deployment, and checks them against the vault's. */
export async function checkLedger(stage: Stage): Promise<void> {
  const { house, vault, publicClient } = stage;
  const address = [house.address, vault.address];
  const logs = await publicClient.getLogs({ address, fromBlock: 0n, toBlock: "latest" });
  const ledger = new Ledger();
  for (const event of read(stage, logs)) ledger.enter(event);
  assert.deepEqual(ledger.balancesOf(stage.accounts), await balancesOf(stage), "told balances");
  assert.equal(ledger.total, await vault.read.liabilities(), "told liabilities");
}

function read({ house, vault }: Stage, logs: Log[]) {
  return parseEventLogs({ abi: [...house.abi, ...vault.abi], logs });
}

/** Free and locked money by the events. Each event has all that moves; only bonds and leading bids come from earlier events. */
class Ledger {
  readonly #free = new Map<Address, bigint>();
  readonly #locked = new Map<Address, bigint>();
  readonly #rounds = new Map<string, RoundSoFar>();

  /** Sum of all accounts. */
  get total(): bigint {
    return [...this.#free.values(), ...this.#locked.values()].reduce((sum, each) => sum + each, 0n);
  }

  balancesOf(accounts: readonly Address[]): Balances {
    return Object.fromEntries(
      accounts.map((account) => {
        const [free, locked] = [this.#free, this.#locked].map((side) => side.get(account) ?? 0n);
        return [account, { free: free ?? 0n, locked: locked ?? 0n }];
      }),
    );
  }

  /** Books an event. */
  enter({ eventName, args }: Told): void {
    switch (eventName) {
      case "Deposited":
        this.#move(args.account, args.amount, 0n);
        break;
      case "Withdrawn":
        this.#move(args.account, -args.amount, 0n);
        break;
      case "AuctionCreated":
        this.#rounds.set(keyOf(args), { bidBond: args.bidBond, leadingBid: 0n });
        this.#lock(args.seller, args.deliveryBond);
        break;
      case "AuctionCancelled":
      case "AuctionClosedUnsold":
        this.#unlock(args.seller, args.deliveryBond);
        break;
      case "BidCommitted":
        assert.equal(args.bond, this.#roundOf(args).bidBond);
        this.#lock(args.bidder, args.bond);
        break;
      case "BidWithdrawn":
      case "BondReturned":
        this.#unlock(args.bidder, args.bond);
        break;
      case "BidRevealed":
        this.#reveal(args);
        break;
      case "LowBidCharged":
        this.#unlock(args.bidder, args.bond);
        this.#move(args.bidder, -args.tip, 0n);
        this.#move(args.treasury, args.tip, 0n);
        break;
      case "TiedBidReleased":
        this.#unlock(args.bidder, args.amount);
        break;
      case "AuctionSettled":
        this.#move(args.buyer, 0n, -args.price);
        this.#move(args.seller, args.price - args.fee, 0n);
        this.#move(args.treasury, args.fee, 0n);
        this.#unlock(args.seller, args.deliveryBond);
        break;
      case "AuctionRefunded":
        this.#endWithoutSale({ ...args, leader: args.buyer });
        break;
      case "SaleBarred":
        this.#unlock(args.buyer, args.bid);
        this.#unlock(args.seller, args.deliveryBond);
        break;
      case "AuctionVoided":
        this.#unlock(args.leader, args.bid);
        this.#unlock(args.seller, args.deliveryBond);
        break;
      case "AuctionErased":
        this.#endWithoutSale({ ...args.end, leader: args.leader });
        break;
      case "BondForfeited":
        this.#move(args.bidder, 0n, -args.bond);
        this.#move(args.caller, args.tip, 0n);
        this.#move(args.treasury, args.bond - args.tip, 0n);
        break;
      default:
      // All others do not move money.
    }
  }

  #reveal(args: Extract<Told, { eventName: "BidRevealed" }>["args"]): void {
    const round = this.#roundOf(args);
    const { bidder, amount, outcome, outbid } = args;
    // `LowBidCharged` moves its money.
    if (outcome === RevealOutcome.BelowReserve) return;
    this.#unlock(bidder, round.bidBond);
    if (outcome === RevealOutcome.Leading || outcome === RevealOutcome.Tied) {
      this.#lock(bidder, amount);
    }
    if (outcome !== RevealOutcome.Leading) return;
    if (outbid !== zeroAddress) this.#unlock(outbid, round.leadingBid);
    round.leadingBid = amount;
  }

  #endWithoutSale(end: {
    readonly leader: Address;
    readonly seller: Address;
    readonly treasury: Address;
    readonly bid: bigint;
    readonly deliveryBond: bigint;
    readonly compensation: bigint;
    readonly penalty: bigint;
  }): void {
    if (end.leader !== zeroAddress) this.#unlock(end.leader, end.bid);
    this.#unlock(end.seller, end.deliveryBond);
    this.#move(end.seller, -end.compensation - end.penalty, 0n);
    this.#move(end.leader, end.compensation, 0n);
    this.#move(end.treasury, end.penalty, 0n);
  }

  #roundOf(args: Parameters<typeof keyOf>[0]): RoundSoFar {
    const round = this.#rounds.get(keyOf(args));
    assert.ok(round !== undefined, `nothing was told of round ${keyOf(args)}`);
    return round;
  }

  #lock(account: Address, amount: bigint): void {
    this.#move(account, -amount, amount);
  }

  #unlock(account: Address, amount: bigint): void {
    this.#move(account, amount, -amount);
  }

  /** No event may make a balance negative, not even for a moment. */
  #move(account: Address, free: bigint, locked: bigint): void {
    const owner = getAddress(account);
    for (const [side, change] of [
      [this.#free, free],
      [this.#locked, locked],
    ] as const) {
      const balance = (side.get(owner) ?? 0n) + change;
      assert.ok(balance >= 0n, `less than nothing is told of ${owner}`);
      side.set(owner, balance);
    }
  }
}

function keyOf({ leadId, round }: { readonly leadId: bigint; readonly round: number }): string {
  return `${leadId}/${round}`;
}
