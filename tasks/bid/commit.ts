import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";

interface CommitArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly amount: string;
}

export default traderAction<CommitArguments>(async ({ leadId, amount }, trader) => {
  const done = await commitBid(trader, { leadId, amount: parseAmount(amount) });
  const bid = usdcText(done.amount);
  return {
    json: done,
    text: facts([
      [
        "bid",
        `${bid} on lead ${leadId}, sealed${done.overwrites ? "; the one before is overwritten" : ""}`,
      ],
      ["bond locked", usdcText(done.bidBond)],
      [
        "reveal",
        `from ${timeText(done.commitEnd)} until ${timeText(done.revealEnd)}, or the bond is lost`,
      ],
      ["with", `npx hardhat bid reveal ${leadId}`],
      ["needed then", `${bid} in the vault, the bond included`],
      ["noted in", done.journal],
      ["transaction", done.txHash],
    ]),
  };
});
