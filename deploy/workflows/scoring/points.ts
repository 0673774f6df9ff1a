/**
 * One thing that a part of the score counts: what was found, the points for it, and what it could give. Says nothing about the data itself.
 */
export interface Points {
  readonly what: string;
  readonly points: number;
  readonly of: number;
}

/** Total of a part of the score. */
export function sumOf(points: readonly Points[]): number {
  return points.reduce((sum, one) => sum + one.points, 0);
}
