import { revealBid } from "../../deploy/sdk/actions/bid/revealBid.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";

interface RevealArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly amount: string | undefined;
}

type Revealed = Awaited<ReturnType<typeof revealBid>>;

export default writingAction<RevealArguments>(async ({ leadId, amount }, trader) => {
  const claimed = amount === undefined ? undefined : parseAmount(amount);
  const done = await revealBid(trader, { leadId, amount: claimed });
  return {
    json: done,
    text: facts([
      ["bid", `${usdcText(done.amount)} on lead ${leadId}, open`],
      ["standing", standing(done)],
      [
        "bond",
        done.tip === 0n
          ? `${usdcText(done.bidBond)}, free again`
          : `free again, less ${usdcText(done.tip)} for a bid below the reserve`,
      ],
      ["phase", `${done.phase}, ${done.pendingCommitments} bids still sealed`],
      ...(done.phase === "Reveal" ? [["reveal until", timeText(done.revealEnd)] as const] : []),
      ["transaction", done.txHash],
    ]),
  };
});

function standing({ outcome, leadingBid, reserve }: Revealed): string {
  switch (outcome) {
    case "Leading":
      return "leads; the amount is locked";
    case "Tied":
      return "tied for the lead; the amount is locked";
    case "Outbid":
      return `beaten by ${usdcText(leadingBid)}; your money is free`;
    case "BelowReserve":
      return `does not count; the reserve is ${usdcText(reserve)}`;
    case "Barred":
      return "does not count; you may no longer receive this lead";
  }
}
