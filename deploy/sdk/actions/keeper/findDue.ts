import { z } from "zod";

import type { Client } from "../../client.ts";
import { encodeKeeperAction } from "../../report/keeperReport.ts";
import { defineAction } from "../definition.ts";
import { leadId } from "../schemas.ts";
import { actionJson, dueAction, findWork, sight } from "./dueWork.ts";

const parameters = z.object({});

const result = z
  .object({
    actions: z.array(dueAction).describe("What the keeper's contract would do now"),
    revealing: z
      .array(leadId)
      .describe("Leads in their reveal phase: `revealBids` opens the bids that open by themselves"),
  })
  .extend(sight.shape);

/**
 * What is due in the auctions, tried as a transaction sent now would. Where a look finds more than fits into a transaction, the rest of that
 * lead shows once this is done.
 * @throws {LeadEngineError} `WRONG_SUBGRAPH`; none without a subgraph: `unseen` says what it would have shown.
 */
export async function findDue(client: Client): Promise<z.output<typeof result>> {
  const { batches, revealing, sight } = await findWork(client);
  const found = new Map<string, z.output<typeof dueAction>>();
  for await (const batch of batches()) {
    for (const action of batch) found.set(encodeKeeperAction(action), actionJson(action));
  }
  return { actions: [...found.values()], revealing: [...revealing], ...sight };
}

export const findDueDefinition = defineAction({
  name: "findDue",
  title: "Find what is due",
  description:
    "What a keeper would do in the auctions now: close, refund, decide ties, free bonds and beaten tied bids, prove the reserves; and the leads whose bids may open by themselves. Needs no wallet; `keepAuctions` does it.",
  parameters,
  result,
  readOnly: true,
  run: findDue,
});
