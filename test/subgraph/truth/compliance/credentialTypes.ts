import { zeroHash, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { created, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog } from "../history.ts";
import { asciiIn } from "../words.ts";
import { licenceOf, transferRightOf } from "./credentialTypeIds.ts";
import { LicenceScope } from "./licenceScope.ts";
import { refusalsOf } from "./refusals.ts";

/** What an id of a type stands for. */
interface Meaning {
  readonly kind: string;
  readonly vertical?: Hex;
  readonly region?: string;
  readonly regime?: string;
}

const PLAIN = new Map<Hex, Meaning>([
  [CREDENTIAL_TYPES.kyc, { kind: "Kyc" }],
  [CREDENTIAL_TYPES.sanctioned, { kind: "Sanctioned" }],
  [CREDENTIAL_TYPES.consent, { kind: "Consent" }],
]);
const OTHER: Meaning = { kind: "Other" };

/** Every type that a credential, a rule or a refusal has named, with what could be known of it by then; and by what it could be known. */
export function credentialTypeClaims({ history }: Chain): Claim[] {
  const refusals = new Map(refusalsOf(history).map((refusal) => [refusal.log, refusal]));
  const types = new Map<Hex, { meaning: Meaning; first: AnyLog; last: AnyLog }>();
  const scope = new LicenceScope();
  const unknown = new Map<Hex, AnyLog>();

  const name = (id: Hex, meaning: Meaning, log: AnyLog) => {
    const type = types.get(id);
    const isUnknown = meaning.kind === "Other";
    if (type === undefined) types.set(id, { meaning, first: log, last: log });
    else if (unknown.has(id) && !isUnknown) types.set(id, { ...type, meaning, last: log });
    else return;
    if (unknown.delete(id) || isUnknown) scope.touch(log);
    if (isUnknown) unknown.set(id, log);
  };
  const recognise = (id: Hex, log: AnyLog) => {
    const licence = scope.licences.get(id);
    name(id, PLAIN.get(id) ?? (licence ? { kind: "Licence", ...licence } : OTHER), log);
  };

  for (const log of history.logs) {
    const refusal = refusals.get(log);
    scope.widen(log, refusal);
    for (const id of unknown.keys()) recognise(id, log);
    if (isEvent(log, "credentials", "CredentialRegistered")) {
      recognise(log.args.credentialTypeId, log);
    } else if (isEvent(log, "gate", "CountrySet")) {
      const { regime } = log.args;
      if (regime === zeroHash) continue;
      name(transferRightOf(regime), { kind: "Transfer", regime: asciiIn(regime) }, log);
    } else if (isEvent(log, "gate", "LicenceDemandSet")) {
      const { rootVertical: vertical, regions } = log.args;
      for (const region of regions.map(asciiIn)) {
        name(licenceOf(vertical, region), { kind: "Licence", vertical, region }, log);
      }
    }
    const reason = refusal?.denial?.reason ?? "";
    const [id] = /0x[0-9a-f]{64}$/.exec(reason) ?? [];
    const told = reason.startsWith("sanctions: ") ? CREDENTIAL_TYPES.sanctioned : id;
    if (told !== undefined) recognise(told as Hex, log);
  }

  const described = [...types].map(([id, { meaning, first, last }]) => ({
    entity: "CredentialType",
    id,
    fields: {
      kind: meaning.kind,
      vertical: meaning.vertical,
      region: meaning.region,
      regime: meaning.regime,
      ...created(first),
      ...updated(last),
    },
  }));
  return [...described, scope.claim([...unknown.keys()])];
}
