import { getAddress, isAddress, isHex, size, type Hex } from "viem";
import { z } from "zod";

import type { LeadSubmission } from "../lead/leadSubmission.ts";

/** What a seller hands to the DON: the signed submission, the ciphertext and, confidentially, the opening of the capsule. */
export interface LeadDisclosure {
  readonly submission: LeadSubmission;
  readonly signature: Hex;
  readonly ciphertext: Uint8Array;
  readonly opening: bigint;
}

/** Numbers beyond JSON's precision are decimal or `0x` strings. */
const integer = z
  .string()
  .regex(/^(0x[0-9a-fA-F]{1,64}|0|[1-9]\d{0,77})$/, "must be an integer as a string")
  .transform(BigInt);
/** Hex of so many bytes. */
export const hex = (length: number) =>
  z.custom<Hex>((value) => isHex(value) && size(value) === length, `must be ${length} hex bytes`);
/** The longest signature that the DON carries, bytes: that of 15 owners of a Safe. The DON pays for its calldata. */
const MAX_SIGNATURE_LENGTH = 1_024;
const signature = z.custom<Hex>(
  (value) => isHex(value) && size(value) <= MAX_SIGNATURE_LENGTH,
  `must be hex bytes, ${MAX_SIGNATURE_LENGTH} at most`,
);
const address = z
  .string()
  .refine((text) => isAddress(text), "must be an address")
  .transform((text) => getAddress(text));
const seconds = z.int().min(0).max(0xff_ffff_ffff);
const point = z.strictObject({ x: integer, y: integer });

const submission = z.strictObject({
  seller: address,
  vertical: hex(32),
  region: hex(6),
  source: hex(32),
  consentTime: seconds,
  contentHash: hex(32),
  capsule: z.strictObject({ a: point, b: point, p: point }),
  attributes: z.string().max(4_096),
  terms: z.strictObject({
    baseReserve: integer,
    qualityPremiumBps: z.int().min(0).max(10_000),
    maxFeeBps: z.int().min(0).max(0xffff),
    maxConvenienceFee: z.int().min(0).max(0xffff_ffff),
    instantSale: z.boolean(),
  }),
  autoList: z.boolean(),
  expiresAt: z.int().min(0).max(0xffff_ffff),
  deadline: seconds,
  nonce: integer,
});

/** What everybody may see of a disclosure, as JSON has it. */
export const signedSubmissionSchema = z.strictObject({ submission, signature });
