import { base64pad } from "multiformats/bases/base64";
import {
  bytesToBigInt,
  bytesToHex,
  encodeAbiParameters,
  hexToBytes,
  keccak256,
  stringToHex,
  type Hex,
} from "viem";
import { z } from "zod";

import { openSealed, sealTo } from "../crypto/ecies.ts";
import type { Point } from "../crypto/point.ts";
import { scalarToBytes, type RandomBytes } from "../crypto/scalar.ts";
import { submissionDigest, type VerifierReference } from "../lead/leadSubmission.ts";
import { hex, signedSubmissionSchema, type LeadDisclosure } from "./disclosure.ts";

/** The DON's public key. It changes: old packages name the epoch of the key that they are encrypted to. */
export interface DonKey {
  readonly epoch: number;
  readonly publicKey: Point;
}

const DOMAIN = keccak256(stringToHex("LeadEngine.Package.v1"));
/** Bytes of a sealed opening: a point, 32 bytes, a tag. */
const SEALED_OPENING_LENGTH = 33 + 32 + 16;

/**
 * What a seller sends to the DON: a signed submission, the ciphertext in base64, and the capsule's opening, encrypted to the DON's key.
 * It can be public.
 */
export const leadPackageSchema = signedSubmissionSchema.extend({
  // Not `z.base64()`: that asks `atob`, which the CRE plugin has not.
  ciphertext: z
    .string()
    .regex(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "must be base64")
    .transform((text) => base64pad.baseDecode(text)),
  epoch: z.int().min(0).max(0xffff_ffff),
  sealedOpening: hex(SEALED_OPENING_LENGTH),
});

/** A package as it was read. */
export type LeadPackage = z.output<typeof leadPackageSchema>;

/** Encrypts a disclosure's opening to the DON: the package as JSON. It opens for this submission at this verifier only. */
export function sealPackage(
  { opening, ciphertext, ...disclosure }: LeadDisclosure,
  { epoch, publicKey }: DonKey,
  reference: VerifierReference,
  random?: RandomBytes,
): string {
  const context = contextOf(submissionDigest(disclosure.submission, reference), epoch);
  const sealed = sealTo(publicKey, scalarToBytes(opening), context, random);
  return JSON.stringify(
    {
      ...disclosure,
      ciphertext: base64pad.baseEncode(ciphertext),
      epoch,
      sealedOpening: bytesToHex(sealed),
    },
    (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
}

/**
 * The disclosure in a package.
 * @param submissionHash its submission's digest, which binds chain and verifier.
 * @throws {LeadEngineError} `CONTENT_UNREADABLE`: it is sealed to another key, or for another submission.
 */
export function openPackage(
  { epoch, sealedOpening, ...disclosure }: LeadPackage,
  secret: bigint,
  submissionHash: Hex,
): LeadDisclosure {
  const context = contextOf(submissionHash, epoch);
  return {
    ...disclosure,
    opening: bytesToBigInt(openSealed(secret, hexToBytes(sealedOpening), context)),
  };
}

/** The digest binds chain, verifier and seller too. */
function contextOf(submissionHash: Hex, epoch: number): Uint8Array {
  return hexToBytes(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }],
      [DOMAIN, submissionHash, BigInt(epoch)],
    ),
  );
}
