import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";
import { attributeWords } from "../../deploy/sdk/lead/attributeWords.ts";
import {
  publicAttributes,
  type Attributes,
  type PublicFields,
} from "../../deploy/sdk/lead/publicFields.ts";
import type { Points } from "../../deploy/workflows/scoring/points.ts";
import { SUB_SCORE_NAMES, type SubScoreName } from "../../deploy/sdk/lead/scoreParts.ts";
import { explainScore, scoreLead } from "../../deploy/workflows/scoring/scoreLead.ts";
import { facts, grid, type TaskReport } from "../cli/output.ts";
import type { SellableLead } from "../../deploy/intake/sellableLead.ts";

/** A part of the score that a lead would get. */
interface ExplainedPart {
  readonly part: SubScoreName;
  readonly score: number;
  readonly points: readonly Points[];
}

/** The score that the DON would give a lead now, without vendors' checks of its contact, and why. */
interface ExplainedScore {
  readonly score: number;
  readonly parts: readonly ExplainedPart[];
}

/** What selling a lead would publish, ask for and score, without its personal data. @param now the chain's time, Unix seconds. */
export function previewOf(
  filed: SellableLead,
  now: number,
): TaskReport & { readonly score: number } {
  const { lead, vertical } = filed;
  const attributes = publicAttributes(lead.fields, vertical.fields);
  const explained = explainedScoreOf(filed, now);
  const { region, source, terms = {} } = lead;
  const baseReserve =
    terms.baseReserve === undefined ? vertical.config.minReserve : usdcOf(terms.baseReserve);
  return {
    score: explained.score,
    json: { vertical: vertical.slug, region, source, attributes, baseReserve, ...explained },
    text: [
      facts([
        ["vertical, region", `${vertical.slug}, ${region}`],
        ["public attributes", attributesText(attributes, vertical.fields)],
        ["base reserve", usdcText(baseReserve)],
      ]),
      scoreGrid(explained),
    ].join("\n"),
  };
}

function explainedScoreOf({ lead, vertical }: SellableLead, now: number): ExplainedScore {
  const { score, subScores } = scoreLead(lead, vertical, now);
  const points = explainScore(lead, vertical, now);
  const parts = SUB_SCORE_NAMES.map((part, index) => ({
    part,
    score: subScores[index] ?? 0,
    points: points[part],
  }));
  return { score, parts };
}

/** A score for people: part by part, and what gave or cost its points. */
function scoreGrid({ score, parts }: ExplainedScore): string {
  return grid(
    ["score", `${score} of 10,000`, "why"],
    parts.map(({ part, score: points, points: reasons }) => [
      part,
      `${points} of ${reasons.reduce((sum, reason) => sum + reason.of, 0)}`,
      reasons.map((reason) => `${reason.points} of ${reason.of}: ${reason.what}`).join("\n"),
    ]),
  );
}

/** A score with its parts, for people. */
export function scoreFacts(score: number, subScores: readonly number[]): [string, string][] {
  const parts = SUB_SCORE_NAMES.map((part, index) => `${part} ${subScores[index] ?? 0}`);
  return [["score", `${score} of 10,000 (${parts.join(", ")})`]];
}

/** Public attributes for people, each in a line. @param fields the vertical's public fields; see `attributeWords`. */
export function attributesText(attributes: Attributes, fields: PublicFields | undefined): string {
  const lines = attributeWords(attributes, fields).map(
    ({ title, answer }) => `${title}: ${answer}`,
  );
  return lines.length === 0 ? "none" : lines.join("\n");
}
