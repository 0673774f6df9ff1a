import { revealBids } from "../../deploy/sdk/actions/bid/revealBids.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts, grid } from "../cli/output.ts";

interface OpenArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<OpenArguments>(async ({ leadId }, trader) => {
  const done = await revealBids(trader, { leadId });
  const { opened, skipped, faults, byDon, left, leader, leadingBid } = done;
  return {
    json: done,
    text: [
      grid(
        ["bidder", "bid", "standing"],
        [
          ...opened.map(({ bidder, amount, outcome }) => [bidder, usdcText(amount), outcome]),
          ...skipped.map(({ bidder, fault }) => [bidder, "not taken", fault]),
          ...byDon.map(({ bidder, code }) => [
            bidder,
            code === "REPORTED" ? "opened by the DON" : "still sealed",
            code,
          ]),
          ...faults
            .filter(({ bidder }) => byDon.every((asked) => asked.bidder !== bidder))
            .map(({ bidder, reason }) => [bidder, "still sealed", reason]),
        ],
      ),
      facts([
        ["leads", leader === null ? "nobody" : `${leader} with ${usdcText(leadingBid ?? 0n)}`],
        ["phase", done.phase],
        ...(left === 0 ? [] : [["left", `${left}: run this again`] as const]),
        ...(done.txHash === null ? [] : [["transaction", done.txHash] as const]),
      ]),
    ].join("\n"),
  };
});
