import type { Fees } from "../../deploy/parameters/auctionTerms.ts";
import { bpsText, usdcText } from "../client/format.ts";
import { TaskError } from "../client/taskError.ts";
import type { AuctionTerms } from "../protocol/leadSubmission.ts";

/** Refuses terms that the house would not list the lead under. @param next how the seller accepts more. */
export function requireAcceptedFees(terms: AuctionTerms, fees: Fees, next: string): void {
  const { maxFeeBps, maxConvenienceFee } = terms;
  if (fees.feeBps <= maxFeeBps && fees.convenienceFee <= maxConvenienceFee) return;
  const charged = feeText(fees.feeBps, fees.convenienceFee);
  throw new TaskError(
    `The protocol charges ${charged}; the lead's terms accept ${feeText(maxFeeBps, maxConvenienceFee)}.`,
    next,
  );
}

function feeText(bps: number, flat: number): string {
  return `${bpsText(bps)} of the price and ${usdcText(BigInt(flat))}`;
}
