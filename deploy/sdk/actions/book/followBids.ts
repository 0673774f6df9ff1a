import { isAddressEqual, zeroAddress } from "viem";

import { revealOutcomeName } from "../../codes/enums.ts";
import { commit, end, faultOf, lock, momentOf, newBid } from "./bidStory.ts";
import type { EventNamed, MarketEvent } from "./marketEvents.ts";
import { bidIn, loseTie, setRevealEnd, setTieOpen, winBid, type RoundStory } from "./roundStory.ts";

/** What an event changes while bids are sealed and opened. */
export function followBids(round: RoundStory, event: MarketEvent): void {
  switch (event.eventName) {
    case "OfferPlaced":
      round.leader = event.args.bidder;
      round.isOffer = true;
      round.leadingBid = event.args.amount;
      round.commitEnd = event.args.commitEnd;
      setRevealEnd(round, event.args.revealEnd);
      break;
    case "BidCommitted": {
      const { bidder, bond } = event.args;
      const bid = round.bids.get(bidder) ?? newBid(bidder, event);
      round.bids.set(bidder, bid);
      bid.bond = bond;
      commit(bid, event);
      lock(bid, "Committed", bond);
      round.pendingCommitments += 1;
      break;
    }
    case "BidOverwritten":
      commit(bidIn(round, event.args.bidder), event);
      break;
    case "SealedOpeningGiven":
      bidIn(round, event.args.bidder).sealedOpening = event.args.sealedOpening;
      break;
    case "BidWithdrawn": {
      const bid = bidIn(round, event.args.bidder);
      bid.withdrawn = momentOf(event);
      end(bid, "Withdrawn", event);
      round.pendingCommitments -= 1;
      break;
    }
    case "BidRevealed":
      reveal(round, event);
      break;
    case "LowBidCharged":
      bidIn(round, event.args.bidder).tip = event.args.tip;
      break;
    case "RevealSkipped":
      bidIn(round, event.args.bidder).revealFault = faultOf(event.args.fault);
      break;
    case "RevealClosed":
      // All bids are open before the time is up: the leader has won, unless others tie with it.
      setRevealEnd(round, event.args.revealEnd);
      if (!round.tieOpen) winBid(round);
      break;
  }
}

function reveal(round: RoundStory, event: EventNamed<"BidRevealed">): void {
  const { bidder, amount, outbid } = event.args;
  const bid = bidIn(round, bidder);
  bid.amount = amount;
  bid.revealFault = null;
  bid.revealed = momentOf(event);
  round.revealCount += 1;
  round.pendingCommitments -= 1;
  const outcome = revealOutcomeName(event.args.outcome);
  switch (outcome) {
    case "Leading":
      lock(bid, outcome, amount);
      // Nobody for the first, and where an offer led.
      if (!isAddressEqual(outbid, zeroAddress)) {
        const former = bidIn(round, outbid);
        former.outbidBy = bidder;
        end(former, "Outbid", event);
      }
      if (round.tiedBids > 0) loseTie(round, bidder);
      round.leader = bidder;
      round.isOffer = false;
      round.leadingBid = amount;
      round.tiedBids = 0;
      setTieOpen(round, false);
      break;
    case "Tied":
      lock(bid, outcome, amount);
      bid.isTied = true;
      round.tiedBids += 1;
      setTieOpen(round, true);
      break;
    case "Outbid":
      bid.outbidBy = round.leader;
      end(bid, outcome, event);
      break;
    case "BelowReserve":
    case "Barred":
      end(bid, outcome, event);
      break;
  }
}
