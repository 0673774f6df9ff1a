import { reportBlockedDelivery } from "../../deploy/sdk/actions/auction/reportBlockedDelivery.ts";
import { reportOutage } from "../../deploy/sdk/actions/auction/reportOutage.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { durationText, timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts, type TaskReport } from "../cli/output.ts";

interface ReportArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly outage: boolean;
}

export default writingAction<ReportArguments>(({ leadId, outage }, trader) =>
  outage ? outageReport(trader, leadId) : blockedDeliveryReport(trader, leadId),
);

async function blockedDeliveryReport(trader: Trader, leadId: bigint): Promise<TaskReport> {
  const done = await reportBlockedDelivery(trader, { leadId });
  const lead = `${leadId}, round ${done.round}`;
  const rows: [string, string][] =
    done.outcome === "ended"
      ? [
          ["lead", `${lead}: its buyer may not have it, so the sale has ended`],
          ["buyer", `${done.buyer}: ${usdcText(done.bid)} free again`],
          ["seller's bond", "free again: nobody is to blame"],
        ]
      : [
          ["lead", `${lead}: the compliance engine gives no answer`],
          ["deliver until", timeText(done.deliveryEnd)],
          [
            "seller's bond",
            done.excused ? "safe, whatever follows" : "safe while this is reported in time",
          ],
        ];
  return { json: done, text: facts([...rows, ["transaction", done.txHash]]) };
}

async function outageReport(trader: Trader, leadId: bigint): Promise<TaskReport> {
  const done = await reportOutage(trader, { leadId });
  return {
    json: done,
    text: facts([
      ["lead", `${leadId}, round ${done.round}`],
      ["outage", `${durationText(done.downtime)} of the reveal phase`],
      [
        "bonds",
        `those of bids that were never opened go back: \`npx hardhat auction forfeit ${leadId}\``,
      ],
      ["transaction", done.txHash],
    ]),
  };
}
