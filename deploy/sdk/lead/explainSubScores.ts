import type { VendorCheckName } from "../codes/enums.ts";
import { CHECK_WORTHS, MAX_SUB_SCORE, SUB_SCORE_NAMES, type SubScoreName } from "./scoreParts.ts";

/** A part of a score in words. */
export interface ExplainedSubScore {
  readonly part: SubScoreName;
  /** 0 to 2,000. */
  readonly score: number;
  /** What the part judges, how the lead did, and which vendor gave no answer. */
  readonly says: string;
}

/** What each part judges. */
const JUDGES: Readonly<Record<SubScoreName, string>> = {
  consent: "how fresh the consumer's consent is, and whether a certificate proves it",
  region: "whether postal code, phone number, country and address belong to the lead's region",
  contactability: "whether the consumer can be reached by e-mail and phone",
  completeness: "how much is there of what the vertical's buyers need",
  source: "where the lead came from, and whether anything about it looks made up",
};

/**
 * What a lead's score says, in a line for each part, from what is on chain. Each reason follows from the lead's content, which its owner has:
 * `explainScore` of the scoring module lists them.
 * @param subScores of `LeadAttested`, 0 to 2,000 each.
 * @param unanswered checks by vendors that gave no answer, see `unansweredChecks`.
 * @throws {RangeError} there are not five sub-scores, or one is out of bounds.
 */
export function explainSubScores(
  subScores: readonly number[],
  unanswered: readonly VendorCheckName[],
): ExplainedSubScore[] {
  if (subScores.length !== SUB_SCORE_NAMES.length) {
    throw new RangeError(`a score has ${SUB_SCORE_NAMES.length} parts, not ${subScores.length}`);
  }
  return SUB_SCORE_NAMES.map((part, index) => {
    const score = subScores[index] as number;
    if (!Number.isInteger(score) || score < 0 || score > MAX_SUB_SCORE) {
      throw new RangeError(`a part of a score lies between 0 and ${MAX_SUB_SCORE}, not ${score}`);
    }
    return { part, score, says: sentenceOf(part, score, unanswered) };
  });
}

function sentenceOf(
  part: SubScoreName,
  score: number,
  unanswered: readonly VendorCheckName[],
): string {
  const silent = unanswered
    .map((name) => CHECK_WORTHS[name])
    .filter((worth) => worth.part === part);
  const within = silent.reduce((left, { points }) => left - points, MAX_SUB_SCORE);
  const judged = `${gradeOf(score, within)}: ${JUDGES[part]}`;
  if (silent.length === 0) return judged;
  const unasked = silent.map(({ subject, points }) => `${subject} (${points} points)`);
  return `${judged}; no vendor's word on ${unasked.join(" and ")}`;
}

/** @param within what the part could reach with the answers that there are. */
function gradeOf(score: number, within: number): string {
  if (score >= within) return "full";
  if (score === 0) return "nothing";
  if (score * 4 >= within * 3) return "good";
  return score * 2 >= within ? "fair" : "poor";
}
