import type { Points } from "../../deploy/workflows/scoring/points.ts";
import {
  explainScore,
  scoreLead,
  SUB_SCORE_NAMES,
  type SubScoreName,
} from "../../deploy/workflows/scoring/scoreLead.ts";
import { grid } from "../client/output.ts";
import type { FiledLead } from "./leadFile.ts";

/** A score with its parts, for people. */
export function scoreFacts(score: number, subScores: readonly number[]): [string, string][] {
  const parts = SUB_SCORE_NAMES.map((part, index) => `${part} ${subScores[index] ?? 0}`);
  return [["score", `${score} of 10,000 (${parts.join(", ")})`]];
}

/** A part of the score that a lead would get. */
interface ExplainedPart {
  readonly part: SubScoreName;
  readonly score: number;
  readonly points: readonly Points[];
}

/** The score that the DON would give a lead now, without a vendor's word on its contact, and why. */
export interface ExplainedScore {
  readonly score: number;
  readonly parts: readonly ExplainedPart[];
}

/** Scores a lead as the DON would. @param now the chain's time, Unix seconds. */
export function explainedScoreOf({ lead, vertical }: FiledLead, now: number): ExplainedScore {
  const { score, subScores } = scoreLead(lead, vertical, now);
  const points = explainScore(lead, vertical, now);
  const parts = SUB_SCORE_NAMES.map((part, index) => ({
    part,
    score: subScores[index] ?? 0,
    points: points[part],
  }));
  return { score, parts };
}

/** The same for people: part by part, and what gave or cost its points. */
export function scoreGrid({ score, parts }: ExplainedScore): string {
  return grid(
    ["score", `${score} of 10,000`, "why"],
    parts.map(({ part, score: points, points: reasons }) => [
      part,
      `${points} of ${reasons.reduce((sum, reason) => sum + reason.of, 0)}`,
      reasons.map((reason) => `${reason.points} of ${reason.of}: ${reason.what}`).join("\n"),
    ]),
  );
}
