import { encodeFunctionData, zeroHash, type Hex } from "viem";
import { z } from "zod";

import { type BidContext, sealBid } from "../../bid/sealedBid.ts";
import { OPENING_SCHEMES, type OpeningScheme } from "../../bid/sealedOpening.ts";
import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound, requirePhase, type Auction } from "../auction/auction.ts";
import { fetchContent } from "../content.ts";
import { defineAction } from "../definition.ts";
import { registeredDeliveryKey } from "../deliveryKeys.ts";
import { address, amount, hex, leadId, sent, time } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { sealForOpening } from "./sealForOpening.ts";

/** Who opens the bid. */
const opening = z.enum(Object.keys(OPENING_SCHEMES) as OpeningScheme[]);

const parameters = z.object({
  leadId,
  amount,
  opening: opening
    .optional()
    .describe(
      "Who opens the bid. timelock, if absent: anybody, once a drand round after the commit phase is out. enclave: the DON, where it scores leads in an enclave. self: the bidder alone, who must come back",
    ),
});

const result = auctionRound
  .pick({ leadId: true, round: true, bidBond: true, commitEnd: true, revealEnd: true })
  .extend({
    bidder: address,
    amount,
    commitment: hex.describe("What the chain holds of the bid until it is opened"),
    opening: opening.describe("Who opens the bid"),
    opensAt: time
      .nullable()
      .describe("From when on it opens without its bidder, Unix seconds; null if it does not"),
    trust: z.string().describe("Who can read the bid from when on"),
    overwrites: z.boolean().describe("Whether it replaces an earlier bid"),
    journal: z.string().describe("Where the note of the bid is, for people"),
  })
  .extend(sent.shape);

/**
 * Commits a sealed bid, or overwrites the one committed before, by default so that it opens by itself. First checks that the lead's content
 * can be fetched, registers a delivery key if the account has none, and notes the bid in the client's storage before it is sent: its bidder
 * can always open it.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `BELOW_RESERVE`: it could not win; `INSUFFICIENT_FREE`: the bond is not covered.
 */
export async function commitBid(
  trader: Trader,
  { leadId, amount, opening = "timelock" }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house, nft } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Commit, "bidding");
  requireReserve(leadId, auction, amount);
  const overwrites = (await liveCommitment(trader, leadId, auction)) !== undefined;
  if (!overwrites) await requireBond(trader, auction);

  // A lead that nobody can fetch is not worth a bid: check that its ciphertext is there and is the one on record.
  await fetchContent(trader, (await nft.read.leadOf([leadId])).contentHash);
  await registeredDeliveryKey(trader);

  const { round, bidBond, commitEnd, revealEnd } = auction;
  const { draft, context, journal } = await sealAndKeep(trader, leadId, auction, amount);
  const { commitment } = draft;
  const { sealedOpening, ...access } = await sealForOpening(
    trader,
    opening,
    draft,
    context,
    auction,
  );
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "commitBid",
      args: [leadId, round, commitment, sealedOpening],
    }),
    what: overwrites ? "Overwriting the bid" : "Committing the bid",
  });
  return {
    leadId,
    round,
    bidder: trader.address,
    amount,
    commitment,
    bidBond,
    opening,
    ...access,
    overwrites,
    commitEnd,
    revealEnd,
    journal,
    ...receiptOf(receipt),
  };
}

/** What the trader's commitment in an auction binds, besides amount and salt. */
export function bidContext(
  { chainId, contracts, address }: Trader,
  leadId: bigint,
  { round }: Auction,
): BidContext {
  return { chainId, house: contracts.house.address, leadId, round, bidder: address };
}

/** The trader's live commitment, undefined if it has none. */
export async function liveCommitment(
  { contracts, address }: Trader,
  leadId: bigint,
  { round }: Auction,
): Promise<Hex | undefined> {
  const commitment = await contracts.house.read.commitmentIn([leadId, round, address]);
  return commitment === zeroHash ? undefined : commitment;
}

/** Seals a bid and keeps what opens it; the salt goes nowhere else in the clear. */
async function sealAndKeep(trader: Trader, leadId: bigint, auction: Auction, amount: bigint) {
  const context = bidContext(trader, leadId, auction);
  const draft = await sealBid(trader.wallet, context, amount);
  const { commitment, opening, recoverable } = draft;
  const journal = await trader.storage.keepBid(context, {
    commitment,
    amount,
    salt: recoverable ? undefined : opening.salt,
  });
  if (!recoverable) {
    trader.note(
      `This wallet's signatures differ each time: you can only reveal the bid with ${journal}. Keep that file.`,
    );
  }
  return { draft, context, journal };
}

/** Refuses a bid that could never win. */
function requireReserve(leadId: bigint, { reserve }: Auction, amount: bigint): void {
  if (amount >= reserve) return;
  throw new LeadEngineError(
    "BELOW_RESERVE",
    `The reserve of lead ${leadId} is ${usdcText(reserve)}; a bid of ${usdcText(amount)} could not win.`,
    "Bid the reserve or more.",
  );
}

async function requireBond({ contracts, address }: Trader, { bidBond }: Auction): Promise<void> {
  const free = await contracts.vault.read.freeOf([address]);
  if (free >= bidBond) return;
  throw new LeadEngineError(
    "INSUFFICIENT_FREE",
    `Bidding locks a bond of ${usdcText(bidBond)}; ${address} has ${usdcText(free)} free in the vault.`,
    "Deposit the bond, better the whole bid, which is needed at the reveal: `deposit({ amount })`.",
  );
}

export const commitBidDefinition = defineAction({
  name: "commitBid",
  title: "Commit a sealed bid",
  description:
    "Bids on a lead while its auction is in phase Commit; the amount stays secret until then. By default the bid opens by itself after the commit phase: nobody has to come back. Locks the same bond for everybody. A second bid replaces the first.",
  parameters,
  result,
  readOnly: false,
  run: commitBid,
});
