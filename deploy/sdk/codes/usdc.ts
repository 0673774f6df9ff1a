/** Decimals of USDC. */
const USDC_DECIMALS = 6;

/**
 * US dollars as USDC units: 1 USD is 1,000,000. No viem here: the scoring workflow's bundle holds this file.
 * @throws {RangeError} not a decimal of six places at most.
 */
export function usdcOf(dollars: number | string): bigint {
  const digits = /^(\d+)(?:\.(\d{1,6}))?$/.exec(String(dollars));
  if (digits === null) throw new RangeError(`${dollars} is not an amount of USDC`);
  return BigInt(`${digits[1]}${(digits[2] ?? "").padEnd(USDC_DECIMALS, "0")}`);
}

/** USDC units as dollars, as short as exact: `85.5`. */
export function dollarsOf(usdc: bigint): string {
  const digits = String(usdc).padStart(USDC_DECIMALS + 1, "0");
  const fraction = digits.slice(-USDC_DECIMALS).replace(/0+$/, "");
  const whole = digits.slice(0, -USDC_DECIMALS);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
