import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound } from "./auction.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true })
  .extend({ downtime: z.number().int().describe("How much of the reveal phase it took, seconds") })
  .extend(sent.shape);

/**
 * Reports that bids could not be opened for most of the reveal phase: then their bonds go back. @throws {LeadEngineError} `NEVER_LISTED`.
 */
export async function reportOutage(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { abi, address: to } = trader.contracts.house;
  const { round } = await auctionOf(trader, leadId);
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "reportOutage", args: [leadId, round] }),
    what: "Reporting the outage",
  });
  const [event] = parseEventLogs({ abi, eventName: "OutageReported", logs: receipt.logs });
  if (event === undefined) throw new Error(`The report on lead ${leadId} left no event.`);
  return { leadId, round, downtime: Number(event.args.downtime), ...receiptOf(receipt) };
}

export const reportOutageDefinition = defineAction({
  name: "reportOutage",
  title: "Report an outage",
  description:
    "Reports within an hour of the reveal phase that an outage kept bids from being opened for most of it: then the bonds of unopened bids go back. Anyone can do it.",
  parameters,
  result,
  readOnly: false,
  run: reportOutage,
});
