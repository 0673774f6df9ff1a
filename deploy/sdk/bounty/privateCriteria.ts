import { randomBytes } from "@noble/hashes/utils.js";
import {
  bytesToHex,
  bytesToNumber,
  bytesToString,
  concatBytes,
  encodeAbiParameters,
  hexToBytes,
  keccak256,
  numberToBytes,
  size,
  stringToBytes,
  stringToHex,
  type Address,
  type Hex,
} from "viem";
import { z } from "zod";

import { openSealed, sealTo } from "../crypto/ecies.ts";
import type { RandomBytes } from "../crypto/scalar.ts";
import { fieldFilterSchema, passesFilter, type FieldFilter } from "../lead/fieldFilter.ts";
import type { FieldValue } from "../lead/publicFields.ts";
import type { DonKey } from "../report/leadPackage.ts";

/** Which chain, matcher and poster private criteria are bound to: nobody else's bounty can have them read. */
export interface CriteriaContext {
  readonly chainId: number;
  /** The `BountyMatcher`. */
  readonly matcher: Address;
  readonly poster: Address;
}

/** Private criteria as `BountyMatcher` takes them. */
export interface SealedCriteria {
  /** keccak256 of the text, which holds a salt. */
  readonly privateCriteriaHash: Hex;
  /** `epoch uint32 ‖ ECIES(text)`. */
  readonly sealedCriteria: Hex;
}

const DOMAIN = keccak256(stringToHex("LeadEngine.PrivateCriteria.v1"));
const EPOCH_LENGTH = 4;
const SALT_LENGTH = 16;
/** Most bytes of sealed criteria: what the contract takes. */
const MAX_SEALED = 2_048;
/** A point, a tag, the epoch. */
const SEALED_OVERHEAD = 33 + 16 + EPOCH_LENGTH;

/** What the DON compares with a lead's public fields; all must pass. */
export const privateFiltersSchema = z.array(fieldFilterSchema).min(1).max(20);

const textSchema = z.strictObject({
  /** Without it, anybody could guess the text by its hash. */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  filters: privateFiltersSchema,
});

/**
 * Encrypts criteria to the DON's key.
 * @throws {RangeError} their text does not fit into 1,995 bytes.
 */
export function sealCriteria(
  filters: readonly FieldFilter[],
  { epoch, publicKey }: DonKey,
  context: CriteriaContext,
  random: RandomBytes = randomBytes,
): SealedCriteria {
  const salt = bytesToHex(random(SALT_LENGTH)).slice(2);
  const text = stringToBytes(JSON.stringify({ salt, filters }));
  if (text.length + SEALED_OVERHEAD > MAX_SEALED) {
    throw new RangeError(`Private criteria of ${text.length} bytes do not fit into a bounty.`);
  }
  const sealed = sealTo(publicKey, text, boundTo(context, epoch), random);
  return {
    privateCriteriaHash: keccak256(text),
    sealedCriteria: bytesToHex(concatBytes([numberToBytes(epoch, { size: EPOCH_LENGTH }), sealed])),
  };
}

/** Which of the DON's keys opens sealed criteria; undefined where they are none. */
export function criteriaEpochOf(sealedCriteria: Hex): number | undefined {
  const length = size(sealedCriteria);
  if (length <= SEALED_OVERHEAD || length > MAX_SEALED) return undefined;
  return bytesToNumber(hexToBytes(sealedCriteria).subarray(0, EPOCH_LENGTH));
}

/**
 * The filters in sealed criteria; undefined where they are not those of the hash, or not in this form.
 * @throws {LeadEngineError} `CONTENT_UNREADABLE`: they are sealed to another key, matcher or poster.
 */
export function openCriteria(
  { privateCriteriaHash, sealedCriteria }: SealedCriteria,
  secret: bigint,
  context: CriteriaContext,
): readonly FieldFilter[] | undefined {
  const epoch = criteriaEpochOf(sealedCriteria) ?? 0;
  const sealed = hexToBytes(sealedCriteria).subarray(EPOCH_LENGTH);
  const text = openSealed(secret, sealed, boundTo(context, epoch));
  if (keccak256(text) !== privateCriteriaHash) return undefined;
  try {
    return textSchema.parse(JSON.parse(bytesToString(text))).filters;
  } catch {
    return undefined;
  }
}

/** Whether a lead's public fields, canonical JSON, pass all filters. */
export function meetsCriteria(filters: readonly FieldFilter[], attributes: string): boolean {
  const fields = JSON.parse(attributes) as Readonly<Record<string, FieldValue>>;
  return filters.every((filter) => passesFilter(filter, fields));
}

function boundTo({ chainId, matcher, poster }: CriteriaContext, epoch: number): Uint8Array {
  return hexToBytes(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
        { type: "address" },
        { type: "uint32" },
      ],
      [DOMAIN, BigInt(chainId), matcher, poster, epoch],
    ),
  );
}
