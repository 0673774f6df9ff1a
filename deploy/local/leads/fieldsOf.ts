import type { FieldValue, PublicField } from "../../workflows/scoring/publicField.ts";
import type { VerticalProfile } from "../../workflows/scoring/verticalProfile.ts";
import type { RandomStream } from "./randomStream.ts";

/** Share of questions that a consumer leaves open, percent. */
const UNANSWERED = 12;

/** A consumer's answers to the questions of a vertical, some left open. */
export function fieldsOf(
  random: RandomStream,
  { fields }: VerticalProfile,
): Record<string, FieldValue> {
  const answers: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const answer = answerTo(random, field);
    if (!random.chance(UNANSWERED)) answers[name] = answer;
  }
  return answers;
}

function answerTo(random: RandomStream, field: PublicField): FieldValue {
  switch (field.type) {
    case "enum":
      return random.pick(field.options);
    case "boolean":
      return random.chance(50);
    case "band": {
      const band = random.integer(0, field.edges.length - 1);
      const edge = field.edges[band] as number;
      return random.integer(edge, (field.edges[band + 1] ?? edge + 1) - 1);
    }
  }
}
