import { cancelAuctionDefinition } from "./auction/cancelAuction.ts";
import { createAuctionDefinition } from "./auction/createAuction.ts";
import { forfeitBondsDefinition } from "./auction/forfeitBonds.ts";
import { getAuctionDefinition } from "./auction/getAuction.ts";
import { listAuctionsDefinition } from "./auction/listAuctions.ts";
import { refundBuyerDefinition } from "./auction/refundBuyer.ts";
import { releaseTiedBidsDefinition } from "./auction/releaseTiedBids.ts";
import { reportBlockedDeliveryDefinition } from "./auction/reportBlockedDelivery.ts";
import { reportOutageDefinition } from "./auction/reportOutage.ts";
import { settleAuctionDefinition } from "./auction/settleAuction.ts";
import { commitBidDefinition } from "./bid/commitBid.ts";
import { getBidsDefinition } from "./bid/getBids.ts";
import { listBidsDefinition } from "./bid/listBids.ts";
import { openSealedBidsDefinition } from "./bid/openSealedBids.ts";
import { revealBidDefinition } from "./bid/revealBid.ts";
import { revealBidsDefinition } from "./bid/revealBids.ts";
import { withdrawBidDefinition } from "./bid/withdrawBid.ts";
import { changeBountyDefinition } from "./bounty/changeBounty.ts";
import { closeExpiredBountiesDefinition } from "./bounty/closeExpiredBounties.ts";
import { findBountiesDefinition } from "./bounty/findBounties.ts";
import { getBountyDefinition } from "./bounty/getBounty.ts";
import { listBountiesDefinition } from "./bounty/listBounties.ts";
import { matchBountyDefinition } from "./bounty/matchBounty.ts";
import { matchPrivatelyDefinition } from "./bounty/matchPrivately.ts";
import { pauseBountyDefinition } from "./bounty/pauseBounty.ts";
import { postBountyDefinition } from "./bounty/postBounty.ts";
import { previewBountyDefinition } from "./bounty/previewBounty.ts";
import { recordPurchaseDefinition } from "./bounty/recordPurchase.ts";
import { topUpBountyDefinition } from "./bounty/topUpBounty.ts";
import { withdrawBountyDefinition } from "./bounty/withdrawBounty.ts";
import { checkComplianceDefinition } from "./compliance/checkCompliance.ts";
import { getCredentialsDefinition } from "./compliance/getCredentials.ts";
import { invalidatePassesDefinition } from "./compliance/invalidatePasses.ts";
import { issueCredentialDefinition } from "./compliance/issueCredential.ts";
import { renewCredentialDefinition } from "./compliance/renewCredential.ts";
import { revokeCredentialDefinition } from "./compliance/revokeCredential.ts";
import { findDueDefinition } from "./keeper/findDue.ts";
import { keepAuctionsDefinition } from "./keeper/keepAuctions.ts";
import { decryptLeadDefinition } from "./lead/decryptLead.ts";
import { deliverLeadDefinition } from "./lead/deliverLead.ts";
import { eraseLeadDefinition } from "./lead/eraseLead.ts";
import { getLeadDefinition } from "./lead/getLead.ts";
import { quoteLeadDefinition } from "./lead/quoteLead.ts";
import { submitLeadDefinition } from "./lead/submitLead.ts";
import { getProtocolStatusDefinition } from "./protocol/getProtocolStatus.ts";
import { quoteReserveDefinition } from "./reserve/quoteReserve.ts";
import { tendSalesDefinition } from "./seller/tendSales.ts";
import { depositDefinition } from "./vault/deposit.ts";
import { getBalanceDefinition } from "./vault/getBalance.ts";
import { getSolvencyDefinition } from "./vault/getSolvency.ts";
import { proveReservesDefinition } from "./vault/proveReserves.ts";
import { withdrawDefinition } from "./vault/withdraw.ts";

/** What anybody can read of a deployment. */
export const READING_ACTIONS = {
  checkCompliance: checkComplianceDefinition,
  findBounties: findBountiesDefinition,
  findDue: findDueDefinition,
  getAuction: getAuctionDefinition,
  getBalance: getBalanceDefinition,
  getBids: getBidsDefinition,
  getBounty: getBountyDefinition,
  getCredentials: getCredentialsDefinition,
  getLead: getLeadDefinition,
  getProtocolStatus: getProtocolStatusDefinition,
  getSolvency: getSolvencyDefinition,
  listAuctions: listAuctionsDefinition,
  listBids: listBidsDefinition,
  listBounties: listBountiesDefinition,
  openSealedBids: openSealedBidsDefinition,
  previewBounty: previewBountyDefinition,
  quoteLead: quoteLeadDefinition,
  quoteReserve: quoteReserveDefinition,
};

/** What a party does with its wallet. */
export const TRADING_ACTIONS = {
  cancelAuction: cancelAuctionDefinition,
  changeBounty: changeBountyDefinition,
  closeExpiredBounties: closeExpiredBountiesDefinition,
  commitBid: commitBidDefinition,
  createAuction: createAuctionDefinition,
  decryptLead: decryptLeadDefinition,
  deliverLead: deliverLeadDefinition,
  deposit: depositDefinition,
  eraseLead: eraseLeadDefinition,
  forfeitBonds: forfeitBondsDefinition,
  invalidatePasses: invalidatePassesDefinition,
  issueCredential: issueCredentialDefinition,
  keepAuctions: keepAuctionsDefinition,
  matchBounty: matchBountyDefinition,
  matchPrivately: matchPrivatelyDefinition,
  pauseBounty: pauseBountyDefinition,
  postBounty: postBountyDefinition,
  proveReserves: proveReservesDefinition,
  recordPurchase: recordPurchaseDefinition,
  refundBuyer: refundBuyerDefinition,
  releaseTiedBids: releaseTiedBidsDefinition,
  renewCredential: renewCredentialDefinition,
  reportBlockedDelivery: reportBlockedDeliveryDefinition,
  reportOutage: reportOutageDefinition,
  revealBid: revealBidDefinition,
  revealBids: revealBidsDefinition,
  revokeCredential: revokeCredentialDefinition,
  settleAuction: settleAuctionDefinition,
  submitLead: submitLeadDefinition,
  tendSales: tendSalesDefinition,
  topUpBounty: topUpBountyDefinition,
  withdraw: withdrawDefinition,
  withdrawBid: withdrawBidDefinition,
  withdrawBounty: withdrawBountyDefinition,
};
