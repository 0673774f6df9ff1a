import type { Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
  transferTypeOf,
} from "../../deploy/parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { regionOfState, US_STATES } from "../../deploy/parameters/compliance/usStates.ts";

const CREDENTIAL_TYPE = /0x[0-9a-f]{64}/g;

/** A credential's type for people. */
interface KnownCredential {
  /** `licence insurance US-CA`. */
  readonly name: string;
  /** The options of the tasks that mean it: `--type licence --vertical insurance --region US-CA`. */
  readonly options: string;
}

let known: ReadonlyMap<Hex, KnownCredential> | undefined;

/**
 * What a credential's type stands for; undefined if it is unknown here.
 * @param regions to look for besides the US states and the countries of the transfer rules.
 */
export function knownCredential(
  typeId: Hex,
  regions: readonly string[] = [],
): KnownCredential | undefined {
  known ??= new Map(knownTypes());
  return known.get(typeId) ?? new Map(licencesIn(regions)).get(typeId);
}

/** A credential's type in words, such as `licence insurance US-CA`; its id if it is unknown here. */
export function credentialName(typeId: Hex, regions: readonly string[] = []): string {
  return knownCredential(typeId, regions)?.name ?? typeId;
}

/** The policy's reason with credentials by their names instead of their types: `licence: 0x… lacks a valid licence insurance US-CA`. */
export function namesInReason(reason: string): string {
  return reason.replaceAll(CREDENTIAL_TYPE, (typeId) => credentialName(typeId as Hex));
}

type Entry = readonly [typeId: Hex, KnownCredential];

function knownTypes(): Entry[] {
  const transfers = loadTransfers();
  const regimes = [...new Set(transfers.map(({ regime }) => regime))];
  const countries = transfers.map(({ country }) => country);
  return [
    ...Object.entries(CREDENTIAL_TYPES).map(([name, typeId]): Entry => [
      typeId,
      { name, options: `--type ${name}` },
    ]),
    ...licencesIn([...countries, ...US_STATES.map(regionOfState)]),
    ...regimes.map((regime): Entry => [
      transferTypeOf(regime),
      { name: `transfer ${regime}`, options: `--type transfer --regime ${regime}` },
    ]),
  ];
}

function licencesIn(regions: readonly string[]): Entry[] {
  return loadLicences().flatMap(({ root }) =>
    regions.map((region): Entry => [
      licenceTypeOf(root, region),
      {
        name: `licence ${root} ${region}`,
        options: `--type licence --vertical ${root} --region ${region}`,
      },
    ]),
  );
}
