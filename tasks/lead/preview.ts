import { usdcOf } from "../../deploy/parameters/usdc.ts";
import { publicAttributes, type Attributes } from "../../deploy/workflows/scoring/attributes.ts";
import { usdcText } from "../client/format.ts";
import { facts, type TaskReport } from "../client/output.ts";
import type { FiledLead } from "./leadFile.ts";
import { explainedScoreOf, scoreGrid } from "./score.ts";

/** What selling a lead would publish, ask for and score, without its personal data. @param now Unix seconds. */
export function previewOf(filed: FiledLead, now: number): TaskReport & { readonly score: number } {
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
        ["public attributes", attributesText(attributes)],
        ["base reserve", usdcText(baseReserve)],
      ]),
      scoreGrid(explained),
    ].join("\n"),
  };
}

/** Public attributes for people. */
export function attributesText(attributes: Attributes): string {
  const texts = Object.entries(attributes).map(([name, value]) => `${name} ${value}`);
  return texts.length === 0 ? "none" : texts.join(", ");
}
