import { isAddressEqual, zeroAddress } from "viem";

import { tieStateOf } from "../auction/tie.ts";
import { end } from "./bidStory.ts";
import type { EventNamed, MarketEvent } from "./marketEvents.ts";
import {
  bidIn,
  close,
  dropLeader,
  endLeadingBid,
  loseTie,
  setDeliveryEnd,
  winBid,
  type RoundStory,
} from "./roundStory.ts";

/** What an event changes once bids are open: ties, the delivery, the round's end, and what is left of its bids. */
export function followEnds(round: RoundStory, event: MarketEvent): void {
  switch (event.eventName) {
    case "TieBreakRequested":
      round.tieRequestedAt = event.time;
      break;
    case "TieBreakFulfilled":
      round.tieWordAt = event.time;
      break;
    case "TieResolved":
      resolveTie(round, event);
      break;
    case "TiedBidReleased":
      end(bidIn(round, event.args.bidder), "Released", event);
      break;
    case "DeliveryDelayed":
      setDeliveryEnd(round, event.args.deliveryEnd);
      winBid(round);
      break;
    case "AuctionSettled":
      endLeadingBid(round, "Delivered", event, { leader: event.args.buyer });
      round.price = event.args.price;
      round.fee = event.args.fee;
      round.buyer = event.args.buyer;
      close(round, "Sold", "Delivered", event);
      break;
    case "AuctionCancelled":
      cancel(round, event);
      break;
    case "AuctionClosedUnsold":
      close(round, "Unsold", round.bids.size === 0 ? "NoBids" : "NoValidBid", event);
      break;
    case "AuctionRefunded": {
      const { buyer, compensation, excused } = event.args;
      endLeadingBid(round, "Refunded", event, { leader: buyer, compensation });
      round.buyer = buyer;
      close(round, "Undelivered", excused ? "DeliveryExcused" : "NotDelivered", event);
      break;
    }
    case "SaleBarred":
      endLeadingBid(round, "Barred", event, { leader: event.args.buyer });
      round.buyer = event.args.buyer;
      close(round, "Barred", "BuyerBarred", event);
      break;
    case "AuctionVoided":
      voidRound(round, event);
      break;
    case "AuctionErased":
      erase(round, event);
      break;
    case "BondForfeited":
      end(bidIn(round, event.args.bidder), "Forfeited", event);
      break;
    case "BondReturned":
      end(bidIn(round, event.args.bidder), "Returned", event);
      break;
    case "OutageReported":
      round.bondsReturned = true;
      break;
  }
}

/** The first of the tied bids led so far. */
function resolveTie(round: RoundStory, event: EventNamed<"TieResolved">): void {
  const { winner, tiedBids } = event.args;
  const former = round.leader;
  round.leader = winner;
  round.tiedBids = Number(tiedBids) - 1;
  round.tieOpen = false;
  setDeliveryEnd(round, event.time + round.deliveryWindow);
  winBid(round);
  loseTie(round, winner);
  if (former === null || former === winner) return;
  const first = bidIn(round, former);
  first.outbidBy = winner;
  if (first.status === "Leading") first.status = "Outbid";
}

function cancel(round: RoundStory, event: EventNamed<"AuctionCancelled">): void {
  const hasCommitments = event.args.commitments > 0;
  const isInPause = hasCommitments || round.isOffer;
  if (hasCommitments) round.bondsReturned = true;
  dropLeader(round);
  close(round, "Cancelled", isInPause ? "CancelledInPause" : "CancelledWithoutBids", event);
}

/** An outage is reported within days of the reveal phase, and a tie is voided after seven. */
function voidRound(round: RoundStory, event: EventNamed<"AuctionVoided">): void {
  const { leader } = event.args;
  if (!isAddressEqual(leader, zeroAddress)) endLeadingBid(round, "Released", event, { leader });
  round.bondsReturned = true;
  const isTie = tieStateOf(null, round.revealEnd, event.time).step === "void";
  close(round, "Voided", isTie ? "TieUnresolved" : "SequencerOutage", event);
}

function erase(round: RoundStory, event: EventNamed<"AuctionErased">): void {
  const { leader, end: ending } = event.args;
  const { won, compensation, bondsReturned } = ending;
  if (!isAddressEqual(leader, zeroAddress)) {
    endLeadingBid(round, "Released", event, { leader, compensation });
  }
  if (bondsReturned) round.bondsReturned = true;
  if (won) round.buyer = leader;
  else dropLeader(round);
  close(round, "Erased", won ? "ErasedAfterWinner" : "ErasedBeforeWinner", event);
}
