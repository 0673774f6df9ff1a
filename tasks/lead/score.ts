/** Names of the five parts of a score, in the contracts' order. */
const PARTS = ["consent", "region", "contactability", "completeness", "source"] as const;

/** A score with its parts, for people. */
export function scoreFacts(score: number, subScores: readonly number[]): [string, string][] {
  const parts = PARTS.map((part, index) => `${part} ${subScores[index] ?? 0}`).join(", ");
  return [["score", `${score} of 10,000 (${parts})`]];
}
