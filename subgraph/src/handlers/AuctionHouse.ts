import { BigInt } from "@graphprotocol/graph-ts";

import { AuctionCreated, FeeConfigSet } from "../../generated/AuctionHouse/AuctionHouse";
import { Auction } from "../../generated/schema";
import { auctionEntityId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { openAccount } from "../store/account";
import { openConfiguration, recordChange } from "../store/configuration";
import { setRevealEnd } from "../store/deadlines";
import { Feed } from "../store/feed";
import { listLead, openLead } from "../store/lead";
import { Ledger } from "../store/ledger";
import { openProtocol } from "../store/protocol";
import { stampCreated, stampUpdated } from "../store/stamp";
import { feedFaultOf } from "../words";

export function handleAuctionCreated(event: AuctionCreated): void {
  const terms = event.params.terms;
  const quote = event.params.quote;
  const seller = event.params.seller;
  const lead = openLead(leadEntityId(event.params.leadId), event);
  const auction = new Auction(auctionEntityId(event.params.leadId, event.params.round));
  auction.lead = lead.id;
  auction.leadId = event.params.leadId;
  auction.round = event.params.round.toI32();
  auction.seller = seller;
  auction.vertical = lead.vertical;
  auction.rootVertical = lead.rootVertical;
  auction.verticalSlug = lead.verticalSlug;
  auction.region = lead.region;
  auction.score = lead.score;
  auction.reserve = event.params.reserve;
  auction.baseReserve = terms.baseReserve;
  auction.qualityPremiumBps = terms.qualityPremiumBps;
  auction.multiplierBps = quote.multiplierBps;
  auction.feedFault = feedFaultOf(quote.fault);
  if (quote.fault == 0) {
    auction.btcPrice = quote.btcPrice;
    auction.ethPrice = quote.ethPrice;
  }
  auction.bidBond = event.params.bidBond;
  auction.deliveryBond = event.params.deliveryBond;
  auction.feeBps = event.params.feeBps;
  auction.convenienceFee = event.params.convenienceFee;
  auction.maxFeeBps = terms.maxFeeBps;
  auction.maxConvenienceFee = terms.maxConvenienceFee;
  auction.instantSale = terms.instantSale;
  auction.commitEnd = event.params.commitEnd;
  auction.deliveryWindow = event.params.deliveryWindow;
  auction.expiresAt = lead.expiresAt;
  auction.deliveryExcused = false;
  auction.bondsReturned = false;
  auction.bidCount = 0;
  auction.revealCount = 0;
  auction.pendingCommitments = 0;
  auction.leadingBid = BigInt.zero();
  auction.tiedBids = 0;
  auction.tieOpen = false;
  setRevealEnd(auction, event.params.revealEnd);
  stampCreated(auction, event);
  stampUpdated(auction, event);
  auction.save();
  listLead(lead, auction);

  new Ledger(event, auction).lock(seller, "DeliveryBondLocked", event.params.deliveryBond);
  const account = openAccount(seller, event);
  account.auctionCount += 1;
  account.save();
  new Feed(event, auction).add("AuctionOpened", seller, event.params.reserve);
  const protocol = openProtocol(event);
  protocol.auctions += 1;
  protocol.openAuctions += 1;
  protocol.save();
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
