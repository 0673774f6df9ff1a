import type { NetworkConnection } from "hardhat/types/network";
import { size, zeroAddress, type Hex } from "viem";
import { getTransactionReceipt } from "viem/actions";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { sealBidOn, type Party } from "../../deploy/local/party.ts";
import { forfeitableAt, refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import {
  encodeKeeperAction,
  packKeeperActions,
  unpackKeeperActions,
  type KeeperAction,
} from "../../deploy/sdk/report/keeperReport.ts";
import { bareVenue, openMarket, type Market } from "../scenarios/day/market.ts";
import { endow, listInBulk, type Listed } from "./bulk.ts";

const VERTICAL = "solar.residential";
/** Its root: what the parties are licensed for. */
const ROOT = "solar";
/** Auctions of the first, small market, and closes that are compared between it and the large one. */
const FEW = 10;
/** Buyers who are refunded in one call. */
const REFUNDS = 50;
/** Leads with one bid that is never opened. */
const SILENT = 10;
/** The most gas that a transaction may use. */
const GAS = 2n ** 24n;

/** What keeping auctions costs. */
export interface KeeperCosts {
  /** Auctions that are open at once. */
  readonly auctions: number;
  /** Most gas of a check. */
  readonly checkGas: number;
  /** Most gas of what a check asks for, and its most bytes. */
  readonly performGas: number;
  readonly performDataBytes: number;
  /** Of the large market, everything included. */
  readonly gasPerClosedAuction: number;
  /** Gas of ten closes in one call, while ten auctions are open and while all are. */
  readonly tenClosesGas: readonly [few: number, many: number];
  /** Gas of fifty refunds in one call. */
  readonly refund50Gas: number;
  /** USDC units that are still locked at the end. */
  readonly lockedAfter: number;
}

/** Lists auctions, lets them end in every way that leaves work to a keeper, and has it do the work. Contracts must be built. */
export async function measureKeeper(
  connection: NetworkConnection<"op">,
  auctions: number,
  progress: (line: string) => void,
): Promise<KeeperCosts> {
  await using venue = await bareVenue(connection);
  const market = await openMarket(venue, [ROOT]);
  await endow(market);
  const bench = keeperBench(market);
  const few = await bench.list(FEW);
  await bench.passTo(few.map(({ commitEnd }) => commitEnd));
  const gasOfFew = await bench.perform(closes(few));

  progress(`Listing ${auctions} auctions`);
  const listed = await bench.list(auctions);
  const [won, silent] = [listed.slice(0, REFUNDS), listed.slice(REFUNDS, REFUNDS + SILENT)];
  const unsold = listed.slice(REFUNDS);
  const openings = await bench.bid([...won, ...silent]);
  await bench.check();
  await bench.passTo(listed.map(({ commitEnd }) => commitEnd));
  for (const [index, { leadId }] of won.entries()) {
    const opening = openings[index];
    if (opening) await market.protocol.house.write.revealBid([leadId, opening]);
  }
  await bench.check();
  progress("Closing what was not sold");
  // Without bids they are over; those with a silent bid follow at the end of their reveal phase.
  const gasOfMany = await bench.perform(closes(unsold.slice(-FEW)));
  const closedBefore = gasOfMany;
  const ended = await bench.keep();
  await bench.passTo(listed.map(({ revealEnd }) => forfeitableAt({ revealEnd })));
  const bonds = openings.slice(REFUNDS).map(({ bidder }, index) => ({
    kind: "ForfeitBond" as const,
    leadId: silent[index]?.leadId ?? 0n,
    round: 1,
    bidder,
  }));
  const later = await bench.keep(packKeeperActions(bonds));

  const ends = await Promise.all(
    won.map(async ({ leadId }) => market.protocol.house.read.auctionOf([leadId])),
  );
  await bench.passTo(ends.map(refundableAt));
  await bench.check();
  const refunds = won.map(({ leadId }) => ({ kind: "RefundBuyer", leadId }) as const);
  const refund50Gas = await bench.perform(refunds);
  await bench.keep();
  const closeGas = closedBefore + ended.closeGas + later.closeGas;
  return {
    auctions,
    ...bench.most(),
    gasPerClosedAuction: Math.round(closeGas / (FEW + ended.closed + later.closed)),
    tenClosesGas: [gasOfFew, gasOfMany],
    refund50Gas,
    lockedAfter: await bench.locked(),
  };
}

const closes = (leads: readonly Listed[]): KeeperAction[] =>
  leads.map(({ leadId }) => ({ kind: "CloseUnsold", leadId }));

/** The steps of the measurement on a market; remembers the dearest check and call. */
function keeperBench(market: Market) {
  const { protocol, publicClient, bidders, sellers, time } = market;
  const { keeper, house, vault } = protocol;
  const vertical = [...market.verticals.values()].filter(({ slug }) => slug === VERTICAL);
  const most = { checkGas: 0, performGas: 0, performDataBytes: 0 };
  let next = 0;

  const gasOf = async (hash: Hex) =>
    Number((await getTransactionReceipt(publicClient, { hash })).gasUsed);

  /** What a check finds, and notes what it costs. */
  async function check(hints: Hex = "0x"): Promise<Hex> {
    const { result } = await keeper.simulate.checkUpkeep([hints], { gas: GAS });
    const gas = await gasOf(await keeper.write.checkUpkeep([hints], { gas: GAS }));
    most.checkGas = Math.max(most.checkGas, gas);
    return result[0] ? result[1] : "0x";
  }

  return {
    check,
    most: () => most,

    /** Lists so many leads. */
    async list(count: number): Promise<Listed[]> {
      const listed: Listed[] = [];
      while (listed.length < count) {
        const missing = count - listed.length;
        const drafts = { seed: "bench/keeper", first: next, count: missing, verticals: vertical };
        next += missing;
        listed.push(
          ...(await listInBulk(market, generateLeads({ ...drafts, now: await time.latest() }))),
        );
      }
      return listed;
    },

    /** One bid on each lead, by the bidders in turn. */
    async bid(leads: readonly Listed[]) {
      const openings = [];
      for (const [index, { leadId, reserve }] of leads.entries()) {
        const bidder = bidders[index % bidders.length] as Party;
        const { opening, commitment } = await sealBidOn(bidder, leadId, reserve);
        await house.write.commitBid([leadId, 1, commitment, "0x"], {
          account: bidder.wallet.account,
        });
        openings.push(opening);
      }
      return openings;
    },

    /** Moves to the latest of some times. */
    async passTo(times: readonly number[]): Promise<void> {
      const end = Math.max(...times);
      if ((await time.latest()) < end) await time.increaseTo(end);
    },

    /** Gas of actions in one call, all of which have to work. */
    async perform(actions: readonly KeeperAction[]): Promise<number> {
      const words = actions.map(encodeKeeperAction);
      const { result } = await keeper.simulate.perform([words, zeroAddress], { gas: GAS });
      if (result !== BigInt(actions.length)) throw new Error(`Only ${result} actions would work.`);
      return gasOf(await keeper.write.perform([words, zeroAddress], { gas: GAS }));
    },

    /** Checks and performs as Automation does, until nothing is due. Sums up calls that only closed auctions. */
    async keep(hints: Hex = "0x"): Promise<{ closed: number; closeGas: number }> {
      let [closed, closeGas] = [0, 0];
      for (;;) {
        const data = await check(hints);
        if (size(data) === 0) return { closed, closeGas };
        const gas = await gasOf(await keeper.write.performUpkeep([data], { gas: GAS }));
        most.performGas = Math.max(most.performGas, gas);
        most.performDataBytes = Math.max(most.performDataBytes, size(data));
        const actions = unpackKeeperActions(data);
        if (!actions.every(({ kind }) => kind === "CloseUnsold")) continue;
        [closed, closeGas] = [closed + actions.length, closeGas + gas];
      }
    },

    /** What everybody has locked. */
    async locked(): Promise<number> {
      const holders = [...bidders, sellers.honest, { address: protocol.accounts.treasury }];
      const balances = await Promise.all(
        holders.map(({ address }) => vault.read.lockedOf([address])),
      );
      return Number(balances.reduce((sum, balance) => sum + balance, 0n));
    },
  };
}
