import type { VendorCheckName } from "../codes/enums.ts";

/** Parts of a score, in their order on chain. */
export const SUB_SCORE_NAMES = [
  "consent",
  "region",
  "contactability",
  "completeness",
  "source",
] as const;

/** Name of a part of the score. */
export type SubScoreName = (typeof SUB_SCORE_NAMES)[number];

/** Each part lies between 0 and this; `CREVerifier` refuses more. */
export const MAX_SUB_SCORE = 2_000;

/** What a check by a vendor is worth. */
interface CheckWorth {
  /** The part of the score that the answer goes into. */
  readonly part: SubScoreName;
  /** The most that a good answer adds to that part. */
  readonly points: number;
  /** What is asked about, in words. */
  readonly subject: string;
}

/** What each check by vendors is worth in the score. */
export const CHECK_WORTHS = {
  PhoneLine: { part: "contactability", points: 300, subject: "the phone line" },
  Email: { part: "contactability", points: 300, subject: "the mailbox" },
  Address: { part: "region", points: 400, subject: "the postal address" },
  ConsentCertificate: { part: "consent", points: 400, subject: "the consent certificate" },
  DoNotCallList: { part: "source", points: 100, subject: "the do-not-call list" },
  LitigatorList: { part: "source", points: 100, subject: "the list of litigators" },
} as const satisfies Readonly<Record<VendorCheckName, CheckWorth>>;
