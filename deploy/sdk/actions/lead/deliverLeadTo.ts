import { encodeFunctionData, isAddressEqual } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { timeText } from "../../codes/text.ts";
import { isSamePoint } from "../../crypto/point.ts";
import { DELIVERY_SPARE_GAS, proveDelivery } from "../../delivery/delivery.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { address, leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { acceptance } from "./acceptLead.ts";
import { registeredKeyOf } from "./deliverLead.ts";
import { capsuleOf } from "./leadEvents.ts";

const parameters = z.object({
  acceptance: acceptance.describe("What the receiver signed: the result of `acceptLead`"),
});

const result = z
  .object({ leadId, from: address, to: address.describe("The lead's new owner") })
  .extend(sent.shape);

/**
 * Hands a lead over outside a sale, with its key: for its owner, to a receiver that has accepted it. No money moves.
 * @throws {LeadEngineError} `NOT_OWNER`; `ACCEPTANCE_ENDED`: it is too late, or the lead has moved since; `NO_LEAD_KEY`: the wallet does not
 * hold the lead's key.
 */
export async function deliverLeadTo(
  trader: Trader,
  { acceptance: accepted }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { address: from, chainId, contracts } = trader;
  const { nft } = contracts;
  const { leadId: id, to, deadline, signature } = accepted;
  const owner = await nft.read.ownerOf([id]);
  if (!isAddressEqual(owner, from)) {
    throw new LeadEngineError(
      "NOT_OWNER",
      `Lead ${id} can be handed over by its owner ${owner} only, not by ${from}.`,
      "Use the owner's wallet.",
    );
  }
  await requireValid(trader, accepted);
  const capsule = await capsuleOf(trader, { nft: nft.address, leadId: id });
  const { secret, publicKey } = await deliveryKeyOfTrader(trader);
  if (!isSamePoint(capsule.p, publicKey)) {
    throw new LeadEngineError(
      "NO_LEAD_KEY",
      `Lead ${id} is encrypted to another delivery key than this wallet derives.`,
      "Use the wallet or the machine that registered the key.",
    );
  }
  const buyerKey = await registeredKeyOf(trader, to);
  const proof = proveDelivery({
    ...{ chainId, nft: nft.address, leadId: id, round: 0, buyer: to },
    ...{ buyerKey, capsule, secret },
  });
  const receipt = await send(trader, {
    to: nft.address,
    data: encodeFunctionData({
      abi: nft.abi,
      functionName: "deliverTo",
      args: [id, to, capsule, proof, { deadline: BigInt(deadline), signature }],
    }),
    what: `Handing lead ${id} over to ${to}`,
    spareGas: DELIVERY_SPARE_GAS,
    beforehand: () => requireValid(trader, accepted),
  });
  return { leadId: id, from, to, ...receiptOf(receipt) };
}

/** The calldata shows the receiver the key: nothing is sent that its own acceptance would make fail. */
async function requireValid(
  trader: Trader,
  { leadId: id, capsuleHash, deadline }: z.output<typeof acceptance>,
): Promise<void> {
  const isOver = (await trader.now()) > deadline;
  const { capsuleHash: current } = await trader.contracts.nft.read.leadOf([id]);
  if (!isOver && current === capsuleHash) return;
  throw new LeadEngineError(
    "ACCEPTANCE_ENDED",
    isOver
      ? `The acceptance of lead ${id} was valid until ${timeText(deadline)}.`
      : `Lead ${id} has moved since it was accepted.`,
    `Ask the receiver for another one: \`acceptLead({ leadId: ${id} })\`.`,
  );
}

export const deliverLeadToDefinition = defineAction({
  name: "deliverLeadTo",
  title: "Hand a lead over",
  description:
    "Hands a lead and its key over outside a sale, to a receiver that has accepted it with `acceptLead`. For the lead's owner; no money moves.",
  parameters,
  result,
  readOnly: false,
  run: deliverLeadTo,
});
