import { bytesToString } from "viem";

import { revealCapsule } from "../sdk/crypto/capsule.ts";
import { contentHash, decryptContent, type ContentContext } from "../sdk/crypto/content.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { hexToRegion } from "../sdk/lead/region.ts";
import type { Lead } from "../sdk/lead/lead.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import { canonicalAttributes, publicAttributes } from "../sdk/lead/publicFields.ts";
import { dedupTags } from "./scoring/dedupTags.ts";
import { scoreLead } from "./scoring/scoreLead.ts";
import { sourceFromHex } from "../sdk/lead/source.ts";
import { validateLead } from "./scoring/validateLead.ts";
import type { LeadDisclosure } from "../sdk/report/disclosure.ts";
import type { AttestedLead, LeadReport } from "../sdk/report/leadReport.ts";
import { answeredChecks, type VendorChecks } from "./scoring/vendorChecks.ts";

/** What the DON knows besides the lead. */
export interface AttestationContext {
  readonly chainId: number;
  /** `LeadNFT`, which the ciphertext is bound to. */
  readonly nft: ContentContext["nft"];
  readonly verticals: ReadonlyMap<string, Vertical>;
  /** The DON's secret, at least 32 bytes. */
  readonly dedupSecret: Uint8Array;
  /** Unix seconds. */
  readonly observedAt: number;
}

/** A lead as the DON sees it. */
export interface OpenedLead {
  readonly lead: Lead;
  readonly vertical: Vertical;
}

/**
 * Opens and validates a lead.
 * @throws {LeadEngineError} `CONTENT_MISMATCH`: the ciphertext is not the one that was submitted; `KEY_MISMATCH`, `CONTENT_UNREADABLE`:
 * the key in the capsule (the one that a buyer will get) does not open it; `VERTICAL_UNKNOWN`; `INVALID_LEAD`; `ATTRIBUTES_MISMATCH`: the
 * public attributes are not those of the content.
 */
export function openDisclosure(
  { submission, ciphertext, opening }: LeadDisclosure,
  { chainId, nft, verticals }: Pick<AttestationContext, "chainId" | "nft" | "verticals">,
): OpenedLead {
  if (contentHash(ciphertext) !== submission.contentHash) {
    throw new LeadEngineError(
      "CONTENT_MISMATCH",
      "The ciphertext is not the one that the submission names.",
    );
  }
  const { seller, nonce } = submission;
  const contentKey = revealCapsule(submission.capsule, opening);
  const plaintext = decryptContent(ciphertext, contentKey, { chainId, nft, seller, nonce });
  const vertical = [...verticals.values()].find(({ id }) => id === submission.vertical);
  if (vertical === undefined) {
    throw new LeadEngineError("VERTICAL_UNKNOWN", "The submission names no known leaf vertical.");
  }

  const lead = validateLead(
    {
      ...(JSON.parse(bytesToString(plaintext)) as object),
      vertical: vertical.slug,
      region: hexToRegion(submission.region),
      source: sourceFromHex(submission.source),
      consentTime: submission.consentTime,
    },
    verticals,
  );
  const attributes = canonicalAttributes(publicAttributes(lead.fields, vertical.fields));
  if (bytesToString(attributes) !== submission.attributes) {
    throw new LeadEngineError(
      "ATTRIBUTES_MISMATCH",
      "The public attributes are not those of the content.",
    );
  }
  return { lead, vertical };
}

/** What the DON reports of a lead that it has opened. */
export function reportOf(
  { submission, signature }: Pick<LeadDisclosure, "submission" | "signature">,
  { lead, vertical }: OpenedLead,
  { dedupSecret, observedAt }: Pick<AttestationContext, "dedupSecret" | "observedAt">,
  checks: VendorChecks = {},
): AttestedLead {
  return {
    submission,
    signature,
    subScores: scoreLead(lead, vertical, observedAt, checks).subScores,
    dedupTags: dedupTags(dedupSecret, lead),
    checks: answeredChecks(checks),
  };
}

/** Both at once, without a vendor's word and without candidates. */
export function attestLead(disclosure: LeadDisclosure, context: AttestationContext): LeadReport {
  return { ...reportOf(disclosure, openDisclosure(disclosure, context), context), candidates: [] };
}
