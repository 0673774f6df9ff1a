import { encodeFunctionData, isAddressEqual, parseEventLogs, zeroHash } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";

const parameters = z.object({ leadId });

const result = z
  .object({
    leadId,
    unsold: z.boolean().describe("Whether its consumer can be submitted again now"),
    round: z.number().int().nullable().describe("The auction round that this ended; null if none"),
    lost: usdc.describe("What the seller lost of its bond, USDC units"),
  })
  .extend(sent.shape);

/**
 * Permanently erases a lead that the wallet owns; a running auction round ends.
 * @throws {LeadEngineError} `LEAD_ERASED`: it was erased before. `NOT_OWNER`: it is another account's.
 */
export async function eraseLead(
  trader: Trader,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house, nft } = trader.contracts;
  await requireErasable(trader, id);
  const receipt = await send(trader, {
    to: nft.address,
    data: encodeFunctionData({ abi: nft.abi, functionName: "erase", args: [id] }),
    what: "Erasing the lead",
  });
  const [ended] = parseEventLogs({
    abi: house.abi,
    eventName: "AuctionErased",
    logs: receipt.logs,
  });
  const lost = ended === undefined ? 0n : ended.args.end.compensation + ended.args.end.penalty;
  const unsold = await nft.read.isErasedUnsold([id]);
  return { leadId: id, unsold, round: ended?.args.round ?? null, lost, ...receiptOf(receipt) };
}

async function requireErasable({ contracts, address }: Trader, id: bigint): Promise<void> {
  const { nft } = contracts;
  const { contentHash } = await nft.read.leadOf([id]);
  if (contentHash === zeroHash) {
    throw new LeadEngineError(
      "LEAD_ERASED",
      `Lead ${id} was erased already.`,
      "Nothing is left to do.",
    );
  }
  const owner = await nft.read.ownerOf([id]);
  if (isAddressEqual(owner, address)) return;
  throw new LeadEngineError(
    "NOT_OWNER",
    `Lead ${id} can be erased by its owner ${owner} only, not by ${address}.`,
    "Use the owner's wallet.",
  );
}

export const eraseLeadDefinition = defineAction({
  name: "eraseLead",
  title: "Erase a lead",
  description:
    "Permanently erases a lead that the wallet owns: nobody can read it any longer. Ends its auction; the consumer of an unsold lead can be submitted again.",
  parameters,
  result,
  readOnly: false,
  run: eraseLead,
});
