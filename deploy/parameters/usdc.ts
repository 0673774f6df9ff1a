import { formatUnits, parseUnits } from "viem";

/** Decimals of USDC. */
const USDC_DECIMALS = 6;

/** US dollars as USDC units: 1 USD is 1,000,000. */
export function usdcOf(dollars: number | string): bigint {
  return parseUnits(String(dollars), USDC_DECIMALS);
}

/** USDC units as dollars, as short as exact: `85.5`. */
export function dollarsOf(usdc: bigint): string {
  return formatUnits(usdc, USDC_DECIMALS);
}
