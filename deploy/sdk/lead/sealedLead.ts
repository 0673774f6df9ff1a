import { bytesToString, stringToBytes, type Address } from "viem";

import { sealCapsule, openCapsule, type Capsule } from "../crypto/capsule.ts";
import {
  contentHash,
  createContentKey,
  encryptContent,
  decryptContent,
  type ContentContext,
} from "../crypto/content.ts";
import { cryptoError } from "../crypto/cryptoError.ts";
import type { Point } from "../crypto/point.ts";
import { signWith, type TypedDataSigner } from "../crypto/typedDataSigner.ts";
import type { LeadDisclosure } from "../report/disclosure.ts";
import type { Lead, Contact } from "./lead.ts";
import {
  auctionTermsOf,
  type Fees,
  type PricedVertical,
  leadSubmissionTypedData,
  type LeadSubmission,
} from "./leadSubmission.ts";
import { canonicalAttributes, publicAttributes } from "./publicFields.ts";
import { regionToHex } from "./region.ts";
import { sourceToHex } from "./source.ts";
import type { Vertical } from "./vertical.ts";

/** How long a lead can be sold, seconds: 30 days. */
const LEAD_LIFETIME = 30 * 86_400;
/** How long a signature is valid unless its seller says otherwise, seconds: an hour, many times what the DON takes. */
const SIGNATURE_LIFETIME = 3_600;

/** Who sells, and where. */
export interface SellerContext {
  readonly chainId: number;
  readonly nft: Address;
  readonly verifier: Address;
  readonly seller: Address;
  readonly signer: TypedDataSigner;
  /** The seller's public delivery key. */
  readonly deliveryKey: Point;
}

/** What a submission needs besides the lead. */
export interface SubmissionOptions {
  /** Any number that the seller has not used. */
  readonly nonce: bigint;
  /** Unix seconds. */
  readonly now: number;
  /** Whether to open the auction in the minting transaction. */
  readonly autoList: boolean;
  /** The house's current fees: the most that the seller accepts, unless the lead's terms say otherwise. */
  readonly fees: Fees;
  /** How long the signature is valid, seconds; an hour if absent. */
  readonly validFor?: number;
}

/**
 * Encrypts a lead's personal data and exact answers under a fresh key, puts that key in a capsule for its seller, and signs the
 * submission. Sends nothing.
 */
export async function prepareLead(
  lead: Lead,
  vertical: PricedVertical & Pick<Vertical, "id" | "fields">,
  { chainId, nft, verifier, seller, signer, deliveryKey }: SellerContext,
  { nonce, now, autoList, fees, validFor = SIGNATURE_LIFETIME }: SubmissionOptions,
): Promise<LeadDisclosure> {
  const contentKey = createContentKey();
  const { contact, fields, consentCertificate, consentRecord } = lead;
  const content: LeadContent = { contact, fields, consentCertificate, consentRecord };
  const plaintext = stringToBytes(JSON.stringify(content));
  const ciphertext = encryptContent(plaintext, contentKey, { chainId, nft, seller, nonce });
  const { capsule, opening } = sealCapsule(contentKey, deliveryKey);
  const attributes = canonicalAttributes(publicAttributes(lead.fields, vertical.fields));
  const submission: LeadSubmission = {
    seller,
    vertical: vertical.id,
    region: regionToHex(lead.region),
    source: sourceToHex(lead.source),
    consentTime: lead.consentTime,
    contentHash: contentHash(ciphertext),
    capsule,
    attributes: bytesToString(attributes),
    terms: auctionTermsOf(vertical, lead.terms, fees),
    autoList,
    expiresAt: now + LEAD_LIFETIME,
    deadline: now + validFor,
    nonce,
  };
  const typedData = leadSubmissionTypedData(submission, { chainId, verifier });
  const signature = await signWith(signer, typedData);
  return { submission, signature, ciphertext, opening };
}

/** What a lead's owner learns: personal data, exact answers, what the consumer agreed to and where the proof of it is, if there is one. */
export interface LeadContent {
  readonly consentCertificate?: Lead["consentCertificate"];
  readonly consentRecord?: Lead["consentRecord"];
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
