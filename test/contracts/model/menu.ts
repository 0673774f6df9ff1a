import type { Party } from "../../../deploy/local/party.ts";
import type { Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { usdc } from "../../fixtures/market.ts";
import type { Lead, Market } from "./market.ts";
import { amountFor, pick, shuffled, termsFor, type Move } from "./move.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { Round } from "./round.ts";
import { DELIVERY_GRACE, TIE_BREAK_TIMEOUT, VOID_DELAY } from "./round.ts";
import type { Stage } from "./stage.ts";
import type { Step } from "./step.ts";
import type { Steps } from "./steps.ts";

type Action = keyof ReturnType<typeof actionsFor>;

/** Actions that make sense in a phase, with their weights. */
const FITTING: Readonly<Record<Phase, Partial<Record<Action, number>>>> = {
  [Phase.None]: { create: 8, withdraw: 1, deposit: 1 },
  [Phase.Commit]: { commit: 20, withdrawBid: 1, cancel: 1, withdraw: 1, deposit: 1, jump: 4 },
  [Phase.Reveal]: { reveal: 16, revealBatch: 2, release: 1, withdraw: 1, deposit: 2, jump: 1 },
  [Phase.TieBreak]: { requestTieBreak: 2, fulfil: 4, resolveTie: 3, voidAuction: 1, jump: 2 },
  [Phase.Delivery]: { deliver: 6, jump: 2, forfeit: 2, release: 2, withdraw: 1 },
  [Phase.Sold]: { create: 1, deliver: 1, forfeit: 4, release: 4 },
  [Phase.Unsold]: { closeUnsold: 2, create: 3, forfeit: 1 },
  [Phase.Undelivered]: { refund: 2, create: 3, forfeit: 1, release: 1 },
  [Phase.Voided]: { create: 4, forfeit: 2, release: 2, withdraw: 1 },
  [Phase.Erased]: { forfeit: 2, release: 2, create: 1 },
};
/** Extras in any phase: a consumer's erasure, the compliance desk, a delivery that it blocks. */
const EXTRAS: Readonly<Partial<Record<Phase, Partial<Record<Action, number>>>>> = {
  [Phase.Commit]: { erase: 1, sanction: 2 },
  [Phase.Reveal]: { erase: 1, sanction: 2 },
  [Phase.TieBreak]: { erase: 1 },
  [Phase.Delivery]: { erase: 1, sanction: 3, report: 3 },
  [Phase.Undelivered]: { erase: 1, deliver: 1 },
  [Phase.Sold]: { erase: 1 },
  [Phase.Unsold]: { erase: 1, sanction: 1 },
};
/** One in this many bids comes in a call that may also bid on other leads, and on the same lead twice. */
const BIDS_PER_BATCH = 6;
const EXTRA_ACTIONS: readonly Action[] = ["erase", "sanction", "report"];

/**
 * The step that a move becomes in the present situation; undefined when there is nothing to do.
 * @param hasExtras whether leads may be erased and parties sanctioned.
 */
export function stepFor(
  stage: Stage,
  model: Market,
  steps: Steps,
  move: Move,
  hasExtras = false,
): Step | undefined {
  const lead = pick(model.leads, move.lead);
  if (lead === undefined) return undefined;
  const actions = actionsFor(stage, model, steps, lead, move);
  const phase = lead.rounds.at(-1)?.phaseAt(model.now) ?? Phase.None;
  const all = (Object.keys(actions) as Action[]).filter(
    (action) => hasExtras || !EXTRA_ACTIONS.includes(action),
  );
  const fitting = [
    ...weighted(FITTING[phase]),
    ...weighted(hasExtras ? (EXTRAS[phase] ?? {}) : {}),
  ];
  const name = pick(move.wild ? all : fitting, move.action);
  return name === undefined ? undefined : actions[name]();
}

/** Every action as often as its weight says. */
function weighted(weights: Partial<Record<Action, number>>): Action[] {
  const entries = Object.entries(weights) as [Action, number][];
  return entries.flatMap(([action, weight]) => Array.from({ length: weight }, () => action));
}

function actionsFor(stage: Stage, model: Market, steps: Steps, lead: Lead, move: Move) {
  const { traders, seller, keeper } = stage;
  const round = lead.rounds.at(-1);
  const by = pick([...traders, keeper], move.caller) ?? keeper;
  const bidder = pick(traders, move.subject) ?? seller;
  const free = model.freeOf(by.address);
  return {
    deposit: () =>
      steps.deposit(pick(traders, move.caller) ?? seller, usdc((move.entropy % 150) + 1)),
    withdraw: () =>
      steps.withdraw(by, pick([usdc(1), usdc(20), free / 2n, free, free + 1n], move.entropy) ?? 0n),
    create: () => steps.create(move.wild ? by : seller, lead, termsFor(move)),
    cancel: () => steps.cancel(move.wild ? by : seller, lead),
    commit: () => {
      const amount = round === undefined ? 1n : amountFor(round, move.amount);
      if (move.entropy % BIDS_PER_BATCH !== 0) return steps.commit(bidder, lead, amount);
      const leads = shuffled([...model.leads, lead], move.subject);
      return steps.commitMany(bidder, leads.slice(0, 1 + (move.subject % leads.length)), amount);
    },
    withdrawBid: () => steps.withdrawBid(bidder, lead),
    reveal: () => {
      const opening = pick(openingsOf(round), move.subject);
      if (opening === undefined) return undefined;
      return steps.reveal(
        by,
        lead,
        move.wild ? { ...opening, amount: opening.amount ^ 1n } : opening,
      );
    },
    revealBatch: () => {
      const openings = shuffled(openingsOf(round), move.entropy);
      return steps.revealBatch(by, lead, openings.slice(0, 1 + (move.subject % 4)));
    },
    requestTieBreak: () => steps.requestTieBreak(by, lead),
    fulfil: () => {
      const isDue = round?.tieBreak !== undefined && round.tieBreak.word === undefined;
      return isDue
        ? steps.fulfil(by, round, BigInt(move.entropy))
        : steps.requestTieBreak(by, lead);
    },
    resolveTie: () => steps.resolveTie(by, lead),
    release: () => releaseOf(steps, by, lead, move),
    deliver: () => steps.deliver(by, lead),
    closeUnsold: () => steps.closeUnsold(by, lead),
    refund: () => steps.refund(by, lead),
    voidAuction: () => steps.voidAuction(by, lead),
    report: () => steps.reportBlockedDelivery(by, lead),
    erase: () => {
      const owner = traders.find(({ address }) => address === lead.owner);
      return steps.erase(move.wild ? by : (owner ?? seller), lead);
    },
    sanction: () => {
      const leader = traders.find(({ address }) => address === round?.leader?.bidder);
      return steps.sanction(move.entropy % 2 === 0 ? (leader ?? bidder) : bidder);
    },
    forfeit: () => forfeitOf(steps, by, bidder, lead, move),
    jump: () => {
      const target = pick(deadlinesOf(round, model.now), move.subject);
      if (target === undefined) return undefined;
      const at = target + (pick([0, 0, -1, 1], move.entropy) ?? 0);
      return steps.passUntil(by, at);
    },
  };
}

function openingsOf(round: Round | undefined): Opening[] {
  return [...(round?.sealed ?? [])].map(([bidder, sealed]) => ({ bidder, ...sealed }));
}

/** Times at which the round may change its phase by itself. */
function deadlinesOf(round: Round | undefined, now: number): number[] {
  if (round === undefined) return [];
  const { terms, revealEnd, deliveryEnd, tieTimeout } = round;
  const tie = [revealEnd + TIE_BREAK_TIMEOUT, tieTimeout, revealEnd + VOID_DELAY];
  const phase = round.phaseAt(now);
  const isTie = phase === Phase.TieBreak;
  const delivery = [deliveryEnd, deliveryEnd + DELIVERY_GRACE];
  const all = [terms.commitEnd, revealEnd, ...(isTie ? tie : delivery)];
  return all.filter((time) => time > now).slice(0, isTie ? 3 : phase === Phase.Delivery ? 2 : 1);
}

/** A tied bid of any round, still on its list or not. */
function releaseOf(steps: Steps, by: Party, lead: Lead, move: Move): Step | undefined {
  const tied = lead.rounds.flatMap((round) =>
    round.bids.filter((bid) => bid.tied).map(({ amount }) => ({ round, amount })),
  );
  const choice = pick(tied, move.subject);
  if (choice === undefined) return undefined;
  return steps.release(by, lead, choice.round, choice.amount, move.entropy % 3);
}

/** A bond of any round; the round after the last when the move is wild. */
function forfeitOf(
  steps: Steps,
  by: Party,
  bidder: Party,
  lead: Lead,
  move: Move,
): Step | undefined {
  if (move.wild)
    return steps.forfeit(by, lead, lead.rounds.length + (move.entropy % 2), bidder.address);
  const bonds = lead.rounds.flatMap(({ terms, sealed }) =>
    [...sealed.keys()].map((account) => ({ round: terms.id, account })),
  );
  const bond = pick(bonds, move.subject);
  return bond && steps.forfeit(by, lead, bond.round, bond.account);
}
