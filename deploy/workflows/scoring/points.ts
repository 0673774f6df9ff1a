/** One thing that a part of the score counts: what was found, the points for it, and what it could give. Says nothing of the data itself. */
export interface Points {
  readonly what: string;
  readonly points: number;
  readonly of: number;
}

/** What a part of the score comes to. */
export function sumOf(points: readonly Points[]): number {
  return points.reduce((sum, one) => sum + one.points, 0);
}
