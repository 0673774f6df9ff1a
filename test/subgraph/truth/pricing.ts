import { toHex, zeroHash, type Hex } from "viem";

import type { Chain } from "./chain.ts";
import { logged, updated, type Claim } from "./claim.ts";
import { eventId } from "./ids.ts";
import { ASSETS } from "./words.ts";

/** Feeds, recorded prices and curves, as the pricer keeps them. */
export async function pricingClaims(chain: Chain): Promise<Claim[]> {
  const feeds = await Promise.all(ASSETS.map((_, asset) => feedClaim(chain, asset)));
  return [...feeds, ...(await curveClaims(chain)), ...(await reportClaims(chain))];
}

async function feedClaim({ history, contracts, at }: Chain, asset: number): Promise<Claim> {
  const set = history.of("pricer", "FeedSet").filter(({ args }) => args.asset === asset);
  if (set.length === 0) throw new Error(`Nothing set the feed of asset ${asset}.`);
  return {
    entity: "PriceFeed",
    id: feedId(asset),
    view: "ReservePricer.feedOf",
    fields: {
      asset: ASSETS[asset],
      ...(await contracts.pricer.read.feedOf([asset], at)),
      ...updated(...set),
    },
  };
}

function curveClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("pricer", "CurveSet");
  const claims = [...new Set(logs.map(({ args }) => args.vertical))].map(
    async (id): Promise<Claim> => {
      const set = logs.filter(({ args }) => args.vertical === id);
      const points = await contracts.pricer.read.curveOf([id], at);
      return {
        entity: "ReserveCurve",
        id,
        view: "ReservePricer.curveOf",
        fields: {
          vertical: id === zeroHash ? null : id,
          ratiosBps: points.map(({ ratioBps }) => ratioBps),
          multipliersBps: points.map(({ multiplierBps }) => multiplierBps),
          ...updated(...set),
        },
      };
    },
  );
  return Promise.all(claims);
}

/** Recorded prices from the logs; the pricer keeps the last of each asset, unless its feed was set since. */
async function reportClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const recorded = history.of("pricer", "ReportRecorded");
  const kept = await Promise.all(
    ASSETS.map((_, asset) => contracts.pricer.read.recordedReportOf([asset], at)),
  );
  return recorded.map((log) => {
    const { asset, streamId, price, observedAt, expiresAt } = log.args;
    const isLast = recorded.findLast(({ args }) => args.asset === asset) === log;
    const live = kept[asset];
    const present =
      isLast && live && live.observedAt !== 0 ? live : { price, observedAt, expiresAt };
    return {
      entity: "StreamReport",
      id: eventId(log),
      fields: { feed: feedId(asset), streamId, ...present, ...logged(log) },
    };
  });
}

function feedId(asset: number): Hex {
  return toHex(asset, { size: 1 });
}
