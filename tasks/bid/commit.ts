import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAmount } from "../client/amount.ts";
import { auctionOf, requirePhase, type Auction } from "../client/auction.ts";
import { journalBid } from "../client/bidJournal.ts";
import type { Trader } from "../client/client.ts";
import { fetchContent } from "../client/content.ts";
import { registeredDeliveryKey } from "../client/deliveryKeys.ts";
import { timeText, usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { Phase } from "../protocol/phase.ts";
import { sealBid } from "../protocol/sealBid.ts";
import { bidContext, liveCommitment } from "./context.ts";

interface CommitArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly amount: string;
}

export default traderAction<CommitArguments>(async ({ leadId, ...args }, trader) => {
  const { contracts, note } = trader;
  const { house, nft } = contracts;
  const amount = parseAmount(args.amount);
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Commit, "bidding");
  requireReserve(leadId, auction, amount);
  const overwrites = (await liveCommitment(trader, leadId, auction)) !== undefined;
  if (!overwrites) await requireBond(trader, auction);

  // A lead that nobody can fetch is not worth a bid: see that its ciphertext is there and is the one on record.
  await fetchContent(trader, (await nft.read.leadOf([leadId])).contentHash);
  await registeredDeliveryKey(trader);

  const context = bidContext(trader, leadId, auction);
  const { commitment, opening, recoverable } = await sealBid(trader.wallet, context, amount);
  const journal = await journalBid(context, {
    commitment,
    amount,
    salt: recoverable ? undefined : opening.salt,
  });
  if (!recoverable) {
    note(
      `This wallet's signatures differ each time: the bid can only be revealed with ${journal}. Keep that file.`,
    );
  }
  const { transactionHash: txHash, gasUsed } = await send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "commitBid",
      args: [leadId, auction.round, commitment, "0x"],
    }),
    what: overwrites ? "Overwriting the bid" : "Committing the bid",
  });
  const { round, bidBond, commitEnd, revealEnd } = auction;
  return {
    json: {
      leadId,
      round,
      bidder: trader.address,
      amount,
      commitment,
      bidBond,
      overwrites,
      commitEnd,
      revealEnd,
      journal,
      txHash,
      gasUsed,
    },
    text: facts([
      [
        "bid",
        `${usdcText(amount)} on lead ${leadId}, sealed${overwrites ? "; the one before is overwritten" : ""}`,
      ],
      ["bond locked", usdcText(bidBond)],
      ["reveal", `from ${timeText(commitEnd)} until ${timeText(revealEnd)}, or the bond is lost`],
      ["with", `npx hardhat bid reveal ${leadId}`],
      ["needed then", `${usdcText(amount)} in the vault, the bond included`],
      ["noted in", journal],
      ["transaction", txHash],
    ]),
  };
});

/** Refuses a bid that could never win. */
function requireReserve(leadId: bigint, { reserve }: Auction, amount: bigint): void {
  if (amount >= reserve) return;
  throw new TaskError(
    `The reserve of lead ${leadId} is ${usdcText(reserve)}; a bid of ${usdcText(amount)} could not win.`,
    "Bid the reserve or more.",
  );
}

async function requireBond({ contracts, address }: Trader, { bidBond }: Auction): Promise<void> {
  const free = await contracts.vault.read.freeOf([address]);
  if (free >= bidBond) return;
  throw new TaskError(
    `Bidding locks a bond of ${usdcText(bidBond)}; ${address} has ${usdcText(free)} free in the vault.`,
    "Deposit the bond, better the whole bid, which is needed at the reveal: `npx hardhat vault deposit <amount>`.",
  );
}
