import { encodeAbiParameters, keccak256, stringToHex, zeroHash, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { created, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog } from "../history.ts";
import { asciiIn } from "../words.ts";
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

/** Every type that a credential, a rule or a refusal has named, with what could be known of it by then. */
export function credentialTypeClaims(chain: Chain): Claim[] {
  const { history } = chain;
  const types = new Map<Hex, { meaning: Meaning; first: AnyLog; last: AnyLog }>();
  const refusals = new Map(refusalsOf(history).map((refusal) => [refusal.log, refusal]));
  const rootOf = rootsOf(chain);

  const name = (id: Hex, meaning: Meaning, log: AnyLog) => {
    const type = types.get(id);
    if (type === undefined) types.set(id, { meaning, first: log, last: log });
    else if (type.meaning.kind === "Other" && meaning.kind !== "Other") {
      types.set(id, { ...type, meaning, last: log });
    }
  };
  const nameLicences = (vertical: Hex, region: string, log: AnyLog) => {
    const root = rootOf(vertical, log);
    if (root === undefined) return;
    for (const place of new Set([region.slice(0, 2), region])) {
      name(licenceOf(root, place), { kind: "Licence", vertical: root, region: place }, log);
    }
  };

  const nationalLicence = (id: Hex, by: AnyLog): Meaning | undefined => {
    const isEarlier = ({ block }: AnyLog) => block <= by.block;
    const roots = history.of("registry", "VerticalConfigured").filter(isEarlier);
    const countries = history.of("gate", "CountrySet").filter(isEarlier);
    for (const { args } of roots.filter((log) => log.args.config.parent === zeroHash)) {
      const { vertical } = args;
      const region = countries
        .map((log) => asciiIn(log.args.country))
        .find((country) => licenceOf(vertical, country) === id);
      if (region !== undefined) return { kind: "Licence", vertical, region };
    }
    return undefined;
  };

  for (const log of history.logs) {
    if (isEvent(log, "credentials", "CredentialRegistered")) {
      const id = log.args.credentialTypeId;
      name(id, PLAIN.get(id) ?? nationalLicence(id, log) ?? OTHER, log);
    } else if (isEvent(log, "gate", "CountrySet")) {
      const { regime } = log.args;
      if (regime === zeroHash) continue;
      name(transferRightOf(regime), { kind: "Transfer", regime: asciiIn(regime) }, log);
    } else if (isEvent(log, "gate", "LicenceDemandSet")) {
      const { rootVertical: vertical, regions } = log.args;
      for (const region of regions.map(asciiIn)) {
        name(licenceOf(vertical, region), { kind: "Licence", vertical, region }, log);
      }
    } else if (isEvent(log, "gate", "LeadClassAdded")) {
      nameLicences(log.args.vertical, asciiIn(log.args.region), log);
    }
    const denial = refusals.get(log)?.denial;
    if (denial === undefined) continue;
    const { reason, vertical, region } = denial;
    if (reason.startsWith("licence: ")) nameLicences(vertical, asciiIn(region), log);
    const [id] = /0x[0-9a-f]{64}$/.exec(reason) ?? [];
    const told = reason.startsWith("sanctions: ") ? CREDENTIAL_TYPES.sanctioned : id;
    if (told !== undefined) name(told as Hex, PLAIN.get(told as Hex) ?? OTHER, log);
  }

  return [...types].map(([id, { meaning, first, last }]) => ({
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
}

/** Licence of a root vertical and region, as `CredentialTypes.licence` derives it. */
export function licenceOf(root: Hex, region: string): Hex {
  return typeOf("lead-engine.licence", [
    [{ type: "bytes32" }, root],
    [{ type: "bytes6" }, stringToHex(region, { size: 6 })],
  ]);
}

/** Right to receive data of a regime, as `CredentialTypes.transfer` derives it. */
export function transferRightOf(regime: Hex): Hex {
  return typeOf("lead-engine.transfer", [[{ type: "bytes32" }, regime]]);
}

function typeOf(domain: string, rest: readonly (readonly [{ type: string }, Hex])[]): Hex {
  const parts = [[{ type: "bytes32" }, keccak256(stringToHex(domain))] as const, ...rest];
  return keccak256(
    encodeAbiParameters(
      parts.map(([type]) => type),
      parts.map(([, value]) => value),
    ),
  );
}

/** Topmost ancestors, as they were configured by then. */
function rootsOf({ history }: Chain) {
  const configured = history.of("registry", "VerticalConfigured");
  return (vertical: Hex, by: AnyLog): Hex | undefined => {
    let id: Hex | undefined = undefined;
    for (let next = vertical; next !== zeroHash;) {
      const log = configured.find(({ args, block }) => args.vertical === next && block <= by.block);
      if (log === undefined) return undefined;
      [id, next] = [next, log.args.config.parent];
    }
    return id;
  };
}
