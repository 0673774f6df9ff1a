import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { countryOf } from "../../deploy/workflows/scoring/normalise.ts";
import type { Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
  transferTypeOf,
} from "../../deploy/parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { regionSchema } from "../../deploy/sdk/lead/lead.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Kinds of credentials, and the options that each needs to be named. */
const KINDS = {
  kyc: ["jurisdiction"],
  sanctioned: [],
  consent: [],
  licence: ["vertical", "region"],
  transfer: ["regime"],
} as const satisfies Record<string, readonly Qualifier[]>;

const QUALIFIERS = ["jurisdiction", "vertical", "region", "regime"] as const;

type Qualifier = (typeof QUALIFIERS)[number];
type Kind = keyof typeof KINDS;

/** Names of the kinds, for the help of the tasks. */
export const CREDENTIAL_KINDS = Object.keys(KINDS) as readonly Kind[];

/** A credential as the options of a task name it. */
export interface CredentialOptions extends Readonly<
  Partial<Record<Qualifier, string | undefined>>
> {
  readonly type: string | undefined;
}

/** A credential as the registry holds it. */
export interface CredentialRequest {
  readonly typeId: Hex;
  readonly data: Hex;
  /** In words: `licence insurance US-CA`. */
  readonly label: string;
}

/**
 * The credential that the options name.
 * @param needsData whether the jurisdiction must be given for KYC: to revoke or renew a credential its type is enough.
 * @throws {LeadEngineError} an option is missing, superfluous or wrong.
 */
export function credentialOf(options: CredentialOptions, needsData: boolean): CredentialRequest {
  const kind = kindOf(options.type);
  const wanted: readonly Qualifier[] = kind === "kyc" && !needsData ? [] : KINDS[kind];
  for (const name of QUALIFIERS) {
    const given = options[name] !== undefined;
    if (given && !wanted.includes(name)) {
      throw new LeadEngineError(
        "UNNEEDED_OPTION",
        `--${name} does not apply to --type ${kind}.`,
        `Leave --${name} out.`,
      );
    }
    if (!given && wanted.includes(name)) {
      throw new LeadEngineError(
        "MISSING_OPTION",
        `--type ${kind} needs --${name}.`,
        `Add ${EXAMPLES[name]}.`,
      );
    }
  }
  const { jurisdiction = "", vertical = "", region = "", regime = "" } = options;
  switch (kind) {
    case "kyc": {
      const data = needsData ? kycDataOf(jurisdictionOf(jurisdiction)) : "0x";
      return { typeId: CREDENTIAL_TYPES.kyc, data, label: `kyc ${jurisdiction}`.trim() };
    }
    case "licence": {
      const typeId = licenceTypeOf(knownRoot(vertical), regionOf("region", region));
      return { typeId, data: "0x", label: `licence ${vertical} ${region}` };
    }
    case "transfer":
      return {
        typeId: transferTypeOf(knownRegime(regime)),
        data: "0x",
        label: `transfer ${regime}`,
      };
    default:
      return { typeId: CREDENTIAL_TYPES[kind], data: "0x", label: kind };
  }
}

const EXAMPLES: Readonly<Record<Qualifier, string>> = {
  jurisdiction: "where the holder resides: --jurisdiction US-CA",
  vertical: "the root vertical: --vertical insurance",
  region: "where the licence holds: --region US-CA, or a country for all of it",
  regime: "the lead's data-protection regime: --regime GDPR",
};

function kindOf(type: string | undefined): Kind {
  const kind = CREDENTIAL_KINDS.find((name) => name === type);
  if (kind !== undefined) return kind;
  const fault = type === undefined ? "No --type is given." : `--type ${type} is unknown.`;
  throw new LeadEngineError(
    "INVALID_CREDENTIAL",
    fault,
    `Choose one of ${CREDENTIAL_KINDS.join(", ")}.`,
  );
}

function regionOf(option: Qualifier, text: string): string {
  if (regionSchema.safeParse(text).success) return text;
  throw new LeadEngineError(
    "INVALID_REGION",
    `--${option} ${text} is not a region.`,
    "Write ISO 3166, such as US-CA or DE.",
  );
}

/** A KYC credential from a country without a transfer rule would allow nothing. */
function jurisdictionOf(text: string): string {
  const country = countryOf(regionOf("jurisdiction", text));
  const known = loadTransfers().map((rule) => rule.country);
  if (known.includes(country)) return text;
  throw new LeadEngineError(
    "INVALID_REGION",
    `No transfer rule is known for ${country}: its residents cannot trade.`,
    `Choose one of ${known.join(", ")}, or a subdivision.`,
  );
}

function knownRoot(slug: string): string {
  const roots = loadLicences().map(({ root }) => root);
  if (roots.includes(slug)) return slug;
  const root = rootOf(slug);
  throw new LeadEngineError(
    "INVALID_VERTICAL",
    `--vertical ${slug} is not a root vertical.`,
    roots.includes(root)
      ? `A licence covers the whole root: --vertical ${root}.`
      : `Choose one of ${roots.join(", ")}.`,
  );
}

function knownRegime(text: string): string {
  const regimes = new Set(loadTransfers().map(({ regime }) => regime));
  if (regimes.has(text)) return text;
  throw new LeadEngineError(
    "INVALID_REGIME",
    `--regime ${text} is unknown.`,
    `Choose one of ${[...regimes].join(", ")}.`,
  );
}
