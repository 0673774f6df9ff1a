import { zeroHash, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { Activity, Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { requires, Revert } from "./revert.ts";
import { Round, TIE_BREAK_TIMEOUT } from "./round.ts";

/** A lead and all its auction rounds. */
export interface Lead {
  readonly id: bigint;
  readonly seller: Address;
  readonly expiresAt: number;
  readonly vertical: Hex;
  readonly region: Hex;
  owner: Address;
  /** Hash of the capsule on record; zero once the lead is erased. */
  capsuleHash: Hex;
  readonly rounds: Round[];
}

/** Rules of the leads' vertical and of the protocol. */
export interface Rules {
  readonly house: Address;
  readonly treasury: Address;
  readonly feeBps: number;
  readonly convenienceFee: number;
  readonly minReserve: bigint;
  readonly bidBondBps: number;
  readonly bidBondMin: bigint;
  readonly bidBondMax: bigint;
  readonly deliveryBondBps: number;
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly deliveryWindow: number;
}

const BPS = 10_000n;

/** Accounts, leads and listing: what the auction's rules work on. Locked money is derived from the rounds, never counted. */
export class Market {
  rules: Rules;
  readonly leads: Lead[];
  /** Free and locked money of every account, USDC units. */
  readonly owned: Map<Address, bigint>;
  /** Who is sanctioned. */
  readonly denied: Set<Address>;
  /** Whether new business is stopped: rounds can then be cancelled although somebody has bid. */
  paused = false;
  /** Time of the last block, Unix seconds. */
  now: number;

  constructor(
    rules: Rules,
    leads: Lead[],
    owned: Map<Address, bigint>,
    now: number,
    denied = new Set<Address>(),
  ) {
    this.rules = rules;
    this.leads = leads;
    this.owned = owned;
    this.denied = denied;
    this.now = now;
  }

  /** A copy of the state, to continue from separately. */
  copy(): Market {
    const { leads, owned } = structuredClone({ leads: this.leads, owned: this.owned });
    for (const { rounds } of leads) {
      for (const [i, { terms, revealEnd, ...rest }] of rounds.entries()) {
        rounds[i] = Object.assign(new Round(terms, revealEnd), rest);
      }
    }
    const market = new Market(this.rules, leads, owned, this.now, new Set(this.denied));
    market.paused = this.paused;
    return market;
  }

  /** What the rounds lock: bonds, leading and tied bids, prices in delivery, sellers' bonds. */
  lockedOf(account: Address): bigint {
    let locked = 0n;
    for (const { seller, rounds } of this.leads) {
      for (const round of rounds) {
        locked += round.lockedOf(account);
        if (seller === account && round.outcome === undefined) locked += round.terms.deliveryBond;
      }
    }
    return locked;
  }

  freeOf(account: Address): bigint {
    return (this.owned.get(account) ?? 0n) - this.lockedOf(account);
  }

  move(from: Address, to: Address, amount: bigint): void {
    this.credit(from, -amount);
    this.credit(to, amount);
  }

  requireFree(account: Address, needed: bigint): void {
    const free = this.freeOf(account);
    requires(free >= needed, "PersonalEscrowVault_InsufficientFree", account, free, needed);
  }

  credit(account: Address, amount: bigint): void {
    this.owned.set(account, (this.owned.get(account) ?? 0n) + amount);
  }

  withdraw(account: Address, amount: bigint): void {
    requires(amount !== 0n, "PersonalEscrowVault_ZeroAmount");
    this.requireFree(account, amount);
    this.credit(account, -amount);
  }

  create(lead: Lead, caller: Address, terms: AuctionTerms): void {
    const { rules, now } = this;
    const last = lead.rounds.at(-1);
    const isOpen = last !== undefined && last.outcome === undefined;
    requires(!isOpen, "AuctionHouse_AlreadyListed", lead.id, last?.phaseAt(now));
    requires(last?.outcome !== Phase.Sold, "AuctionHouse_AlreadySold", lead.id);
    requires(lead.capsuleHash !== zeroHash, "LeadNFT_Erased", lead.id);
    const isOwn = lead.owner === caller && lead.seller === caller;
    requires(isOwn, "LeadNFT_NotSellersLead", lead.id, lead.owner, lead.seller);
    this.requireCleared(lead, caller, Activity.Sell);
    const { baseReserve, maxFeeBps, maxConvenienceFee } = terms;
    const [share, flat] = [BigInt(rules.feeBps), BigInt(rules.convenienceFee)];
    const areAccepted = rules.feeBps <= maxFeeBps && rules.convenienceFee <= maxConvenienceFee;
    requires(areAccepted, "AuctionHouse_FeeTooHigh", lead.id, share, flat);
    const reserve = baseReserve > rules.minReserve ? baseReserve : rules.minReserve;

    const commitEnd = now + rules.commitWindow;
    const revealEnd = commitEnd + rules.revealWindow;
    const { expiresAt } = lead;
    const latestEnd = revealEnd + TIE_BREAK_TIMEOUT + rules.deliveryWindow;
    const [error, times] = [
      "AuctionHouse_LeadExpired",
      [BigInt(expiresAt), BigInt(latestEnd)],
    ] as const;
    requires(latestEnd <= expiresAt, error, lead.id, ...times);
    const deliveryBond = (reserve * BigInt(rules.deliveryBondBps)) / BPS;
    this.requireFree(lead.seller, deliveryBond);
    const { feeBps, convenienceFee, deliveryWindow } = rules;
    const id = lead.rounds.length + 1;
    const bidBond = this.#bidBondOf(reserve);
    const fixed = { id, commitEnd, deliveryWindow, expiresAt, bidBond, deliveryBond, reserve };
    lead.rounds.push(new Round({ ...fixed, feeBps, convenienceFee }, revealEnd));
  }

  cancel(lead: Lead, caller: Address): void {
    const round = this.roundIn(lead, Phase.Commit);
    const { pending } = round;
    const isFree = pending === 0 || this.paused;
    requires(isFree, "AuctionHouse_HasCommitments", lead.id, BigInt(pending));
    requires(caller === lead.seller, "AuctionHouse_NotSeller", lead.id, caller, lead.seller);
    round.bondsReturned = pending > 0;
    this.close(round, Phase.Unsold);
  }

  /** The gate's answer: it denies only sanctioned accounts. */
  requireCleared({ vertical, region }: Lead, account: Address, activity: number): void {
    const reason = `sanctions: ${account.toLowerCase()} is sanctioned by ${CREDENTIAL_TYPES.sanctioned}`;
    const args = [account, activity, vertical, region, reason] as const;
    requires(!this.denied.has(account), "ComplianceGate_Denied", ...args);
  }

  /** The latest round, if it is in this phase. */
  roundIn(lead: Lead, expected: Phase): Round {
    const round = lead.rounds.at(-1);
    const phase = round?.phaseAt(this.now) ?? Phase.None;
    if (round === undefined || phase !== expected) {
      throw new Revert("AuctionHouse_WrongPhase", [lead.id, phase]);
    }
    return round;
  }

  /** The latest round, if it is in this phase and nobody has closed it. */
  unclosedRoundIn(lead: Lead, expected: Phase): Round {
    const round = this.roundIn(lead, expected);
    requires(round.outcome === undefined, "AuctionHouse_AlreadyClosed", lead.id, expected);
    return round;
  }

  /** Ends a round, which frees the seller's bond. */
  close(round: Round, outcome: Phase): void {
    round.outcome = outcome;
  }

  /** Takes half of the seller's bond for a buyer and the rest for the treasury. */
  punish(lead: Lead, round: Round, buyer: Address | undefined): void {
    const { deliveryBond } = round.terms;
    const half = buyer === undefined ? 0n : deliveryBond / 2n;
    if (buyer !== undefined) this.move(lead.seller, buyer, half);
    this.move(lead.seller, this.rules.treasury, deliveryBond - half);
  }

  #bidBondOf(reserve: bigint): bigint {
    const { bidBondBps, bidBondMin, bidBondMax } = this.rules;
    let bond = (reserve * BigInt(bidBondBps)) / BPS;
    if (bond < bidBondMin) bond = bidBondMin;
    if (bond > bidBondMax) bond = bidBondMax;
    return bond;
  }
}
