import { isEvent, type AnyLog, type History } from "../history.ts";
import type { Movement, Step } from "../rounds/round.ts";

/** Movements between a poster's free balance and its bounties' budgets. Matches move nothing. */
export function budgetMovements({ logs }: History): Movement[] {
  return logs.flatMap((log): Movement[] => {
    if (isEvent(log, "matcher", "BountyPosted")) {
      return [budget(log, log.args, "BudgetLocked", log.args.budget)];
    }
    if (isEvent(log, "matcher", "BountyToppedUp")) {
      return [budget(log, log.args, "BudgetLocked", log.args.amount)];
    }
    if (!isEvent(log, "matcher", "BountyClosed")) return [];
    return [budget(log, log.args, "BudgetFreed", -log.args.freed)];
  });
}

/** What posters do with their bounties, step by step. */
export function bountySteps({ logs }: History): Step[] {
  const posters = new Map<bigint, Step["account"]>();
  return logs.flatMap((log): Step[] => {
    if (isEvent(log, "matcher", "BountyPosted")) {
      posters.set(log.args.bountyId, log.args.poster);
      return [step(log, log.args, "BountyPosted", log.args.budget)];
    }
    if (isEvent(log, "matcher", "BountyChanged")) {
      return [step(log, own(log.args), "BountyChanged", log.args.terms.price)];
    }
    if (isEvent(log, "matcher", "BountyToppedUp")) {
      return [step(log, log.args, "BountyToppedUp", log.args.amount)];
    }
    if (isEvent(log, "matcher", "BountyPauseSet")) {
      return [step(log, own(log.args), log.args.paused ? "BountyPaused" : "BountyResumed")];
    }
    if (!isEvent(log, "matcher", "BountyClosed")) return [];
    return [step(log, log.args, "BountyClosed", log.args.freed)];
  });

  function own({ bountyId }: { readonly bountyId: bigint }) {
    return { bountyId, poster: posters.get(bountyId) };
  }
}

type Named = Readonly<Record<"bountyId", bigint>> & { readonly poster: Step["account"] };

function step(log: AnyLog, { bountyId, poster }: Named, kind: string, amount?: bigint): Step {
  return { log, ordinal: 0, kind, account: poster, amount, bountyId };
}

/** @param locked what the locked balance grows by, in USDC units. */
function budget(
  log: AnyLog,
  { bountyId, poster }: { readonly bountyId: bigint; readonly poster: Movement["account"] },
  reason: string,
  locked: bigint,
): Movement {
  const amount = locked < 0n ? -locked : locked;
  const nobody = { counterparty: undefined, round: undefined };
  return {
    log,
    ordinal: 0,
    account: poster,
    reason,
    amount,
    free: -locked,
    locked,
    bountyId,
    ...nobody,
  };
}
