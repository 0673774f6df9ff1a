import { AuctionCreated, FeeConfigSet } from "../../generated/AuctionHouse/AuctionHouse";
import { Auction, ReserveQuote } from "../../generated/schema";
import { auctionEntityId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { listLead, startAuction } from "../store/auction";
import { startBidding } from "../store/bidding";
import { openConfiguration, recordChange } from "../store/configuration";
import { countLeads } from "../store/lead";
import { stampCreated, stampUpdated } from "../store/stamp";

/** Words of the contract's enumerations, by their numbers. */
const PRICING_RULES = ["FirstPrice", "SecondPrice"];
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
  const auction = new Auction(auctionEntityId(event.params.leadId, event.params.round));
  auction.lead = leadEntityId(event.params.leadId);
  auction.round = event.params.round.toI32();
  auction.seller = event.params.seller;
  auction.pricingRule = PRICING_RULES[terms.pricingRule];
  auction.reserve = event.params.reserve;
  auction.bidCap = terms.bidCap;
  auction.bidBond = event.params.bidBond;
  auction.deliveryBond = event.params.deliveryBond;
  auction.feeBps = event.params.feeBps;
  auction.convenienceFee = event.params.convenienceFee;
  auction.commitEnd = event.params.commitEnd;
  auction.revealEnd = event.params.revealEnd;
  auction.deliveryWindow = event.params.deliveryWindow;
  auction.deliveryEnd = event.params.revealEnd.plus(event.params.deliveryWindow);
  auction.bidding = auction.id;
  startAuction(auction);
  const mintedNow = listLead(auction, event);
  stampCreated(auction, event);
  stampUpdated(auction, event);
  auction.save();
  startBidding(auction.id, auction.bidBond, event);

  const quote = new ReserveQuote(auction.id);
  quote.auction = auction.id;
  quote.lead = auction.lead;
  quote.baseReserve = terms.baseReserve;
  quote.qualityPremiumBps = terms.qualityPremiumBps;
  quote.multiplierBps = event.params.multiplierBps;
  quote.fault = FEED_FAULTS[event.params.feedFault];
  quote.reserve = event.params.reserve;
  stampCreated(quote, event);
  quote.save();

  countLeads(event.params.seller, mintedNow ? 1 : 0, 1, event);
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
