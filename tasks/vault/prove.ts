import { formatUnits } from "viem";

import { proveReserves } from "../../deploy/sdk/actions/vault/proveReserves.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

export default writingAction<WritingOptions>(async (_args, trader) => {
  const proof = await proveReserves(trader);
  const { roundId, answer, decimals, updatedAt, liabilities, solvent, txHash } = proof;
  return {
    json: proof,
    text: facts([
      ["feed's round", String(roundId)],
      ["answer", `${answer} with ${decimals} decimals: ${formatUnits(answer, decimals)} USDC held`],
      ["updated at", timeText(updatedAt)],
      ["owed", usdcText(liabilities)],
      ["solvent", solvent ? "yes" : "no: deposits and bids are stopped until the money is back"],
      ["transaction", txHash],
    ]),
  };
});
