import { encodeFunctionData, parseEventLogs, type Address } from "viem";
import { z } from "zod";

import type { Client, Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { timeText } from "../../codes/text.ts";
import { isSamePoint, type Point } from "../../crypto/point.ts";
import { DELIVERY_SPARE_GAS, proveDelivery } from "../../delivery/delivery.ts";
import { revertDataOf } from "../../errors/decodeRevert.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { lastEvents } from "../../pastEvents.ts";
import { auctionOf, requirePhase, type Auction } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { capsuleOf } from "./leadEvents.ts";

const parameters = z.object({ leadId });

const result = z
  .object({
    leadId,
    round: z.number().int().describe("Number of the auction round"),
    buyer: address,
    seller: address,
    price: usdc.describe("What the buyer paid, USDC units"),
    fee: usdc.describe("The protocol's part of it, USDC units"),
    earned: usdc.describe("The seller's part of it, free in the vault; USDC units"),
    deliveryBond: usdc.describe("What the seller got back, USDC units"),
  })
  .extend(sent.shape);

/**
 * Re-encrypts a sold lead to its buyer and gets its seller paid, in one transaction. Sends nothing if a refund could overtake it: a
 * delivery that fails shows the buyer the key for nothing.
 * @throws {LeadEngineError} `WRONG_PHASE`, `TOO_LATE`; `NO_LEAD_KEY`: the wallet is not the seller's; `BLOCKED_BY_COMPLIANCE`: the buyer
 * may not have the lead now (report it in time); `EVENTS_MISSING`: the node does not show the buyer's key.
 */
export async function deliverLead(
  trader: Trader,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { chainId, contracts } = trader;
  const { house, nft } = contracts;
  const auction = await auctionOf(trader, id);
  await requirePhase(trader, id, auction, Phase.Delivery, "delivering");
  await requireInWindow(trader, id, auction);

  const capsule = await capsuleOf(trader, { nft: nft.address, leadId: id });
  const { secret, publicKey } = await deliveryKeyOfTrader(trader);
  if (!isSamePoint(capsule.p, publicKey)) {
    const { seller } = await nft.read.leadOf([id]);
    throw new LeadEngineError(
      "NO_LEAD_KEY",
      `Lead ${id} is encrypted to its seller ${seller}; ${trader.address} does not hold its key.`,
      "Use the seller's wallet.",
    );
  }
  const { round, leader: buyer, deliveryBond } = auction;
  const proof = proveDelivery({
    chainId,
    nft: nft.address,
    leadId: id,
    round,
    buyer,
    buyerKey: await registeredKeyOf(trader, buyer),
    capsule,
    secret,
  });
  const args = [id, capsule, proof] as const;
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({ abi: house.abi, functionName: "deliver", args }),
    what: "Delivering and settling",
    amounts: { price: auction.price, deliveryBond },
    spareGas: DELIVERY_SPARE_GAS,
    beforehand: () => requireInWindow(trader, id, auction),
  }).catch((error: unknown) => {
    throw blockedBy(error, trader, id, auction) ?? error;
  });
  const [settled] = parseEventLogs({
    abi: house.abi,
    eventName: "AuctionSettled",
    logs: receipt.logs,
  });
  if (settled === undefined) throw new Error(`Lead ${id} was delivered without a settlement.`);
  const { seller, price, fee } = settled.args;
  const earned = price - fee;
  const sale = { leadId: id, round, buyer, seller, price, fee, earned, deliveryBond };
  return { ...sale, ...receiptOf(receipt) };
}

/** The public delivery key that an account has registered, from the event that set it last. */
export async function registeredKeyOf(client: Client, account: Address): Promise<Point> {
  const logs = await lastEvents(client, (range) =>
    client.contracts.vault.getEvents.DeliveryKeyRegistered({ account }, range),
  );
  const key = logs.at(-1)?.args.key;
  if (key !== undefined) return key;
  throw new LeadEngineError(
    "EVENTS_MISSING",
    `The events of the vault do not show ${account}'s delivery key.`,
    "Use a node that serves the events of all blocks.",
  );
}

/** Refuses a delivery that a refund could overtake: it would fail, and show the buyer the key for nothing. */
async function requireInWindow(
  trader: Trader,
  id: bigint,
  { deliveryEnd }: Auction,
): Promise<void> {
  if ((await trader.now()) < deliveryEnd) return;
  throw new LeadEngineError(
    "TOO_LATE",
    `Lead ${id} had to be delivered by ${timeText(deliveryEnd)}; its buyer may be refunded soon.`,
    "Nothing was sent: a delivery that fails shows the buyer the key for nothing.",
  );
}

/** If compliance keeps the lead from its buyer, the seller must report it in time, or loses its bond; undefined for any other failure. */
function blockedBy(
  error: unknown,
  { explain }: Trader,
  id: bigint,
  { deliveryEnd }: Auction,
): LeadEngineError | undefined {
  const data = revertDataOf(error);
  if (data === undefined) return undefined;
  const { code, says } = explain(data);
  if (code !== "ComplianceGate_Denied" && code !== "ComplianceGate_Unavailable") return undefined;
  return new LeadEngineError(
    "BLOCKED_BY_COMPLIANCE",
    `Lead ${id} cannot be delivered now. ${says}`,
    `Report it before ${timeText(deliveryEnd)}, or half of your bond goes to the buyer and half to the treasury: \`reportBlockedDelivery({ leadId: ${id} })\`.`,
  );
}

export const deliverLeadDefinition = defineAction({
  name: "deliverLead",
  title: "Deliver a lead",
  description:
    "Re-encrypts a sold lead to its buyer and gets its seller paid, in one transaction. For the seller, within the delivery window.",
  parameters,
  result,
  readOnly: false,
  run: deliverLead,
});
