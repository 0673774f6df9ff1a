import type { Hex } from "viem";

import { openingRound } from "../../bid/beaconChain.ts";
import { openingIn, openWithSignature, schemeOf } from "../../bid/sealedOpening.ts";
import type { Trader } from "../../client.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import {
  commitmentOf,
  type BidContext,
  deriveSalt,
  type Opening,
  searchAmount,
} from "../../bid/sealedBid.ts";
import { auctionOf } from "../auction/auction.ts";
import { beaconSignature } from "./beaconSignature.ts";
import { sealedOpeningsOf } from "./sealedOpenings.ts";

/** What is known about a bid to open. */
interface SealedBid {
  readonly context: BidContext;
  readonly commitment: Hex;
  /** What the user says it bid, USDC units. */
  readonly claimed: bigint | undefined;
  /** Lowest bid that counts. */
  readonly reserve: bigint;
}

/**
 * The opening of the trader's own commitment: amount from the user, else from the client's storage, else what the bid's sealed opening holds
 * once the beacon's round is public, whatever the amount, else by trying every amount in whole cents that the account can pay; salt from the
 * wallet's signature, or from the storage where the wallet cannot derive it.
 * @throws {LeadEngineError} `TOO_EARLY`, `BEACON_SILENT`: only the beacon's round can tell the amount, and it is not to be had yet;
 * `SALT_LOST`, `OPENING_UNKNOWN`: nothing known opens the commitment.
 */
export async function openingOf(trader: Trader, bid: SealedBid): Promise<Opening> {
  const { context, commitment, claimed } = bid;
  const noted = await trader.storage.findBid(context, commitment);
  if (noted?.salt !== undefined) {
    return { bidder: context.bidder, amount: noted.amount, salt: noted.salt };
  }
  const unsealed =
    claimed === undefined && noted === undefined ? await unsealedOpening(trader, bid) : undefined;
  if (unsealed !== undefined && !(unsealed instanceof LeadEngineError)) return unsealed;
  const { salt, recoverable } = await deriveSalt(trader.wallet, context);
  const opens = (amount: bigint) => commitmentOf({ ...context, amount, salt }) === commitment;
  const known = [claimed, noted?.amount].find((amount) => amount !== undefined && opens(amount));
  const amount = known ?? (recoverable ? await search(trader, bid, salt) : undefined);
  if (amount === undefined) throw unsealed ?? unknownOpening(bid, recoverable);
  return { bidder: context.bidder, amount, salt };
}

/** What the bid's timelocked opening holds, or why it cannot be read now; undefined where it has none. */
async function unsealedOpening(
  trader: Trader,
  { context, commitment }: SealedBid,
): Promise<Opening | LeadEngineError | undefined> {
  const { leadId, round, bidder } = context;
  const sealed = (await sealedOpeningsOf(trader, leadId, round)).find(
    (one) => one.bidder === bidder,
  );
  if (sealed === undefined || schemeOf(sealed.sealedOpening) !== "timelock") return undefined;
  try {
    const auction = await auctionOf(trader, leadId);
    const signature = await beaconSignature(trader, openingRound(trader.beacon, auction));
    const secret = await openWithSignature(sealed.sealedOpening, signature);
    return secret && openingIn(secret, context, commitment);
  } catch (error) {
    if (error instanceof LeadEngineError) return error;
    throw error;
  }
}

async function search(
  { contracts, note }: Trader,
  { context, commitment, reserve, claimed }: SealedBid,
  salt: Hex,
): Promise<bigint | undefined> {
  if (claimed !== undefined) return undefined;
  const { bidder } = context;
  const { freeOf, lockedOf } = contracts.vault.read;
  const most = (await freeOf([bidder])) + (await lockedOf([bidder]));
  note(
    `No note of the bid is kept here: trying every whole cent from ${usdcText(reserve)} to ${usdcText(most)}.`,
  );
  return searchAmount(context, salt, commitment, { from: reserve, to: most });
}

function unknownOpening({ context, claimed }: SealedBid, recoverable: boolean): LeadEngineError {
  const { leadId } = context;
  if (!recoverable) {
    return new LeadEngineError(
      "SALT_LOST",
      `The salt of the bid on lead ${leadId} is not kept here, and this wallet cannot derive it.`,
      "Reveal with the storage that the bid was committed with, or bring a copy of it here.",
    );
  }
  return claimed === undefined
    ? new LeadEngineError(
        "OPENING_UNKNOWN",
        `No amount in whole cents that the account can pay opens the bid on lead ${leadId}.`,
        `Name what you bid: \`revealBid({ leadId: ${leadId}, amount })\`; or deposit as much as you bid.`,
      )
    : new LeadEngineError(
        "OPENING_UNKNOWN",
        `A bid of ${usdcText(claimed)} does not open the commitment on lead ${leadId}.`,
        `Name the amount of your latest commitment, or have it searched: \`revealBid({ leadId: ${leadId} })\`.`,
      );
}
