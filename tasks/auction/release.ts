import { encodeFunctionData, isAddressEqual, type Hex } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAddress } from "../client/address.ts";
import { auctionOf, type Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { leftoversOf, type BeatenTie } from "./leftovers.ts";

interface ReleaseArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly bidder: string | undefined;
}

export default traderAction<ReleaseArguments>(async ({ leadId, ...args }, trader) => {
  const bidder = args.bidder === undefined ? undefined : parseAddress(args.bidder);
  const auction = await auctionOf(trader, leadId);
  const { beaten } = await leftoversOf(trader, leadId, auction);
  const chosen = beaten.filter((tie) => bidder === undefined || isAddressEqual(tie.bidder, bidder));
  if (chosen.length === 0) throw nothingToRelease(leadId, auction, bidder);

  const released = [];
  for (const tie of chosen) {
    const txHash = await releaseTiedBid(trader, leadId, tie);
    released.push({ round: tie.round, bidder: tie.bidder, amount: tie.amount, txHash });
  }
  return {
    json: { leadId, released },
    text: grid(
      ["round", "bidder", "free again", "transaction"],
      released.map(({ round, txHash, ...tie }) => [
        round,
        tie.bidder,
        usdcText(tie.amount),
        txHash,
      ]),
    ),
  };
});

async function releaseTiedBid(
  trader: Trader,
  leadId: bigint,
  { round, amount, index, bidder }: BeatenTie,
): Promise<Hex> {
  const { house } = trader.contracts;
  const { transactionHash } = await send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "releaseTiedBid",
      args: [leadId, round, amount, index],
    }),
    what: `Freeing the tied bid of ${bidder}`,
  });
  return transactionHash;
}

function nothingToRelease(
  leadId: bigint,
  { phase, tiedBids }: Auction,
  bidder: string | undefined,
): TaskError {
  const mayStillWin = tiedBids > 0 && (phase === Phase.Reveal || phase === Phase.TieBreak);
  return new TaskError(
    `Lead ${leadId} holds no beaten tied bid${bidder === undefined ? "" : ` of ${bidder}`}.`,
    mayStillWin
      ? `The tied bids may still win; the tie is decided with \`npx hardhat auction settle ${leadId}\`.`
      : `\`npx hardhat auction show ${leadId}\` lists the bids; money that is free can be withdrawn.`,
  );
}
