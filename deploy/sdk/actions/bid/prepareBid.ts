import { zeroHash, type Hex } from "viem";
import { z } from "zod";

import { type BidContext, sealBid, type SealedBidDraft } from "../../bid/sealedBid.ts";
import { OPENING_SCHEMES, type OpeningScheme } from "../../bid/sealedOpening.ts";
import type { Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound, requirePhase, type Auction } from "../auction/auction.ts";
import { fetchContent } from "../content.ts";
import { address, amount, hex, leadId, time } from "../schemas.ts";
import { sealForOpening } from "./sealForOpening.ts";

/** Who opens a bid; timelock by default. */
export const opening = z
  .enum(Object.keys(OPENING_SCHEMES) as OpeningScheme[])
  .optional()
  .describe(
    "Who opens the bid. timelock, if absent: anybody, once a drand round after the commit phase is out. enclave: the DON, where it scores leads in an enclave. self: the bidder alone, who must come back",
  );

/** A bid to place. */
export const bidTerms = z.object({ leadId, amount });

/** A sealed bid that was committed. */
export const committedBid = auctionRound
  .pick({ leadId: true, round: true, bidBond: true, commitEnd: true, revealEnd: true })
  .extend({
    bidder: address,
    amount,
    commitment: hex.describe("What the chain holds of the bid until it is opened"),
    opening: opening.unwrap().describe("Who opens the bid"),
    opensAt: time
      .nullable()
      .describe("From when on it opens without its bidder, Unix seconds; null if it does not"),
    trust: z.string().describe("Who can read the bid from when on"),
    overwrites: z.boolean().describe("Whether it replaces an earlier bid"),
    journal: z.string().describe("Where the note of the bid is, for people"),
  });

/** What of a lead's round a bid needs, as it was just read. */
export interface ReadRound {
  readonly auction: Auction;
  /** keccak256 of the lead's ciphertext. */
  readonly contentHash: Hex;
}

/** A bid that is ready to be committed. */
export interface PreparedBid {
  /** What the house takes: its `SealedBid`. */
  readonly sealed: {
    readonly leadId: bigint;
    readonly round: number;
    readonly commitment: Hex;
    readonly sealedOpening: Hex;
  };
  readonly committed: z.output<typeof committedBid>;
}

/**
 * Checks that a bid can be placed and that the lead's content can be fetched, seals it, and notes it in the client's storage. Sends nothing.
 * @param read the lead's round where the caller has just read it.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `BELOW_RESERVE`: it could not win; those of `fetchContent` and `sealForOpening`.
 */
export async function prepareBid(
  trader: Trader,
  { leadId, amount }: z.output<typeof bidTerms>,
  opening: OpeningScheme,
  read?: ReadRound,
): Promise<PreparedBid> {
  const { auction, contentHash } = read ?? (await readRound(trader, leadId));
  await requirePhase(trader, leadId, auction, Phase.Commit, "bidding");
  requireReserve(leadId, auction, amount);
  const { round, bidBond, commitEnd, revealEnd } = auction;
  const context = bidContext(trader, leadId, auction);
  const seal = async () => {
    const draft = await sealBid(trader.wallet, context, amount);
    return { draft, ...(await sealForOpening(trader, opening, draft, context, auction)) };
  };
  const [live, { draft, sealedOpening, ...access }] = await Promise.all([
    liveCommitment(trader, leadId, auction),
    seal(),
    // A lead that nobody can fetch is not worth a bid: check that its ciphertext is there and is the one on record.
    fetchContent(trader, contentHash),
  ]);
  const { commitment } = draft;
  const overwrites = live !== undefined;
  const journal = await keepBid(trader, context, draft);
  return {
    sealed: { leadId, round, commitment, sealedOpening },
    committed: {
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
    },
  };
}

async function readRound(trader: Trader, leadId: bigint): Promise<ReadRound> {
  const [auction, { contentHash }] = await Promise.all([
    auctionOf(trader, leadId),
    trader.contracts.nft.read.leadOf([leadId]),
  ]);
  return { auction, contentHash };
}

/** What the trader's commitment in an auction binds, besides amount and salt. */
export function bidContext(
  { chainId, contracts, address }: Trader,
  leadId: bigint,
  { round }: Pick<Auction, "round">,
): BidContext {
  return { chainId, house: contracts.house.address, leadId, round, bidder: address };
}

/** The trader's live commitment, undefined if it has none. */
export async function liveCommitment(
  { contracts, address }: Trader,
  leadId: bigint,
  { round }: Pick<Auction, "round">,
): Promise<Hex | undefined> {
  const commitment = await contracts.house.read.commitmentIn([leadId, round, address]);
  return commitment === zeroHash ? undefined : commitment;
}

/** Keeps what opens a bid; the salt goes nowhere else in the clear. @returns where, for people. */
async function keepBid(
  trader: Trader,
  context: BidContext,
  { commitment, opening: { amount, salt }, recoverable }: SealedBidDraft,
): Promise<string> {
  const journal = await trader.storage.keepBid(context, {
    commitment,
    amount,
    salt: recoverable ? undefined : salt,
  });
  if (!recoverable) {
    trader.note(
      `This wallet's signatures differ each time: you can only reveal the bid with ${journal}. Keep that file.`,
    );
  }
  return journal;
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

/** Refuses bids whose bonds the free balance does not cover. @throws {LeadEngineError} `INSUFFICIENT_FREE` */
export async function requireBonds(
  { contracts, address }: Trader,
  bids: readonly PreparedBid[],
): Promise<void> {
  const fresh = bids.filter(({ committed }) => !committed.overwrites);
  const bonds = fresh.reduce((sum, { committed }) => sum + committed.bidBond, 0n);
  const free = bonds === 0n ? 0n : await contracts.vault.read.freeOf([address]);
  if (free >= bonds) return;
  throw new LeadEngineError(
    "INSUFFICIENT_FREE",
    `Bidding locks ${fresh.length === 1 ? "a bond" : `${fresh.length} bonds`} of ${usdcText(bonds)}; ${address} has ${usdcText(free)} free in the vault.`,
    "Deposit the bond, better the whole bid, which is needed at the reveal: `deposit({ amount })`.",
  );
}
