import { encodeFunctionData, isAddressEqual } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, requirePhase } from "../client/auction.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { tradeOf } from "./trade.ts";

interface CancelArguments extends TraderOptions {
  readonly leadId: bigint;
}

export default traderAction<CancelArguments>(async ({ leadId }, trader) => {
  const { house, nft, vault } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  const { seller } = await nft.read.leadOf([leadId]);
  if (!isAddressEqual(seller, trader.address)) {
    throw new TaskError(
      `Lead ${leadId} is sold by ${seller}, not by ${trader.address}.`,
      "Repeat the task with the seller's wallet: `--account`.",
    );
  }
  await requirePhase(trader, leadId, auction, Phase.Commit, "cancelling");
  const { round, pendingCommitments, deliveryBond } = auction;
  if (pendingCommitments > 0 && !(await vault.read.paused())) {
    throw new TaskError(
      `Lead ${leadId} has ${pendingCommitments} sealed bid(s): an auction is cancelled before the first one only, or during a pause.`,
      "Let the auction run; a lead whose bids all stay below the reserve stays unsold.",
    );
  }
  const { transactionHash: txHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({ abi: house.abi, functionName: "cancelAuction", args: [leadId] }),
    what: "Cancelling the auction",
  });
  const { next } = await tradeOf(trader, leadId);
  return {
    json: { leadId, round, deliveryBond, bonds: pendingCommitments, txHash, gasUsed },
    text: facts([
      ["lead", `${leadId}, round ${round} cancelled`],
      ["bond", `${usdcText(deliveryBond)}, free again`],
      ...(pendingCommitments === 0
        ? []
        : [
            [
              "bids",
              `their ${pendingCommitments} bond(s) go back with \`npx hardhat auction forfeit ${leadId}\``,
            ] as const,
          ]),
      ["next", next],
      ["transaction", txHash],
    ]),
  };
});
