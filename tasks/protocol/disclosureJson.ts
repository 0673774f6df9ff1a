import { bytesToHex, hexToBytes } from "viem";
import { z } from "zod";

import type { LeadDisclosure } from "../../deploy/local/don/attestLead.ts";

const hex = z.templateLiteral(["0x", z.string()]);
const bigint = z.string().regex(/^\d+$/).transform(BigInt);
const point = z.object({ x: bigint, y: bigint });

const disclosure = z.object({
  submission: z.object({
    seller: hex,
    vertical: hex,
    region: hex,
    source: hex,
    consentTime: z.int().nonnegative(),
    contentHash: hex,
    capsule: z.object({ a: point, b: point, p: point }),
    attributes: z.string(),
    terms: z.object({
      baseReserve: bigint,
      qualityPremiumBps: z.int().nonnegative(),
      pricingRule: z.union([z.literal(0), z.literal(1)]),
      bidCap: bigint,
    }),
    autoList: z.boolean(),
    expiresAt: z.int().nonnegative(),
    nonce: bigint,
  }),
  signature: hex,
  ciphertext: hex.transform((text) => hexToBytes(text)),
  opening: bigint,
});

/** A disclosure as it is sent to the DON: integers beyond JSON's as decimal strings, bytes in hexadecimal. */
export function disclosureToJson({ ciphertext, ...rest }: LeadDisclosure): string {
  return JSON.stringify({ ...rest, ciphertext: bytesToHex(ciphertext) }, (_key, item: unknown) =>
    typeof item === "bigint" ? String(item) : item,
  );
}

/**
 * The disclosure in a request's body.
 * @throws {SyntaxError} no JSON. @throws {z.ZodError} names the place.
 */
export function disclosureFromJson(text: string): LeadDisclosure {
  return disclosure.parse(JSON.parse(text));
}
