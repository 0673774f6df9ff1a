import type { Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
  transferTypeOf,
} from "../../deploy/parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { regionOfState, US_STATES } from "../../deploy/parameters/compliance/usStates.ts";

let names: ReadonlyMap<string, string> | undefined;

/**
 * A credential's type in words, such as `licence insurance US-CA`; its id where nobody here knows it.
 * @param regions to look for besides the US states and the countries of the transfer rules.
 */
export function credentialName(typeId: Hex, regions: readonly string[] = []): string {
  names ??= new Map(knownTypes());
  const known = names.get(typeId);
  if (known !== undefined) return known;
  const others = new Map(licencesIn(regions));
  return others.get(typeId) ?? typeId;
}

function knownTypes(): (readonly [Hex, string])[] {
  const transfers = loadTransfers();
  const regimes = [...new Set(transfers.map(({ regime }) => regime))];
  const countries = transfers.map(({ country }) => country);
  return [
    ...Object.entries(CREDENTIAL_TYPES).map(([name, typeId]) => [typeId, name] as const),
    ...licencesIn([...countries, ...US_STATES.map(regionOfState)]),
    ...regimes.map((regime) => [transferTypeOf(regime), `transfer ${regime}`] as const),
  ];
}

function licencesIn(regions: readonly string[]): (readonly [Hex, string])[] {
  return loadLicences().flatMap(({ root }) =>
    regions.map((region) => [licenceTypeOf(root, region), `licence ${root} ${region}`] as const),
  );
}
