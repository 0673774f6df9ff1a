import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import { bountyTermsSchema, encodeTerms, type BountyTerms } from "../../bounty/bountyTerms.ts";
import { privateFiltersSchema } from "../../bounty/privateCriteria.ts";
import type { Trader } from "../../client.ts";
import { timeText, usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { registeredDeliveryKey } from "../deliveryKeys.ts";
import { amount, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyJson, bountyJsonSchema, bountyOf } from "./bounty.ts";
import { sealPrivateFilters } from "./sealPrivateFilters.ts";

const parameters = z.object({
  terms: bountyTermsSchema.describe("What is offered, for which leads"),
  budget: amount.describe("What may be spent in all, USDC units"),
  privateFilters: privateFiltersSchema
    .optional()
    .describe(
      "Filters of public fields that only the DON's enclave reads; it matches such a bounty",
    ),
});

const result = bountyJsonSchema.extend(sent.shape);

/**
 * Posts a bounty: locks its budget, and offers its price for each lead that its terms fit. Registers a delivery key if the account has none,
 * so that leads can be delivered to it.
 * @throws {LeadEngineError} those of `sealPrivateFilters`; `INVALID_HOURS`, `EXPIRY_PASSED`; `BUDGET_TOO_SMALL`: it buys not one lead; `INSUFFICIENT_FREE`: the budget is
 * not covered.
 */
export async function postBounty(
  trader: Trader,
  { terms: written, budget, privateFilters }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  const sealed = privateFilters && (await sealPrivateFilters(trader, privateFilters));
  const terms = { ...encodeTerms(written), ...sealed };
  await requireFuture(trader, terms);
  requireOneLead(terms, budget);
  await requireFree(trader, budget);
  await registeredDeliveryKey(trader, "the bounty");
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({
      abi: matcher.abi,
      functionName: "postBounty",
      args: [terms, budget],
    }),
    what: "Posting the bounty",
    amounts: { price: terms.price, budget },
  });
  const [posted] = parseEventLogs({
    abi: matcher.abi,
    eventName: "BountyPosted",
    logs: receipt.logs,
  });
  const bounty = await bountyOf(trader, posted?.args.bountyId ?? 0n);
  return { ...bountyJson(bounty, await trader.now()), ...receiptOf(receipt) };
}

/** Refuses terms that end in the past. */
export async function requireFuture(trader: Trader, { expiresAt }: BountyTerms): Promise<void> {
  const now = await trader.now();
  if (expiresAt > now) return;
  throw new LeadEngineError(
    "EXPIRY_PASSED",
    `The bounty would end at ${timeText(expiresAt)}; it is ${timeText(now)} by the chain's clock.`,
    "Let it end later.",
  );
}

/** Refuses a budget that does not pay for one lead. */
function requireOneLead({ price, tip }: BountyTerms, budget: bigint): void {
  const cost = price + BigInt(tip);
  if (budget >= cost) return;
  throw new LeadEngineError(
    "BUDGET_TOO_SMALL",
    `A lead costs ${usdcText(cost)} with the tip; a budget of ${usdcText(budget)} buys none.`,
    "Give it a larger budget, or a lower price.",
  );
}

/** Refuses what the trader's free balance does not cover. */
export async function requireFree({ contracts, address }: Trader, wanted: bigint): Promise<void> {
  const free = await contracts.vault.read.freeOf([address]);
  if (free >= wanted) return;
  throw new LeadEngineError(
    "INSUFFICIENT_FREE",
    `The bounty locks ${usdcText(wanted)}; ${address} has ${usdcText(free)} free in the vault.`,
    `Deposit what is missing: \`deposit({ amount: ${wanted - free} })\`.`,
  );
}

export const postBountyDefinition = defineAction({
  name: "postBounty",
  title: "Post a bounty",
  description:
    "Makes a standing offer: a price for every lead that fits the terms, until the budget is spent or the bounty ends. Anyone can match it with a lead; its offer is then an open bid in the lead's auction. The budget stays locked in the vault.",
  parameters,
  result,
  readOnly: false,
  run: postBounty,
});
