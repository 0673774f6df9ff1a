import { zeroHash, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog } from "../history.ts";
import { verticalNamesOf } from "../verticalNames.ts";
import { asciiIn } from "../words.ts";
import { licenceOf, transferRightOf } from "./credentialTypeIds.ts";
import { refusalsOf, type Refusal } from "./refusals.ts";

/** What an id of a type stands for. */
interface Meaning {
  readonly kind: string;
  readonly vertical?: Hex;
  readonly region?: string;
  readonly regime?: string;
}

/** What a log says of a type; nothing but its id where the meaning is undefined. */
type Naming = readonly [id: Hex, meaning?: Meaning];

const PLAIN = new Map<Hex, Meaning>([
  [CREDENTIAL_TYPES.kyc, { kind: "Kyc" }],
  [CREDENTIAL_TYPES.sanctioned, { kind: "Sanctioned" }],
  [CREDENTIAL_TYPES.consent, { kind: "Consent" }],
]);
const OTHER: Meaning = { kind: "Other" };

/** Every type that a credential, a rule or a refusal has named, with what rules and refusals told of it. */
export function credentialTypeClaims({ history }: Chain): Claim[] {
  const refusals = new Map(refusalsOf(history).map((refusal) => [refusal.log, refusal]));
  const types = new Map<Hex, { readonly meaning: Meaning; readonly last: AnyLog }>();
  const rootOf = (vertical: Hex, log: AnyLog) =>
    verticalNamesOf(history)(vertical, log).rootVertical;
  for (const log of history.logs) {
    for (const [id, told] of namingsIn(log, refusals.get(log), rootOf)) {
      const known = types.get(id);
      const isNews = known?.meaning.kind === "Other" && told !== undefined;
      if (known && !isNews) continue;
      types.set(id, { meaning: told ?? PLAIN.get(id) ?? OTHER, last: log });
    }
  }
  return [...types].map(([id, { meaning, last }]) => ({
    entity: "CredentialType",
    id,
    fields: { vertical: null, region: null, regime: null, ...meaning, ...updated(last) },
  }));
}

function namingsIn(
  log: AnyLog,
  refusal: Refusal | undefined,
  rootOf: (vertical: Hex, log: AnyLog) => Hex,
): Naming[] {
  if (isEvent(log, "credentials", "CredentialRegistered")) return [[log.args.credentialTypeId]];
  if (isEvent(log, "gate", "CountrySet")) {
    const { regime } = log.args;
    if (regime === zeroHash) return [];
    return [[transferRightOf(regime), { kind: "Transfer", regime: asciiIn(regime) }]];
  }
  if (isEvent(log, "gate", "LicenceDemandSet")) {
    const { rootVertical, regions } = log.args;
    return regions.flatMap((region) => licencesOf(rootVertical, asciiIn(region)));
  }
  const { denial } = refusal ?? {};
  const [, rule] = /^(\w+): /.exec(denial?.reason ?? "") ?? [];
  if (denial === undefined || rule === undefined) return [];
  const [id] = rule === "sanctions" ? [CREDENTIAL_TYPES.sanctioned] : typeIn(denial.reason);
  if (id === undefined) return [];
  const licences =
    rule === "licence" ? licencesOf(rootOf(denial.vertical, log), asciiIn(denial.region)) : [];
  return [...licences, [id]];
}

/** The licence of a region, and that of its country, which does as well. */
function licencesOf(vertical: Hex, region: string): Naming[] {
  const places = [region.slice(0, 2), region];
  return places.map((place) => [
    licenceOf(vertical, place),
    { kind: "Licence", vertical, region: place },
  ]);
}

function typeIn(reason: string): Hex[] {
  const [id] = /0x[0-9a-f]{64}$/.exec(reason) ?? [];
  return id === undefined ? [] : [id as Hex];
}
