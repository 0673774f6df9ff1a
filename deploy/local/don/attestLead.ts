import { bytesToString, type Hex } from "viem";

import { revealCapsule } from "../../../tasks/crypto/capsule.ts";
import { contentHash, decryptContent, type ContentContext } from "../../../tasks/crypto/content.ts";
import type { LeadSubmission } from "../../../tasks/protocol/leadSubmission.ts";
import { hexToRegion } from "../../parameters/region.ts";
import type { Vertical } from "../../parameters/verticals.ts";
import {
  attributesDigest,
  canonicalAttributes,
  publicAttributes,
} from "../../workflows/scoring/attributes.ts";
import { dedupTags } from "../../workflows/scoring/dedupTags.ts";
import { scoreLead } from "../../workflows/scoring/scoreLead.ts";
import { sourceFromHex } from "../../parameters/source.ts";
import { validateLead } from "../../workflows/scoring/validateLead.ts";
import type { LeadReport } from "./leadReport.ts";

/** What a seller hands to the DON: the signed submission, the ciphertext and, confidentially, the opening of the capsule. */
export interface LeadDisclosure {
  readonly submission: LeadSubmission;
  readonly signature: Hex;
  readonly ciphertext: Uint8Array;
  readonly opening: bigint;
}

/** What the DON knows apart from the lead. */
export interface AttestationContext {
  readonly chainId: number;
  /** `LeadNFT`, which the ciphertext is bound to. */
  readonly nft: ContentContext["nft"];
  readonly verticals: ReadonlyMap<string, Vertical>;
  /** The DON's secret, 32 bytes at least. */
  readonly dedupSecret: Uint8Array;
  /** Unix seconds. */
  readonly observedAt: number;
}

/**
 * Opens a lead, validates and scores it, and returns what the DON reports of it. Throws when the ciphertext is not the one that was
 * submitted, the key in the capsule (the one that a buyer will get) does not open it, the content is no valid lead, or the public
 * attributes are not those of the content.
 */
export function attestLead(
  { submission, signature, ciphertext, opening }: LeadDisclosure,
  { chainId, nft, verticals, dedupSecret, observedAt }: AttestationContext,
): LeadReport {
  if (contentHash(ciphertext) !== submission.contentHash) {
    throw new Error("The ciphertext is not the one that the submission names.");
  }
  const { seller, nonce } = submission;
  const contentKey = revealCapsule(submission.capsule, opening);
  const plaintext = decryptContent(ciphertext, contentKey, { chainId, nft, seller, nonce });
  const vertical = [...verticals.values()].find(({ id }) => id === submission.vertical);
  if (vertical === undefined) throw new Error("The submission names no known leaf vertical.");

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
    throw new Error("The public attributes are not those of the content.");
  }
  return {
    submission,
    signature,
    ...scoreLead(lead, vertical, observedAt),
    dedupTags: dedupTags(dedupSecret, lead),
    attributesDigest: attributesDigest(attributes),
    observedAt,
  };
}
