import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import { actionId, bidId, leadEntityId } from "./ids.ts";

/** The feed of actions, from the logs. */
export function actionClaims({ steps }: Chain): Claim[] {
  return steps.map(({ log, ordinal, kind, account, counterparty, amount, ...step }) => {
    const { leadId, round, ofBid = false } = step;
    return {
      entity: "Action",
      id: actionId(log, ordinal),
      fields: {
        ...{ kind, account, counterparty, amount, leadId },
        lead: leadId === undefined ? null : leadEntityId(leadId),
        auction: round?.id,
        bid: ofBid && round && account ? bidId(round.leadId, round.round, account) : null,
        ...logged(log),
      },
    };
  });
}
