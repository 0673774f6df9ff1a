import { encodeFunctionData, isAddressEqual, parseEventLogs, zeroHash } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import type { Trader } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";

interface EraseArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<EraseArguments>(async ({ leadId }, trader) => {
  const { house, nft } = trader.contracts;
  await requireErasable(trader, leadId);
  const { logs, transactionHash, gasUsed } = await send(trader, {
    to: nft,
    data: encodeFunctionData({ abi: nft.abi, functionName: "erase", args: [leadId] }),
    what: "Erasing the lead",
  });
  const [ended] = parseEventLogs({ abi: house.abi, eventName: "AuctionErased", logs });
  const round = ended?.args.round ?? null;
  const lost = ended === undefined ? 0n : ended.args.end.compensation + ended.args.end.penalty;
  const unsold = await nft.read.isErasedUnsold([leadId]);
  return {
    json: { leadId, unsold, round, lost, txHash: transactionHash, gasUsed },
    text: facts([
      ["lead", `${leadId}, erased for ever`],
      ...(round === null
        ? []
        : [["auction", `round ${round} ended; it cost its seller ${usdcText(lost)}`] as const]),
      [
        "consumer",
        unsold
          ? "can be submitted again"
          : "was sold: refused until its vertical's window has passed",
      ],
      ["transaction", transactionHash],
    ]),
  };
});

/** Refuses whoever does not own the lead, and a lead that is erased already. */
async function requireErasable({ contracts, address }: Trader, leadId: bigint): Promise<void> {
  const { nft } = contracts;
  const { contentHash } = await nft.read.leadOf([leadId]);
  if (contentHash === zeroHash) {
    throw new TaskError(`Lead ${leadId} was erased already.`, "Nothing is left to do.");
  }
  const owner = await nft.read.ownerOf([leadId]);
  if (isAddressEqual(owner, address)) return;
  throw new TaskError(
    `Lead ${leadId} can be erased by its owner ${owner} only, not by ${address}.`,
    "Repeat the task with the owner's wallet: `--account`.",
  );
}
