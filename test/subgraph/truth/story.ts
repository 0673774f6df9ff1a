import { budgetMovements, bountySteps } from "./bounties/budgets.ts";
import { isEvent, type AnyLog, type History } from "./history.ts";
import type { Movement, Round, Step } from "./rounds/round.ts";

/** Every movement of every balance: those of the rounds, and what the vault alone knows. */
export function movementsOf(history: History, rounds: readonly Round[]): Movement[] {
  const none = { round: undefined, ordinal: 0 };
  const vault = history.logs.flatMap((log): Movement[] => {
    if (isEvent(log, "vault", "Deposited")) {
      const { account, payer: counterparty, amount } = log.args;
      const part = { account, counterparty, amount, free: amount, locked: 0n };
      return [{ log, ...none, reason: "Deposited", ...part }];
    }
    if (!isEvent(log, "vault", "Withdrawn")) return [];
    const { account, to: counterparty, amount } = log.args;
    const part = { account, counterparty, amount, free: -amount, locked: 0n };
    return [{ log, ...none, reason: "Withdrawn", ...part }];
  });
  const all = [
    ...vault,
    ...budgetMovements(history),
    ...rounds.flatMap(({ movements }) => movements),
  ];
  return all.filter(({ amount }) => amount !== 0n).sort(inOrder);
}

/** Every step of every story: those of the rounds, and what happens to accounts and leads outside one. */
export function stepsOf(history: History, rounds: readonly Round[]): Step[] {
  const others = history.logs.flatMap((log): Step[] => {
    const place = { log, ordinal: 0 };
    if (isEvent(log, "vault", "Deposited") || isEvent(log, "vault", "Withdrawn")) {
      const { account, amount } = log.args;
      return [{ ...place, kind: log.event, account, amount }];
    }
    if (isEvent(log, "nft", "LeadMinted")) {
      const { leadId, seller: account } = log.args;
      return [{ ...place, kind: "LeadMinted", account, leadId }];
    }
    if (isEvent(log, "nft", "LeadErased")) {
      const { leadId, by: account } = log.args;
      return [{ ...place, kind: "LeadErased", account, leadId }];
    }
    if (!isEvent(log, "nft", "LeadDelivered") || log.args.round !== 0) return [];
    const { leadId, from: account, to: counterparty } = log.args;
    return [{ ...place, kind: "LeadHandedOver", account, counterparty, leadId }];
  });
  const bounties = bountySteps(history);
  return [...others, ...bounties, ...rounds.flatMap(({ steps }) => steps)].sort(inOrder);
}

interface Place {
  readonly log: AnyLog;
  readonly ordinal: number;
}

function inOrder(a: Place, b: Place): number {
  const blocks = Number(a.log.block - b.log.block);
  return blocks || a.log.index - b.log.index || a.ordinal - b.ordinal;
}
