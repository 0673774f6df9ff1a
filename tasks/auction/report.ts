import { encodeFunctionData, parseEventLogs } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, requirePhase } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { durationText, timeText, usdcText } from "../client/format.ts";
import { facts, type TaskReport } from "../client/output.ts";
import { send } from "../client/send.ts";
import { Phase } from "../protocol/phase.ts";

interface ReportArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly outage: boolean;
}

export default traderAction<ReportArguments>(({ leadId, outage }, trader) =>
  outage ? reportOutage(trader, leadId) : reportBlockedDelivery(trader, leadId),
);

/** Says within the delivery window that compliance keeps the lead from its buyer: later, nobody is excused for it. */
async function reportBlockedDelivery(trader: Trader, leadId: bigint): Promise<TaskReport> {
  const { house } = trader.contracts;
  await requirePhase(
    trader,
    leadId,
    await auctionOf(trader, leadId),
    Phase.Delivery,
    "reporting that the delivery is blocked",
  );
  const { abi } = house;
  const { logs, transactionHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({ abi, functionName: "reportBlockedDelivery", args: [leadId] }),
    what: "Reporting that the delivery is blocked",
  });
  const [event] = parseEventLogs({ abi, eventName: ["SaleBarred", "DeliveryDelayed"], logs });
  if (event === undefined) throw new Error(`The report on lead ${leadId} left no event.`);
  const sent = { txHash: transactionHash, gasUsed };
  const transaction = ["transaction", transactionHash] as const;
  if (event.eventName === "SaleBarred") {
    const { round, buyer, bid } = event.args;
    return {
      json: { leadId, round, outcome: "ended", buyer, bid, ...sent },
      text: facts([
        ["lead", `${leadId}, round ${round}: its buyer may not have it, so the sale has ended`],
        ["buyer", `${buyer}: ${usdcText(bid)} free again`],
        ["seller's bond", "free again: nobody is to blame"],
        transaction,
      ]),
    };
  }
  const { round, deliveryEnd, excused } = event.args;
  return {
    json: { leadId, round, outcome: "delayed", deliveryEnd, excused, ...sent },
    text: facts([
      ["lead", `${leadId}, round ${round}: the compliance engine gives no answer`],
      ["deliver until", timeText(deliveryEnd)],
      ["seller's bond", excused ? "safe, whatever follows" : "safe while this is reported in time"],
      transaction,
    ]),
  };
}

/** Says that bids could not be opened for most of the reveal phase: their bonds then go back. */
async function reportOutage(trader: Trader, leadId: bigint): Promise<TaskReport> {
  const { house } = trader.contracts;
  const { round } = await auctionOf(trader, leadId);
  const { abi } = house;
  const { logs, transactionHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({ abi, functionName: "reportOutage", args: [leadId, round] }),
    what: "Reporting the outage",
  });
  const [event] = parseEventLogs({ abi, eventName: "OutageReported", logs });
  if (event === undefined) throw new Error(`The report on lead ${leadId} left no event.`);
  const downtime = Number(event.args.downtime);
  return {
    json: { leadId, round, downtime, txHash: transactionHash, gasUsed },
    text: facts([
      ["lead", `${leadId}, round ${round}`],
      ["outage", `${durationText(downtime)} of the reveal phase`],
      [
        "bonds",
        `those of bids that were never opened go back: \`npx hardhat auction forfeit ${leadId}\``,
      ],
      ["transaction", transactionHash],
    ]),
  };
}
