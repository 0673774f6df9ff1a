import { isAddressEqual, type Hex } from "viem";
import { z } from "zod";

import type { BidContext } from "../crypto/commitment.ts";
import { appendEntry, readEntries } from "./dataDirectory.ts";

const FILE = "bids.jsonl";
const hex = z.templateLiteral(["0x", z.string()]);

const entry = z.object({
  chainId: z.number(),
  house: hex,
  leadId: z.string().transform(BigInt),
  round: z.number(),
  bidder: hex,
  commitment: hex,
  amount: z.string().transform(BigInt),
  salt: hex.optional(),
});

/** A bid that was sealed on this machine: what its commitment alone cannot tell. */
export interface JournalledBid {
  readonly commitment: Hex;
  /** USDC units. */
  readonly amount: bigint;
  /** Only where the wallet cannot derive it again. */
  readonly salt?: Hex | undefined;
}

/** Writes a bid down before it is committed: a crash must not lose its opening. Returns the journal's path. */
export async function journalBid(context: BidContext, bid: JournalledBid): Promise<string> {
  const { chainId, house, leadId, round, bidder } = context;
  return appendEntry(FILE, {
    chainId: Number(chainId),
    house,
    leadId: String(leadId),
    round,
    bidder,
    commitment: bid.commitment,
    amount: String(bid.amount),
    ...(bid.salt === undefined ? {} : { salt: bid.salt }),
  });
}

/** The bid that was journalled for a commitment; undefined when it was sealed elsewhere or the journal is lost. */
export async function findBid(
  { chainId, house, bidder }: BidContext,
  commitment: Hex,
): Promise<JournalledBid | undefined> {
  return (await readEntries(FILE))
    .flatMap((line) => entry.safeParse(line).data ?? [])
    .findLast(
      (bid) =>
        bid.commitment === commitment &&
        bid.chainId === Number(chainId) &&
        isAddressEqual(bid.house, house) &&
        isAddressEqual(bid.bidder, bidder),
    );
}
