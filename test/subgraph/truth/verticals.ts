import { zeroHash, type Hex } from "viem";

import { hexToRegion } from "../../../deploy/parameters/region.ts";
import type { Chain } from "./chain.ts";
import { AnyBut, created, updated, type Claim } from "./claim.ts";
import type { ChainLog } from "./history.ts";
import { pairId } from "./ids.ts";

/** Verticals with their rules as the registry keeps them, and their closed regions. */
export async function verticalClaims(chain: Chain): Promise<Claim[]> {
  const configured = chain.history.of("registry", "VerticalConfigured");
  const ids = new Set(configured.map(({ args }) => args.vertical));
  const claims = [...ids].map((id) =>
    ownClaims(
      chain,
      id,
      configured.filter(({ args }) => args.vertical === id),
    ),
  );
  return [...(await Promise.all(claims)).flat(), ...(await restrictionClaims(chain))];
}

async function ownClaims(
  { contracts, at }: Chain,
  id: Hex,
  configured: readonly ChainLog<"registry", "VerticalConfigured">[],
): Promise<Claim[]> {
  const last = configured.at(-1);
  if (last === undefined) throw new Error(`Nothing configured the vertical ${id}.`);
  const { parent, ...rules } = await contracts.registry.read.verticalOf([id], at);
  const view = "VerticalRegistry.verticalOf";
  const stamps = { ...created(last), ...updated(last) };
  const place = { slug: last.args.slug, parent: parent === zeroHash ? null : parent, rules: id };
  return [
    { entity: "Vertical", id, view, fields: { ...place, ...stamps } },
    { entity: "VerticalRules", id, view, fields: { ...rules, ...stamps } },
  ];
}

/** The registry answers for a vertical with all above it: what it calls open is closed nowhere, what it calls closed is so somewhere. */
function restrictionClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("registry", "RegionRestrictionSet");
  const claims = logs.map(async ({ args: { vertical, region } }): Promise<Claim[]> => {
    const own = logs.filter(({ args }) => args.vertical === vertical && args.region === region);
    const [first, last] = [own[0], own.at(-1)] as [(typeof own)[0], (typeof own)[0]];
    const isClosed = await contracts.registry.read.isRestricted([vertical, region], at);
    const id = pairId(vertical, region);
    return [
      {
        entity: "RegionRestriction",
        id,
        fields: {
          vertical,
          region: hexToRegion(region),
          restricted: last.args.restricted,
          ...created(first),
          ...updated(last),
        },
      },
      {
        entity: "RegionRestriction",
        id,
        view: "VerticalRegistry.isRestricted",
        fields: isClosed ? {} : { restricted: new AnyBut(true) },
      },
    ];
  });
  return Promise.all(claims).then((all) => all.flat());
}
