import { isAddress, isHex, type Address, type Hex } from "viem";
import { z } from "zod";

import { MAX_OPENINGS } from "./openingsReport.ts";

/** Bytes that a sealed opening has at most: what the house takes. */
const MAX_SEALED = 512;

/** A bid that the DON is asked to open: untrusted, since the chain and the encryption decide. */
export const sealedHintSchema = z.object({
  bidder: z
    .custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false }))
    .transform((value) => value.toLowerCase() as Address),
  sealedOpening: z.custom<Hex>((value) => isHex(value) && value.length <= 2 + 2 * MAX_SEALED),
});

/** A bid that the DON is asked to open. */
export type SealedHint = z.output<typeof sealedHintSchema>;

/** What the DON is asked to open: bids in a round of a lead. Each is read by `sealedHintSchema`, so that a wrong one spoils no other. */
export const openingsRequestSchema = z.object({
  /** Decimal. */
  leadId: z.string().regex(/^\d{1,18}$/),
  round: z.int().min(1).max(0xffff_ffff),
  bids: z.array(z.unknown()).min(1).max(MAX_OPENINGS),
});

/** What the DON is asked to open. */
export type OpeningsRequest = z.output<typeof openingsRequestSchema>;

/**
 * What becomes of a bid. `REPORTED`: the DON has sent its opening to the chain. `MALFORMED`: it is no sealed opening for the enclave.
 * `NO_COMMITMENT`: its bidder has no unopened bid. `EPOCH_UNKNOWN`: it is sealed to no key that the chain accepts. `UNREADABLE`: it does not
 * open for this bid. `OTHER_BID`: what it holds is not this bid. `ZERO_BID`: a bid of nothing. `UNFUNDED`: its account cannot cover it yet.
 */
export const OPENING_CODES = [
  "REPORTED",
  "MALFORMED",
  "NO_COMMITMENT",
  "EPOCH_UNKNOWN",
  "UNREADABLE",
  "OTHER_BID",
  "ZERO_BID",
  "UNFUNDED",
] as const;

/** What becomes of a bid. */
export type OpeningCode = (typeof OPENING_CODES)[number];

/** What the DON answers. It is public: codes only, no amount. */
export const openingsOutcomeSchema = z.object({
  /** For each bid of the request, in their order; empty where none was looked at. */
  bids: z.array(z.enum(OPENING_CODES)),
  /**
   * How the report ended (`SUCCESS`, `REFUSED`, `REVERTED`, `FATAL`), or why there is none: `REQUEST_MALFORMED`, `OTHER_ROUND`, `TOO_EARLY`,
   * `WRONG_PHASE`, `NOTHING_OPENED`.
   */
  report: z.string().regex(/^[A-Z_]{1,40}$/),
});

/** What the DON answers. */
export type OpeningsOutcome = z.output<typeof openingsOutcomeSchema>;
