import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import type { ChainLog } from "./history.ts";
import { auctionId, eventId, leadEntityId } from "./ids.ts";
import { errorSelectorOf } from "./words.ts";

/** What happened to leads besides their auctions: refused, delivered. */
export function leadRecordClaims({ history }: Chain): Claim[] {
  return [
    ...history.of("verifier", "LeadRejected").map(rejectionClaim),
    ...history.of("nft", "LeadDelivered").map(deliveryClaim),
  ];
}

function rejectionClaim(log: ChainLog<"verifier", "LeadRejected">): Claim {
  const { submissionHash, reason } = log.args;
  const why = { reason, errorSelector: errorSelectorOf(reason) };
  return {
    entity: "Rejection",
    id: eventId(log),
    fields: { submissionHash, ...why, ...logged(log) },
  };
}

function deliveryClaim(log: ChainLog<"nft", "LeadDelivered">): Claim {
  const { leadId, from, to, round } = log.args;
  return {
    entity: "Delivery",
    id: eventId(log),
    fields: {
      lead: leadEntityId(leadId),
      auction: round === 0 ? null : auctionId(leadId, round),
      ...{ from, to },
      ...logged(log),
    },
  };
}
