import { z } from "zod";

import type { Client } from "../../client.ts";
import { bid, bidsOf } from "../bid/getBids.ts";
import { defineAction } from "../definition.ts";
import { leadId } from "../schemas.ts";
import { auctionJson, auctionOf, auctionRound } from "./auction.ts";
import { leadStepsOf } from "./leadStanding.ts";
import { waiting } from "./steps.ts";

const parameters = z.object({ leadId });

const result = auctionRound
  .extend({ bids: z.array(bid.omit({ round: true })).describe("Those of the round") })
  .extend(waiting.shape);

/** A lead's latest auction round with its bids, and all that the lead waits for. @throws {LeadEngineError} `NEVER_LISTED`. */
export async function getAuction(
  client: Client,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const auction = await auctionOf(client, leadId);
  const bids = await bidsOf(client, leadId);
  const { steps, now } = await leadStepsOf(client, leadId, bids);
  return {
    ...auctionJson(leadId, auction),
    bids: bids
      .filter(({ round }) => round === auction.round)
      .map(({ bidder, status, amount }) => ({ bidder, status, amount })),
    waitsFor: steps,
    now,
  };
}

export const getAuctionDefinition = defineAction({
  name: "getAuction",
  title: "Auction of a lead",
  description:
    "A lead's latest auction: phase, deadlines, reserve, bids, and what the lead waits for, with who can do it.",
  parameters,
  result,
  readOnly: true,
  run: getAuction,
});
