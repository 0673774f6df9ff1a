import { bytesToString } from "viem";

import type { Contact } from "./contact.ts";
import type { Lead } from "./lead.ts";
import { openCapsule, type Capsule } from "../crypto/capsule.ts";
import { contentHash, decryptContent, type ContentContext } from "../crypto/content.ts";
import { cryptoError } from "../crypto/cryptoError.ts";

/** What a lead's owner learns: personal data and exact answers. */
export interface LeadContent {
  readonly contact: Contact;
  readonly fields: Lead["fields"];
}

/** A lead as its owner finds it: the capsule from the latest event, the ciphertext from storage. */
export interface SealedLead {
  readonly capsule: Capsule;
  readonly ciphertext: Uint8Array;
  readonly contentHash: string;
  readonly context: ContentContext;
}

/** Opens a lead with the secret of the delivery key that its capsule is encrypted to; throws `KEY_MISMATCH` for any other. */
export function openLead(lead: SealedLead, secret: bigint): LeadContent {
  if (contentHash(lead.ciphertext) !== lead.contentHash) {
    throw cryptoError("CONTENT_UNREADABLE", "The ciphertext is not the one on record.");
  }
  const contentKey = openCapsule(lead.capsule, secret);
  return JSON.parse(
    bytesToString(decryptContent(lead.ciphertext, contentKey, lead.context)),
  ) as LeadContent;
}
