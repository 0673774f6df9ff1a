import { zeroHash, type Address, type Hex } from "viem";

import { loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import type { Outcome, Rule } from "../../deploy/sdk/codes/enums.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { countryOf } from "../../deploy/workflows/scoring/normalise.ts";
import { knownCredential } from "./credentialNames.ts";

/** Who wants which lead, and what the registries know about them. */
export interface Inquiry {
  readonly account: Address;
  /** The lead's vertical, a slug. */
  readonly vertical: string;
  /** The lead's region. */
  readonly region: string;
  /** Where the account resides by its KYC credential, valid or not; undefined without one. */
  readonly jurisdiction: string | undefined;
  /** Types of the credentials that the account holds, expired ones too. */
  readonly held: readonly Hex[];
}

/** Outcome of a rule, from `checkCompliance`. */
export interface Finding {
  readonly rule: Rule;
  readonly outcome: Outcome;
  readonly credentialType: Hex;
  /** Until when the outcome holds, Unix seconds; 0 without end. */
  readonly expiresAt: number;
}

/** A finding in words. */
export interface ExplainedFinding {
  readonly rule: Rule;
  readonly outcome: Outcome;
  readonly why: string;
  /** What would fix a failed rule; empty otherwise. */
  readonly fix: string;
}

/** Says why a rule was passed or not, and what would fix a failed one. */
export function explainFinding(finding: Finding, inquiry: Inquiry): ExplainedFinding {
  const { rule, outcome } = finding;
  const words = WORDS[rule];
  if (outcome === "failed") {
    return { rule, outcome, why: words.failed(inquiry, finding), fix: fixOf(finding, inquiry) };
  }
  const holds = finding.expiresAt === 0 ? "" : ` Until ${timeText(finding.expiresAt)}.`;
  const why =
    outcome === "passed"
      ? words.passed(inquiry, finding) + holds
      : words.notNeeded(inquiry, finding);
  return { rule, outcome, why, fix: "" };
}

type Phrase = (inquiry: Inquiry, finding: Finding) => string;

const always = () => "Every account needs it.";

const WORDS: Readonly<Record<Rule, Readonly<Record<"passed" | "failed" | "notNeeded", Phrase>>>> = {
  identity: {
    passed: () => "The account belongs to an identity.",
    failed: () => "The account belongs to no identity.",
    notNeeded: always,
  },
  kyc: {
    passed: ({ jurisdiction }) => `Known, resident in ${jurisdiction ?? "an unknown country"}.`,
    failed: ({ jurisdiction }) =>
      jurisdiction === undefined
        ? "The account holds no KYC credential."
        : "The KYC credential has expired, or names no valid jurisdiction.",
    notNeeded: always,
  },
  sanctions: {
    passed: () => "Not sanctioned.",
    failed: () => "The account is sanctioned: nothing else counts.",
    notNeeded: always,
  },
  licence: {
    passed: ({ region }) => `Licensed for ${region}.`,
    failed: (inquiry) => {
      const needed = loadLicences().find(({ root }) => root === rootOf(inquiry.vertical))?.licence;
      const what = needed === undefined ? "" : ` (${needed})`;
      return `Leads of ${rootOf(inquiry.vertical)} from ${inquiry.region} need a licence${what}.`;
    },
    notNeeded: (inquiry) =>
      `Leads of ${rootOf(inquiry.vertical)} from ${inquiry.region} need no licence.`,
  },
  transfer: {
    passed: ({ region, jurisdiction }, { credentialType }) => {
      const way = `from ${countryOf(region)} to ${countryOf(jurisdiction ?? "")}`;
      return credentialType === zeroHash
        ? `Data moves freely ${way}.`
        : `Data may move ${way} under the credential.`;
    },
    failed: ({ region, jurisdiction }) =>
      jurisdiction === undefined
        ? `Where data from ${countryOf(region)} would go is not known.`
        : `Data may not move from ${countryOf(region)} to ${countryOf(jurisdiction)} at present.`,
    notNeeded: always,
  },
  consent: {
    passed: () => "The account has accepted the duties that come with consumers' consent.",
    failed: () => "The account has not accepted the duties that come with consumers' consent.",
    notNeeded: ({ vertical }) => `Leads of ${vertical} need no consumer's consent.`,
  },
};

/** What a holder of the compliance role would do. */
function fixOf({ rule, credentialType }: Finding, inquiry: Inquiry): string {
  const { account, held, region } = inquiry;
  const credential = (verb: string, options: string) =>
    `npx hardhat credential ${verb} ${account} ${options}`;
  const known = knownCredential(credentialType, [region, countryOf(region)]);
  if (rule === "sanctions") return credential("revoke", "--type sanctioned");
  if (rule === "identity") return "Comes with the first credential.";
  if (credentialType === zeroHash) return ruleToFix(inquiry);
  if (known === undefined) return `A credential of type ${credentialType}.`;
  if (held.includes(credentialType)) return credential("renew", `${known.options} --expires 1y`);
  const options = rule === "kyc" ? `${known.options} --jurisdiction REGION` : known.options;
  return credential("issue", options);
}

/** Where no credential would help by itself. */
function ruleToFix({ vertical, region, jurisdiction }: Inquiry): string {
  const known = loadTransfers().map(({ country }) => country);
  const countries = jurisdiction === undefined ? [region] : [region, jurisdiction];
  const unknown = countries.map(countryOf).find((country) => !known.includes(country));
  if (unknown !== undefined) return `None: no transfer rule is set for ${unknown}.`;
  if (!loadVerticals().some(({ slug }) => slug === vertical)) {
    return `None: ${vertical} is not in the registry.`;
  }
  return "Depends on where the account resides: fix kyc first.";
}
