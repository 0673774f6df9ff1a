import { concatHex, zeroHash, type Hex } from "viem";

import type { Chain } from "../chain.ts";
import { updated, type Claim } from "../claim.ts";
import { asciiIn, DEMANDS } from "../words.ts";
import { licenceOf, transferRightOf } from "./credentialTypeIds.ts";

/** Countries' rules and licence demands, as the access policy keeps them. */
export async function accessRuleClaims(chain: Chain): Promise<Claim[]> {
  return [...(await countryClaims(chain)), ...(await demandClaims(chain))];
}

function countryClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("gate", "CountrySet");
  const claims = [...new Set(logs.map(({ args }) => args.country))].map(
    async (country): Promise<Claim> => {
      const own = logs.filter(({ args }) => args.country === country);
      const [regime, freeTo] = await contracts.gate.read.countryOf([country], at);
      return {
        entity: "CountryRule",
        id: country,
        view: "ComplianceGate.countryOf",
        fields: {
          country: asciiIn(country),
          regime: regime === zeroHash ? null : asciiIn(regime),
          freeTo: freeTo.map(asciiIn),
          transferRight: regime === zeroHash ? null : transferRightOf(regime),
          ...updated(...own),
        },
      };
    },
  );
  return Promise.all(claims);
}

function demandClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("gate", "LicenceDemandSet");
  const pairs = logs.flatMap((log) =>
    log.args.regions.map((region) => ({ log, vertical: log.args.rootVertical, region })),
  );
  const idOf = ({ vertical, region }: { vertical: Hex; region: Hex }) =>
    concatHex([vertical, region]);
  const claims = [...new Set(pairs.map(idOf))].map(async (id): Promise<Claim> => {
    const own = pairs.filter((pair) => idOf(pair) === id);
    const { log, vertical, region } = own.at(-1) as (typeof own)[0];
    const demand = await contracts.gate.read.licenceDemandOf([vertical, region], at);
    return {
      entity: "LicenceDemand",
      id,
      view: "ComplianceGate.licenceDemandOf",
      fields: {
        vertical,
        region: asciiIn(region),
        demand: DEMANDS[demand],
        licence: licenceOf(vertical, asciiIn(region)),
        ...updated(log),
      },
    };
  });
  return Promise.all(claims);
}
