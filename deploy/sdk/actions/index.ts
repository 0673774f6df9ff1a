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
import { voidAuctionDefinition } from "./auction/voidAuction.ts";
import { commitBidDefinition } from "./bid/commitBid.ts";
import { commitBidsDefinition } from "./bid/commitBids.ts";
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
import { linkAccountDefinition } from "./compliance/linkAccount.ts";
import { renewCredentialDefinition } from "./compliance/renewCredential.ts";
import { revokeCredentialDefinition } from "./compliance/revokeCredential.ts";
import { getDeliveryKeyDefinition } from "./deliveryKey/getDeliveryKey.ts";
import { registerDeliveryKeyDefinition } from "./deliveryKey/registerDeliveryKey.ts";
import { findDueDefinition } from "./keeper/findDue.ts";
import { keepAuctionsDefinition } from "./keeper/keepAuctions.ts";
import { acceptLeadDefinition } from "./lead/acceptLead.ts";
import { cancelSubmissionDefinition } from "./lead/cancelSubmission.ts";
import { decryptLeadDefinition } from "./lead/decryptLead.ts";
import { deliverLeadDefinition } from "./lead/deliverLead.ts";
import { deliverLeadToDefinition } from "./lead/deliverLeadTo.ts";
import { eraseLeadDefinition } from "./lead/eraseLead.ts";
import { exportLeadsDefinition } from "./lead/exportLeads.ts";
import { getLeadDefinition } from "./lead/getLead.ts";
import { getLeadExampleDefinition } from "./lead/getLeadExample.ts";
import { getLeadSchemaDefinition } from "./lead/getLeadSchema.ts";
import { listLeadsDefinition } from "./lead/listLeads.ts";
import { quoteLeadDefinition } from "./lead/quoteLead.ts";
import { submitLeadDefinition } from "./lead/submitLead.ts";
import { callAsRoleDefinition } from "./protocol/callAsRole.ts";
import { cancelScheduledCallDefinition } from "./protocol/cancelScheduledCall.ts";
import { getRolesDefinition } from "./protocol/getRoles.ts";
import { renounceRoleDefinition } from "./protocol/renounceRole.ts";
import { getProtocolStatusDefinition } from "./protocol/getProtocolStatus.ts";
import { quoteReserveDefinition } from "./reserve/quoteReserve.ts";
import { tendSalesDefinition } from "./seller/tendSales.ts";
import { depositDefinition } from "./vault/deposit.ts";
import { depositForDefinition } from "./vault/depositFor.ts";
import { getBalanceDefinition } from "./vault/getBalance.ts";
import { getVaultHistoryDefinition } from "./vault/getVaultHistory.ts";
import { getSolvencyDefinition } from "./vault/getSolvency.ts";
import { proveReservesDefinition } from "./vault/proveReserves.ts";
import { withdrawDefinition } from "./vault/withdraw.ts";
import { getVerticalDefinition } from "./vertical/getVertical.ts";
import { listVerticalsDefinition } from "./vertical/listVerticals.ts";

/** What anybody can read of a deployment. */
export const READING_ACTIONS = {
  checkCompliance: checkComplianceDefinition,
  exportLeads: exportLeadsDefinition,
  findBounties: findBountiesDefinition,
  findDue: findDueDefinition,
  getAuction: getAuctionDefinition,
  getBalance: getBalanceDefinition,
  getBids: getBidsDefinition,
  getBounty: getBountyDefinition,
  getCredentials: getCredentialsDefinition,
  getDeliveryKey: getDeliveryKeyDefinition,
  getLead: getLeadDefinition,
  getLeadExample: getLeadExampleDefinition,
  getLeadSchema: getLeadSchemaDefinition,
  getRoles: getRolesDefinition,
  getVertical: getVerticalDefinition,
  getProtocolStatus: getProtocolStatusDefinition,
  getSolvency: getSolvencyDefinition,
  getVaultHistory: getVaultHistoryDefinition,
  listAuctions: listAuctionsDefinition,
  listBids: listBidsDefinition,
  listBounties: listBountiesDefinition,
  listLeads: listLeadsDefinition,
  listVerticals: listVerticalsDefinition,
  openSealedBids: openSealedBidsDefinition,
  previewBounty: previewBountyDefinition,
  quoteLead: quoteLeadDefinition,
  quoteReserve: quoteReserveDefinition,
};

/** What a party does with its wallet. */
export const TRADING_ACTIONS = {
  acceptLead: acceptLeadDefinition,
  callAsRole: callAsRoleDefinition,
  cancelAuction: cancelAuctionDefinition,
  cancelScheduledCall: cancelScheduledCallDefinition,
  cancelSubmission: cancelSubmissionDefinition,
  changeBounty: changeBountyDefinition,
  closeExpiredBounties: closeExpiredBountiesDefinition,
  commitBid: commitBidDefinition,
  commitBids: commitBidsDefinition,
  createAuction: createAuctionDefinition,
  decryptLead: decryptLeadDefinition,
  deliverLead: deliverLeadDefinition,
  deliverLeadTo: deliverLeadToDefinition,
  deposit: depositDefinition,
  depositFor: depositForDefinition,
  eraseLead: eraseLeadDefinition,
  forfeitBonds: forfeitBondsDefinition,
  invalidatePasses: invalidatePassesDefinition,
  issueCredential: issueCredentialDefinition,
  linkAccount: linkAccountDefinition,
  keepAuctions: keepAuctionsDefinition,
  matchBounty: matchBountyDefinition,
  matchPrivately: matchPrivatelyDefinition,
  pauseBounty: pauseBountyDefinition,
  postBounty: postBountyDefinition,
  proveReserves: proveReservesDefinition,
  recordPurchase: recordPurchaseDefinition,
  refundBuyer: refundBuyerDefinition,
  registerDeliveryKey: registerDeliveryKeyDefinition,
  releaseTiedBids: releaseTiedBidsDefinition,
  renounceRole: renounceRoleDefinition,
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
  voidAuction: voidAuctionDefinition,
  withdraw: withdrawDefinition,
  withdrawBid: withdrawBidDefinition,
  withdrawBounty: withdrawBountyDefinition,
};
