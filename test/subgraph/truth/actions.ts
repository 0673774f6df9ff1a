import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import { actionId, bidId, bountyEntityId, leadEntityId } from "./ids.ts";

/** The feed of actions, from the logs. */
export function actionClaims({ steps }: Chain): Claim[] {
  return steps.map(({ log, ordinal, kind, account, counterparty, amount, ...step }) => {
    const { leadId, round, ofBid = false, bountyId } = step;
    return {
      entity: "Action",
      id: actionId(log, ordinal),
      fields: {
        ...{ kind, account, counterparty, amount, leadId },
        lead: leadId === undefined ? null : leadEntityId(leadId),
        auction: round?.id,
        bid: ofBid && round && account ? bidId(round.leadId, round.round, account) : null,
        bounty: bountyId === undefined ? null : bountyEntityId(bountyId),
        ...logged(log),
      },
    };
  });
}
