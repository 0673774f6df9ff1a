import { BaseError, InsufficientFundsError } from "viem";

import { decodeRevert, revertDataOf, type Describe } from "./decodeRevert.ts";
import { LeadEngineError } from "./leadEngineError.ts";

/** What any error means and what to do next. Undefined for an unforeseen error: that is a bug, better shown with its stack. */
export function explainError(error: unknown, describe?: Describe): LeadEngineError | undefined {
  if (error instanceof LeadEngineError) return error;
  const data = revertDataOf(error);
  if (data !== undefined) return decodeRevert(data, describe);
  return error instanceof BaseError ? explainRpc(error) : undefined;
}

/** A failure of the chain's node or of the wallet. */
function explainRpc(error: BaseError): LeadEngineError {
  const poor = error.walk((cause) => cause instanceof InsufficientFundsError);
  if (poor !== null || /enough funds|insufficient funds/i.test(error.message)) {
    return new LeadEngineError(
      "INSUFFICIENT_ETH",
      "The wallet has too little ETH for the transaction's gas.",
      "Send some ETH to it, or use another wallet.",
    );
  }
  return new LeadEngineError(
    error.name,
    `The chain's node refused the request: ${error.shortMessage}${error.details ? ` (${error.details})` : ""}.`,
    "Check the network's URL and limits; another node may serve the request.",
  );
}
