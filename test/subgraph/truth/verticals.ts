import { zeroHash, type Hex } from "viem";

import { hexToRegion } from "../../../deploy/sdk/lead/region.ts";
import { definitionClaims } from "./attributes.ts";
import type { Chain } from "./chain.ts";
import { AnyBut, firstOf, updated, type Claim } from "./claim.ts";
import type { ChainLog, LogPlace } from "./history.ts";
import { pairId } from "./ids.ts";
import { verticalNamesOf } from "./verticalNames.ts";

/** Verticals with their rules as the registry keeps them, their public questions and closed regions. */
export async function verticalClaims(chain: Chain): Promise<Claim[]> {
  const configured = chain.history.of("registry", "VerticalConfigured");
  const ids = new Set(configured.map(({ args }) => args.vertical));
  const claims = [...ids].map((id) => keptClaim(chain, id, configured));
  const kept = await Promise.all(claims);
  const strangers = [...namedOnly(chain)].map(([id, log]) => strangerClaim(id, log));
  const restrictions = await restrictionClaims(chain);
  return [...kept, ...strangers, ...definitionClaims(chain), ...restrictions];
}

async function keptClaim(
  { history, contracts, at }: Chain,
  id: Hex,
  configured: readonly ChainLog<"registry", "VerticalConfigured">[],
): Promise<Claim> {
  const last = configured.findLast(({ args }) => args.vertical === id);
  if (last === undefined) throw new Error(`Nothing configured the vertical ${id}.`);
  const { parent, ...rules } = await contracts.registry.read.verticalOf([id], at);
  const { rootVertical: root } = verticalNamesOf(history)(id, {
    ...last,
    index: last.index + 1,
  });
  return {
    entity: "Vertical",
    id,
    view: "VerticalRegistry.verticalOf",
    fields: {
      ...{ slug: last.args.slug, parent: parent === zeroHash ? null : parent, root },
      ...{ configured: true, ...rules, ...updated(last) },
    },
  };
}

/** Verticals that governance names although the registry does not know them: curves are taken for any. */
function namedOnly({ history }: Chain): Map<Hex, LogPlace> {
  const configured = history.of("registry", "VerticalConfigured");
  const known = new Set([zeroHash, ...configured.map(({ args }) => args.vertical)]);
  const curves = history.of("pricer", "CurveSet");
  const strange = curves.filter(({ args }) => !known.has(args.vertical));
  const ids = [...new Set(strange.map(({ args }) => args.vertical))];
  return new Map(
    ids.map((id) => [id, firstOf(...strange.filter(({ args }) => args.vertical === id))]),
  );
}

function strangerClaim(id: Hex, log: LogPlace): Claim {
  const windows = { commitWindow: 0, revealWindow: 0, deliveryWindow: 0, consentMaxAge: 0 };
  const bonds = { bidBondBps: 0, bidBondMin: 0, bidBondMax: 0, deliveryBondBps: 0 };
  const flags = { active: false, consentRequired: false, licenceRequired: false };
  return {
    entity: "Vertical",
    id,
    fields: {
      ...{ slug: id, parent: null, root: id, configured: false, minReserve: 0 },
      ...{ ...windows, ...bonds, ...flags, duplicateWindow: 0, ...updated(log) },
    },
  };
}

/** The registry answers for a vertical with all above it: what it calls open is closed nowhere, what it calls closed is so somewhere. */
async function restrictionClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("registry", "RegionRestrictionSet");
  const claims = logs.map(async ({ args: { vertical, region } }): Promise<Claim[]> => {
    const last = logs.findLast(({ args }) => args.vertical === vertical && args.region === region);
    if (last === undefined) return [];
    const isClosed = await contracts.registry.read.isRestricted([vertical, region], at);
    const id = pairId(vertical, region);
    const { restricted } = last.args;
    return [
      {
        entity: "RegionRestriction",
        id,
        fields: { vertical, region: hexToRegion(region), restricted, ...updated(last) },
      },
      {
        entity: "RegionRestriction",
        id,
        view: "VerticalRegistry.isRestricted",
        fields: isClosed ? {} : { restricted: new AnyBut(true) },
      },
    ];
  });
  return (await Promise.all(claims)).flat();
}
