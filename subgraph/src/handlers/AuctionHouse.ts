import { AuctionCreated, FeeConfigSet } from "../../generated/AuctionHouse/AuctionHouse";
import { Auction, ReserveQuote } from "../../generated/schema";
import { auctionEntityId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { listLead } from "../store/auction";
import { startBidding } from "../store/bidding";
import { openConfiguration, recordChange } from "../store/configuration";
import { Fresh } from "../store/fresh";
import { ProtocolChange } from "../store/protocol";
import { stampFresh } from "../store/stamp";

/** Words of `IReservePricer.FeedFault`, by their numbers. */
const FEED_FAULTS = [
  "None",
  "SequencerDown",
  "SequencerGracePeriod",
  "NonPositiveAnswer",
  "IncompleteRound",
  "StaleAnswer",
  "OutOfBand",
  "FeedUnreadable",
];

export function handleAuctionCreated(event: AuctionCreated): void {
  const terms = event.params.terms;
  const leadId = leadEntityId(event.params.leadId);
  const round = event.params.round.toI32();
  const auction = new Auction(auctionEntityId(event.params.leadId, event.params.round));
  const id = auction.id;
  const lead = listLead(leadId, id, round, event);
  const fields = new Fresh(auction)
    .bytes("lead", leadId)
    .int("round", round)
    .bytes("seller", event.params.seller)
    .bytes("vertical", lead.vertical)
    .text("verticalSlug", lead.verticalSlug)
    .text("region", lead.region)
    .int("score", lead.score)
    .text("state", "Commit")
    .flag("closed", false)
    .flag("cancelled", false)
    .big("reserve", event.params.reserve)
    .big("bidBond", event.params.bidBond)
    .big("deliveryBond", event.params.deliveryBond)
    .int("feeBps", event.params.feeBps)
    .big("convenienceFee", event.params.convenienceFee)
    .int("maxFeeBps", terms.maxFeeBps)
    .big("maxConvenienceFee", terms.maxConvenienceFee)
    .big("commitEnd", event.params.commitEnd)
    .big("revealEnd", event.params.revealEnd)
    .big("deliveryWindow", event.params.deliveryWindow)
    .big("deliveryEnd", event.params.revealEnd.plus(event.params.deliveryWindow))
    .flag("deliveryExcused", false)
    .flag("bondsReturned", false)
    .bytes("bidding", id)
    .big("updatedAt", event.block.timestamp);
  stampFresh(fields, event);
  auction.save();
  startBidding(id, event.params.bidBond, event);

  const quote = new ReserveQuote(id);
  const reckoning = new Fresh(quote)
    .bytes("auction", id)
    .bytes("lead", leadId)
    .big("baseReserve", terms.baseReserve)
    .int("qualityPremiumBps", terms.qualityPremiumBps)
    .int("multiplierBps", event.params.multiplierBps)
    .text("fault", FEED_FAULTS[event.params.feedFault])
    .big("reserve", event.params.reserve);
  stampFresh(reckoning, event);
  quote.save();

  const protocol = new ProtocolChange(event);
  if (lead.txHash == event.transaction.hash) protocol.after.leads = protocol.before.leads + 1;
  protocol.after.auctions = protocol.before.auctions + 1;
  protocol.after.openAuctions = protocol.before.openAuctions + 1;
  protocol.after.save();
}

export function handleFeeConfigSet(event: FeeConfigSet): void {
  const config = event.params.config;
  const configuration = openConfiguration(event);
  configuration.treasury = config.treasury;
  configuration.feeBps = config.feeBps;
  configuration.convenienceFee = config.convenienceFee;
  configuration.save();
  const value = new JsonObject()
    .bytes("treasury", config.treasury)
    .int("feeBps", config.feeBps)
    .big("convenienceFee", config.convenienceFee);
  recordChange(event, "FeeConfigSet", null, value);
}
