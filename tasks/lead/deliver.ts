import { encodeFunctionData, parseEventLogs } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, requirePhase, type Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { deliveryKeyOfTrader } from "../client/deliveryKeys.ts";
import { explainRevert, revertDataOf } from "../client/errors/decodeRevert.ts";
import { timeText, usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { isSamePoint } from "../crypto/point.ts";
import { capsuleOf } from "../protocol/capsuleOf.ts";
import { deliveryKeyOf } from "../protocol/deliveryKeyOf.ts";
import { Phase } from "../protocol/phase.ts";
import { DELIVERY_SPARE_GAS, proveDelivery } from "../protocol/proveDelivery.ts";

interface DeliverArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<DeliverArguments>(async ({ leadId }, trader) => {
  const { house, nft, vault } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Delivery, "delivering");
  await requireInWindow(trader, leadId, auction);

  const capsule = await capsuleOf(nft, leadId);
  const { secret, publicKey } = await deliveryKeyOfTrader(trader);
  if (!isSamePoint(capsule.p, publicKey)) {
    const { seller } = await nft.read.leadOf([leadId]);
    throw new TaskError(
      `Lead ${leadId} is encrypted to its seller ${seller}; ${trader.address} does not hold its key.`,
      "Deliver with the seller's wallet: `--account`.",
    );
  }
  const buyerKey = await deliveryKeyOf(vault, auction.leader);
  if (buyerKey === undefined) {
    throw new TaskError(
      `The events of the vault do not show ${auction.leader}'s delivery key.`,
      "Use a node that serves the events of all blocks.",
    );
  }
  const { round, leader: buyer } = auction;
  const { chainId } = trader;
  const proof = proveDelivery({
    chainId,
    nft: nft.address,
    leadId,
    round,
    buyer,
    buyerKey,
    capsule,
    secret,
  });
  const receipt = await send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "deliver",
      args: [leadId, capsule, proof],
    }),
    what: "Delivering and settling",
    spareGas: DELIVERY_SPARE_GAS,
  }).catch((error: unknown) => {
    throw blockedBy(error, trader, leadId, auction) ?? error;
  });
  const [settled] = parseEventLogs({
    abi: house.abi,
    eventName: "AuctionSettled",
    logs: receipt.logs,
  });
  if (settled === undefined) throw new Error(`Lead ${leadId} was delivered without a settlement.`);
  const { seller, price, fee } = settled.args;
  const { transactionHash: txHash, gasUsed } = receipt;
  const deliveryBond = auction.deliveryBond;
  return {
    json: {
      leadId,
      round,
      buyer,
      seller,
      price,
      fee,
      earned: price - fee,
      deliveryBond,
      txHash,
      gasUsed,
    },
    text: facts([
      ["lead", `${leadId}, sold to ${buyer}`],
      ["price", usdcText(price)],
      ["fee", usdcText(fee)],
      ["earned", `${usdcText(price - fee)}, free in the vault of ${seller}`],
      ["bond returned", usdcText(deliveryBond)],
      ["transaction", txHash],
    ]),
  };
});

/** Refuses a delivery that a refund could overtake: it would fail, and show the buyer the key for nothing. */
async function requireInWindow(
  trader: Trader,
  leadId: bigint,
  { deliveryEnd }: Auction,
): Promise<void> {
  if ((await trader.now()) < deliveryEnd) return;
  throw new TaskError(
    `Lead ${leadId} was to be delivered until ${timeText(deliveryEnd)}; its buyer may be refunded soon.`,
    "Nothing was sent: a delivery that fails shows the buyer the key for nothing.",
  );
}

/** Where compliance keeps the lead from its buyer, the seller has to say so in time, or loses its bond; undefined for any other failure. */
function blockedBy(
  error: unknown,
  { errorAbi }: Trader,
  leadId: bigint,
  { deliveryEnd }: Auction,
): TaskError | undefined {
  const data = revertDataOf(error);
  if (data === undefined) return undefined;
  const { name, message } = explainRevert(data, errorAbi);
  if (name !== "ComplianceGate_Denied" && name !== "ComplianceGate_Unavailable") return undefined;
  return new TaskError(
    `Lead ${leadId} cannot be delivered now. ${message}`,
    `Report it before ${timeText(deliveryEnd)}, or half of your bond goes to the buyer and half to the treasury: \`npx hardhat auction report ${leadId}\`.`,
  );
}
