import { encodeFunctionData, isAddressEqual, parseEventLogs, type Address } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { forfeitableAt } from "../../codes/deadlines.ts";
import { phaseName } from "../../codes/enums.ts";
import { timeText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { send } from "../send.ts";
import { auctionOf, auctionRound, type Auction } from "./auction.ts";
import { leftoversOf, type UnopenedBond } from "./leftovers.ts";
import { isUndecided } from "./standing.ts";

const parameters = z.object({
  leadId,
  bidder: address.optional().describe("Only this account's bond; all if absent"),
});

const forfeitedBond = auctionRound.pick({ round: true }).extend({
  bidder: address,
  amount: usdc,
  tip: usdc.describe("The caller's part of it, USDC units; 0 if it was given back"),
  treasury: address.nullable().describe("Who got the rest; null if the bond was given back"),
  txHash: sent.shape.txHash,
});

const result = z.object({ leadId, bonds: z.array(forfeitedBond) });

/**
 * Forfeits the bonds of bids that were never opened, or gives them back where the round says so; one transaction each.
 * @throws {LeadEngineError} `NEVER_LISTED`, `NOTHING_TO_FORFEIT`; `TOO_EARLY`: an outage can still be reported.
 */
export async function forfeitBonds(
  trader: Trader,
  { leadId, bidder }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const auction = await auctionOf(trader, leadId);
  const { unopened } = await leftoversOf(trader, leadId, auction);
  const chosen = unopened.filter((bond) => !bidder || isAddressEqual(bond.bidder, bidder));
  if (chosen.length === 0) throw nothingToForfeit(leadId, auction, bidder);
  await requireGraceOver(trader, leadId, auction, chosen);

  const bonds = [];
  for (const [index, bond] of chosen.entries()) {
    bonds.push(await forfeitBond(trader, leadId, bond, chosen.length - index - 1));
  }
  return { leadId, bonds };
}

/** Refuses to forfeit bonds of the latest round in the hour in which an outage can be reported; for earlier rounds the chain decides. */
async function requireGraceOver(
  trader: Trader,
  leadId: bigint,
  auction: Auction,
  chosen: readonly UnopenedBond[],
): Promise<void> {
  const from = forfeitableAt(auction);
  const isEarly = !auction.bondsReturned && (await trader.now()) < from;
  if (!isEarly || !chosen.some(({ round }) => round === auction.round)) return;
  throw new LeadEngineError(
    "TOO_EARLY",
    `Bonds of lead ${leadId} can be forfeited from ${timeText(from)}, an hour after the reveal phase.`,
    `Until then an outage that kept bids from being opened can be reported: \`reportOutage({ leadId: ${leadId} })\`.`,
  );
}

async function forfeitBond(
  trader: Trader,
  leadId: bigint,
  { round, bidder }: UnopenedBond,
  left: number,
): Promise<z.output<typeof forfeitedBond>> {
  const { abi, address: to } = trader.contracts.house;
  const { logs, transactionHash: txHash } = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "forfeitBond", args: [leadId, round, bidder] }),
    what: `Forfeiting the bond of ${bidder}`,
    then: left === 0 ? undefined : `${left} more bond(s)`,
  });
  const [event] = parseEventLogs({ abi, eventName: ["BondForfeited", "BondReturned"], logs });
  if (event === undefined) throw new Error(`The bond of ${bidder} left no event.`);
  const { bond: amount } = event.args;
  return event.eventName === "BondForfeited"
    ? { round, bidder, amount, tip: event.args.tip, treasury: event.args.treasury, txHash }
    : { round, bidder, amount, tip: 0n, treasury: null, txHash };
}

function nothingToForfeit(
  leadId: bigint,
  { phase, pendingCommitments, commitEnd, revealEnd }: Auction,
  bidder: Address | undefined,
): LeadEngineError {
  const name = phaseName(phase);
  const message = `Lead ${leadId} holds no forfeited bond${bidder === undefined ? "" : ` of ${bidder}`}.`;
  if (pendingCommitments === 0 || !isUndecided(name)) {
    return new LeadEngineError(
      "NOTHING_TO_FORFEIT",
      message,
      `\`getAuction({ leadId: ${leadId} })\` lists the bids.`,
    );
  }
  return new LeadEngineError(
    "NOTHING_TO_FORFEIT",
    message,
    name === "TieBreak"
      ? `Bonds of bids that were never opened are forfeited once the tie is decided: \`settleAuction({ leadId: ${leadId} })\`.`
      : `Its bids can be opened from ${timeText(commitEnd)} until ${timeText(revealEnd)}; bonds are forfeited from an hour later.`,
  );
}

export const forfeitBondsDefinition = defineAction({
  name: "forfeitBonds",
  title: "Forfeit bonds",
  description:
    "Forfeits the bonds of bids that were never opened, from an hour after the reveal phase, or gives them back where the round says so. Anyone can do it; the caller gets a tip from each forfeited bond.",
  parameters,
  result,
  readOnly: false,
  run: forfeitBonds,
});
