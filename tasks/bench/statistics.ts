/** The value that at least `share` of all values do not exceed; 0.5 gives the (lower) median. There must be a value. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("A quantile needs at least one value.");
  return value;
}
