import { encodeFunctionData, isAddressEqual, parseEventLogs, type Address } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAddress } from "../client/address.ts";
import { auctionOf, type Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { forfeitableAt } from "../protocol/deadlines.ts";
import { phaseName } from "../protocol/phase.ts";
import { leftoversOf, type UnopenedBond } from "./leftovers.ts";
import { isUndecided } from "./standing.ts";

interface ForfeitArguments extends TraderOptions {
  readonly leadId: bigint;
  /** Empty: all. */
  readonly bidder: string;
}

export default traderAction<ForfeitArguments>(async ({ leadId, ...args }, trader) => {
  const bidder = args.bidder === "" ? undefined : parseAddress(args.bidder);
  const auction = await auctionOf(trader, leadId);
  const { unopened } = await leftoversOf(trader, leadId, auction);
  const chosen = unopened.filter((bond) => !bidder || isAddressEqual(bond.bidder, bidder));
  if (chosen.length === 0) throw nothingToForfeit(leadId, auction, bidder);
  await requireGraceOver(trader, leadId, auction, chosen);

  const bonds = [];
  for (const bond of chosen) bonds.push(await forfeitBond(trader, leadId, bond));
  return {
    json: { leadId, bonds },
    text: grid(
      ["round", "bidder", "bond", "what became of it", "transaction"],
      bonds.map(({ round, amount, tip, treasury, txHash, ...bond }) => [
        round,
        bond.bidder,
        usdcText(amount),
        treasury === null
          ? "given back: nobody is to blame that it was not opened"
          : `forfeited: ${usdcText(tip)} to ${trader.address}, the rest to ${treasury}`,
        txHash,
      ]),
    ),
  };
});

/** Refuses to forfeit bonds of the latest round in the hour in which an outage can be reported; of earlier rounds the chain has the last word. */
async function requireGraceOver(
  trader: Trader,
  leadId: bigint,
  auction: Auction,
  chosen: readonly UnopenedBond[],
): Promise<void> {
  const from = forfeitableAt(auction);
  const isEarly = !auction.bondsReturned && (await trader.now()) < from;
  if (!isEarly || !chosen.some(({ round }) => round === auction.round)) return;
  throw new TaskError(
    `Bonds of lead ${leadId} can be forfeited from ${timeText(from)} on, an hour after the reveal phase.`,
    `Until then an outage that kept bids from being opened can be reported: \`npx hardhat auction report ${leadId} --outage\`.`,
  );
}

/** Forfeits one bond. `treasury` is null where the bond was given back instead. */
async function forfeitBond(trader: Trader, leadId: bigint, { round, bidder }: UnopenedBond) {
  const { house } = trader.contracts;
  const { logs, transactionHash: txHash } = await send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "forfeitBond",
      args: [leadId, round, bidder],
    }),
    what: `Forfeiting the bond of ${bidder}`,
  });
  const [event] = parseEventLogs({
    abi: house.abi,
    eventName: ["BondForfeited", "BondReturned"],
    logs,
  });
  if (event === undefined) throw new Error(`The bond of ${bidder} went without an event.`);
  const { bond: amount } = event.args;
  return event.eventName === "BondForfeited"
    ? { round, bidder, amount, tip: event.args.tip, treasury: event.args.treasury, txHash }
    : { round, bidder, amount, tip: 0n, treasury: null, txHash };
}

function nothingToForfeit(
  leadId: bigint,
  { phase, pendingCommitments, commitEnd, revealEnd }: Auction,
  bidder: Address | undefined,
): TaskError {
  const name = phaseName(phase);
  const message = `Lead ${leadId} holds no forfeited bond${bidder === undefined ? "" : ` of ${bidder}`}.`;
  if (pendingCommitments === 0 || !isUndecided(name)) {
    return new TaskError(message, `\`npx hardhat auction show ${leadId}\` lists the bids.`);
  }
  return new TaskError(
    message,
    name === "TieBreak"
      ? `Bonds of bids that were never opened are forfeited once the tie is decided: \`npx hardhat auction settle ${leadId}\`.`
      : `Its bids can be opened from ${timeText(commitEnd)} until ${timeText(revealEnd)}; bonds are forfeited from an hour later on.`,
  );
}
