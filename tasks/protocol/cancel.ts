import { isHex, size } from "viem";

import { cancelScheduledCall } from "../../deploy/sdk/actions/protocol/cancelScheduledCall.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface CancelArguments extends WritingOptions {
  readonly operation: string;
}

export default writingAction<CancelArguments>(async ({ operation }, trader) => {
  if (!isHex(operation) || size(operation) !== 32) {
    throw new LeadEngineError(
      "INVALID_OPERATION",
      "This is not an operation's id.",
      "`npx hardhat protocol roles` lists the scheduled calls with their ids.",
    );
  }
  const done = await cancelScheduledCall(trader, { operationId: operation });
  return {
    json: done,
    text: facts([
      ["call", `${done.call}, cancelled`],
      ["transaction", done.txHash],
    ]),
  };
});
