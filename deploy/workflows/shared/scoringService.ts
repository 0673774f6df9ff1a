import type { Hex } from "viem";
import { isHex, size } from "viem";
import { z } from "zod";

import type { AttestedLead } from "../../sdk/report/leadReport.ts";

const hash = z.custom<Hex>((value) => isHex(value) && size(value) === 32);
const epoch = z.int().min(0).max(0xffff_ffff);

/** The body of `POST /v1/score`: what nodes ask the scoring service. */
export const scoringRequestSchema = z.strictObject({
  /** Time of the chain's latest block, Unix seconds. */
  observedAt: z.int().min(0).max(0xff_ffff_ffff),
  /** The epochs of the DON's key that the chain accepts. */
  epochs: z.strictObject({ current: epoch, alive: z.array(epoch).max(2) }),
  /** Submissions whose signatures the sellers' wallets confirm, which are contracts (ERC-1271). */
  walletSigned: z.array(hash).max(100),
  /** Packages, of unknown shape. */
  packages: z.array(z.unknown()).max(100),
});

/** What nodes ask the scoring service. */
export type ScoringRequest = z.output<typeof scoringRequestSchema>;

const subScore = z.int().min(0).max(2_000);
const code = z.string().regex(/^[A-Z][A-Z_]{0,39}$/);

/**
 * What the service answers: an entry for each package, in their order. It has no place for a text, so nodes, which see it, see nothing of
 * the consumer.
 */
export const scoringAnswerSchema = z.strictObject({
  packages: z.array(
    z.union([
      z.strictObject({
        code: z.literal("ATTESTED"),
        subScores: z.tuple([subScore, subScore, subScore, subScore, subScore]),
        dedupTags: z.tuple([hash, hash]),
        checks: z.int().min(0).max(0xff),
      }),
      z.strictObject({ code: code.refine((word) => word !== "ATTESTED") }),
    ]),
  ),
});

/** What the service finds of a lead. */
export type Findings = Omit<AttestedLead, "submission" | "signature">;

/** What the service answers of a package. */
export type Verdict = ({ readonly code: "ATTESTED" } & Findings) | { readonly code: string };
