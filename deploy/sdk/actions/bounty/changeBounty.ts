import { encodeFunctionData } from "viem";
import { z } from "zod";

import { bountyTermsSchema, encodeChanges } from "../../bounty/bountyTerms.ts";
import { privateFiltersSchema } from "../../bounty/privateCriteria.ts";
import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyId, bountyJson, bountyJsonSchema, bountyOf, ownBountyOf } from "./bounty.ts";
import { requireFuture } from "./postBounty.ts";
import { sealPrivateFilters } from "./sealPrivateFilters.ts";

const parameters = z.object({
  bountyId,
  changes: bountyTermsSchema.partial().describe("The terms that change; the others stay"),
  privateFilters: privateFiltersSchema
    .optional()
    .describe("Other filters of public fields that only the DON's enclave reads"),
});

const result = bountyJsonSchema.extend(sent.shape);

/**
 * Changes some terms of the trader's bounty. Matches that were made before stand at their price.
 * @throws {LeadEngineError} `NO_BOUNTY`, `NOT_POSTER`, `BOUNTY_CLOSED`, `INVALID_HOURS`, `EXPIRY_PASSED`.
 */
export async function changeBounty(
  trader: Trader,
  { bountyId: id, changes, privateFilters }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  const { terms: current } = await ownBountyOf(trader, id);
  const sealed = privateFilters && (await sealPrivateFilters(trader, privateFilters));
  const terms = { ...current, ...encodeChanges(changes), ...sealed };
  await requireFuture(trader, terms);
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({ abi: matcher.abi, functionName: "changeBounty", args: [id, terms] }),
    what: "Changing the bounty",
  });
  const bounty = await bountyOf(trader, id);
  return { ...bountyJson(bounty, await trader.now()), ...receiptOf(receipt) };
}

export const changeBountyDefinition = defineAction({
  name: "changeBounty",
  title: "Change a bounty",
  description:
    "Replaces some terms of the trader's own bounty; the others stay. Offers that lead already stand at their price.",
  parameters,
  result,
  readOnly: false,
  run: changeBounty,
});
