import type { Address } from "viem";

/** How a tool is called, on a stack after a market day. */
interface ToolCall {
  readonly with: (account: Address) => Record<string, unknown>;
  /** Whether it may be refused, with a reason: what it would do is not due. All others must answer. */
  readonly mayRefuse: boolean;
}

const LEAD = { leadId: 1 };

function answers(given: Record<string, unknown> | ((account: Address) => object) = {}): ToolCall {
  return {
    with: (account) => ({ ...(typeof given === "function" ? given(account) : given) }),
    mayRefuse: false,
  };
}

function mayRefuse(given: Record<string, unknown> = {}): ToolCall {
  return { with: () => given, mayRefuse: true };
}

/** A call of every tool. */
export const TOOL_CALLS: Readonly<Record<string, ToolCall>> = {
  cancelAuction: mayRefuse(LEAD),
  cancelSubmission: mayRefuse({ nonce: 1 }),
  checkCompliance: answers((account) => ({ ...LEAD, account })),
  closeExpiredBounties: answers(),
  commitBid: mayRefuse({ ...LEAD, amount: 120_000_000 }),
  commitBids: mayRefuse({ bids: [{ ...LEAD, amount: 120_000_000 }] }),
  configure_crm_webhook: mayRefuse({ url: "zap", format: "zapier", events: ["lead.won"] }),
  decryptLead: mayRefuse(LEAD),
  deliverLead: mayRefuse(LEAD),
  exportLeads: answers({ format: "json", vertical: "solar", days: 30 }),
  export_leads: answers({ format: "csv", days: 30 }),
  findBounties: answers(LEAD),
  findDue: answers(),
  forfeitBonds: mayRefuse(LEAD),
  getAuction: answers(LEAD),
  getBalance: answers((account) => ({ account })),
  getBids: answers(LEAD),
  getBounty: answers({ bountyId: 1 }),
  getCredentials: answers((account) => ({ account })),
  getDeliveryKey: answers((account) => ({ account })),
  getLead: answers(LEAD),
  getLeadExample: answers({ vertical: "solar.residential" }),
  getLeadSchema: answers({ vertical: "solar.residential" }),
  getProtocolStatus: answers(),
  getRoles: answers(),
  getSolvency: answers(),
  getVaultHistory: answers((account) => ({ account, limit: 3 })),
  getVertical: answers({ slug: "solar.residential" }),
  get_bid_floor: answers({ vertical: "solar.residential", region: "US" }),
  get_cre_score: answers(LEAD),
  get_cre_workflow_status: answers(),
  get_preferences: answers(),
  get_vertical_fields: answers({ vertical: "solar.residential" }),
  keepAuctions: answers(),
  listAuctions: answers({ limit: 3 }),
  listBids: answers((account) => ({ account, limit: 3 })),
  listBounties: answers(),
  listLeads: answers({ region: "US", limit: 3 }),
  listVerticals: answers(),
  matchBounty: mayRefuse(LEAD),
  matchPrivately: mayRefuse({ ...LEAD, bountyId: 1 }),
  openSealedBids: mayRefuse(LEAD),
  ping_lead: answers({ ...LEAD, action: "evaluate" }),
  place_bid: mayRefuse({ ...LEAD, amount: "120000000" }),
  previewBounty: answers({ bountyId: 1, days: 5 }),
  proveReserves: answers(),
  query_open_granular_bounties: answers({ vertical: "solar.residential", region: "US-TX" }),
  quoteLead: answers({
    vertical: "solar.residential",
    region: "US-TX",
    score: 8_000,
    terms: { baseReserve: "95.00", qualityPremiumBps: 500 },
  }),
  quoteReserve: answers({ vertical: "solar.residential", base: "95000000" }),
  recordPurchase: mayRefuse(LEAD),
  refundBuyer: mayRefuse(LEAD),
  releaseTiedBids: mayRefuse(LEAD),
  reportBlockedDelivery: mayRefuse(LEAD),
  reportOutage: mayRefuse(LEAD),
  revealBid: mayRefuse(LEAD),
  revealBids: mayRefuse(LEAD),
  search_leads: answers({ status: "Any", vertical: "solar", minReserve: 1, limit: 5 }),
  search_leads_advanced: answers({
    vertical: "solar",
    filterRules: [{ field: "electricBill", operator: "GTE", value: 100 }],
    limit: 5,
  }),
  set_auto_bid_rules: answers({ vertical: "solar", bid: 100, maxPerLead: "150.50" }),
  settleAuction: mayRefuse(LEAD),
  subscribe_to_live_leads: answers({ verticals: ["solar"] }),
  suggest_vertical: answers({ description: "roof repair after a storm" }),
  trigger_cre_evaluation: answers(LEAD),
  voidAuction: mayRefuse(LEAD),
  withdrawBid: mayRefuse(LEAD),
};
