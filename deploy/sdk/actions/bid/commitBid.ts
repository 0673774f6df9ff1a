import { encodeFunctionData } from "viem";
import type { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { registeredDeliveryKey } from "../deliveryKeys.ts";
import { sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import {
  bidTerms,
  committedBid,
  opening as openingSchema,
  prepareBid,
  requireBonds,
} from "./prepareBid.ts";

const parameters = bidTerms.extend({ opening: openingSchema });

const result = committedBid.extend(sent.shape);

/**
 * Commits a sealed bid, or overwrites the one committed before, by default so that it opens by itself. First checks that the lead's content
 * can be fetched, registers a delivery key if the account has none, and notes the bid in the client's storage before it is sent: its bidder
 * can always open it.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `BELOW_RESERVE`: it could not win; `INSUFFICIENT_FREE`: the bond is not covered.
 */
export async function commitBid(
  trader: Trader,
  { leadId, amount, opening = "timelock" }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const bid = await prepareBid(trader, { leadId, amount }, opening);
  await requireBonds(trader, [bid]);
  await registeredDeliveryKey(trader, "the bid");
  const { round, commitment, sealedOpening } = bid.sealed;
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "commitBid",
      args: [leadId, round, commitment, sealedOpening],
    }),
    what: bid.committed.overwrites ? "Overwriting the bid" : "Committing the bid",
    amounts: { bid: amount, bond: bid.committed.bidBond },
  });
  return { ...bid.committed, ...receiptOf(receipt) };
}

export const commitBidDefinition = defineAction({
  name: "commitBid",
  title: "Commit a sealed bid",
  description:
    "Bids on a lead while its auction is in phase Commit; the amount stays secret until then. By default the bid opens by itself after the commit phase: nobody has to come back. Locks the same bond for everybody. A second bid replaces the first.",
  parameters,
  result,
  readOnly: false,
  run: commitBid,
});
