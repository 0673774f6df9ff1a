import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Largest amount that the contracts can hold: `uint64`. */
const MAX_AMOUNT = 2n ** 64n - 1n;

/** An amount of USDC as people write it, in USDC units. */
export function parseAmount(text: string): bigint {
  const amount = unitsOf(text);
  if (amount === undefined || amount === 0n || amount > MAX_AMOUNT) {
    throw new LeadEngineError(
      "INVALID_AMOUNT",
      `${text} is not an amount of USDC.`,
      "Write it in USDC, above zero, with six decimals at most: 95.50",
    );
  }
  return amount;
}

function unitsOf(text: string): bigint | undefined {
  try {
    return usdcOf(text);
  } catch {
    return undefined;
  }
}
