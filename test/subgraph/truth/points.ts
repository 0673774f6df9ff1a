import type { Chain } from "./chain.ts";
import type { Claim } from "./claim.ts";
import type { LogPlace } from "./history.ts";
import { PROTOCOL_ID } from "./ids.ts";
import type { Round, RoundEnd } from "./rounds/round.ts";
import { verticalNamesOf } from "./verticalNames.ts";

const MICROSECONDS = 1_000_000n;

type Ended = Round & { readonly end: RoundEnd };

/** The time series from the logs, point by point. */
export function pointClaims({ history, rounds }: Chain): Claim[] {
  const ended = rounds.filter((round): round is Ended => round.end !== undefined).sort(byEnd);
  const mints = new Map(history.of("nft", "LeadMinted").map((mint) => [mint.args.leadId, mint]));
  const nameOf = verticalNamesOf(history);
  const sales = ended.flatMap(({ id, leadId, created, end, bids }) => {
    const mint = mints.get(leadId);
    if (mint === undefined) throw new Error(`Lead ${leadId} was never minted.`);
    if (end.outcome !== "Sold") return [];
    const { vertical } = mint.args;
    return {
      ...{ protocol: PROTOCOL_ID, auction: id, vertical },
      rootVertical: nameOf(vertical, mint).rootVertical,
      ...{ price: end.price, fee: end.fee },
      secondsToDelivery: end.log.timestamp - created.timestamp,
      bids: bids.size,
      ...place(end.log),
    };
  });
  const all = ended.map(({ id, created, end }) => {
    const isSold = end.outcome === "Sold";
    const isFailure = !isSold && end.buyer !== undefined && end.excused === false;
    return {
      ...{ seller: created.args.seller, auction: id },
      sold: isSold ? 1 : 0,
      undelivered: isFailure ? 1 : 0,
      returned: isSold || isFailure ? 0 : 1,
      ...{ price: end.price ?? 0n, fee: end.fee ?? 0n },
      bondLost: (end.compensation ?? 0n) + (end.penalty ?? 0n),
      ...place(end.log),
    };
  });
  return [...series("SalePoint", sales), ...series("RoundPoint", all)];
}

function byEnd({ end: { log: a } }: Ended, { end: { log: b } }: Ended): number {
  return Number(a.block - b.block) || a.index - b.index;
}

/** Points are told apart by their place in the series: Graph Node counts their ids. */
function series(entity: string, points: readonly Record<string, unknown>[]): Claim[] {
  return points.map((fields, ordinal) => ({ entity, id: `#${ordinal}`, fields }));
}

function place({ timestamp }: LogPlace) {
  return { timestamp: timestamp * MICROSECONDS };
}
