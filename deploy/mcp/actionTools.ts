import type { z } from "zod";

import type { ActionDefinition } from "../sdk/actions/definition.ts";
import { READING_ACTIONS, TRADING_ACTIONS } from "../sdk/actions/index.ts";
import { decryptLeadDefinition } from "../sdk/actions/lead/decryptLead.ts";
import type { Client, Trader } from "../sdk/client.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { callOf, questionOf } from "./question.ts";
import {
  actingTool,
  readingTool,
  type ActingTool,
  type Effects,
  type ReadingTool,
} from "./tool.ts";

const ROLE = "It takes a role, which a person holds and no model.";
const BOUNTY = "A bounty spends its budget by itself: its poster decides, no limit bounds it.";
const HANDOVER = "A lead changes hands outside a sale: people agree on that.";
const TREASURY = "What an agent can spend is what its operator has put into its account.";
const SELLING =
  "It puts the seller's delivery bond at stake, or its lead up for less: no limit bounds that.";

/** Actions that are no tools, each with the reason. */
export const NOT_SERVED = {
  acceptLead: HANDOVER,
  callAsRole: ROLE,
  cancelScheduledCall: ROLE,
  changeBounty: BOUNTY,
  createAuction: SELLING,
  deliverLeadTo: HANDOVER,
  deposit: TREASURY,
  depositFor: TREASURY,
  eraseLead: "It cannot be undone.",
  invalidatePasses: ROLE,
  issueCredential: ROLE,
  linkAccount: ROLE,
  pauseBounty: BOUNTY,
  postBounty: BOUNTY,
  registerDeliveryKey:
    "A bid registers one by itself; a key that replaces it does not read the leads of the old one.",
  renewCredential: ROLE,
  renounceRole: ROLE,
  revokeCredential: ROLE,
  submitLead:
    "It takes a consumer's personal data, which no model needs to see; and a delivery bond.",
  tendSales: SELLING,
  topUpBounty: BOUNTY,
  withdraw: TREASURY,
  withdrawBounty: BOUNTY,
} as const satisfies Partial<Record<keyof typeof TRADING_ACTIONS, string>>;

/** Bids are in `tools/bids.ts`: they count against the operator's limits. */
type Bids = "commitBid" | "commitBids" | "withdrawBid";
type Served = Exclude<keyof typeof TRADING_ACTIONS, keyof typeof NOT_SERVED | "decryptLead" | Bids>;

const AGAIN_NOTHING = { destructive: false, idempotent: true };
const AGAIN_MORE = { destructive: false, idempotent: false };
const ENDS = { destructive: true, idempotent: true };

/** What the served actions do to the world. A new action has to be decided: here, or in `NOT_SERVED`. */
const EFFECTS: Readonly<Record<Served, Effects>> = {
  cancelAuction: ENDS,
  cancelSubmission: ENDS,
  closeExpiredBounties: AGAIN_NOTHING,
  deliverLead: ENDS,
  forfeitBonds: ENDS,
  keepAuctions: AGAIN_MORE,
  matchBounty: AGAIN_NOTHING,
  matchPrivately: AGAIN_NOTHING,
  proveReserves: AGAIN_MORE,
  recordPurchase: AGAIN_NOTHING,
  refundBuyer: ENDS,
  releaseTiedBids: AGAIN_NOTHING,
  reportBlockedDelivery: ENDS,
  reportOutage: ENDS,
  revealBid: AGAIN_NOTHING,
  revealBids: AGAIN_NOTHING,
  settleAuction: AGAIN_MORE,
  voidAuction: ENDS,
};

type Definition<ClientT extends Client> = ActionDefinition<ClientT, z.ZodObject, z.ZodObject>;

/** What anybody may read. */
export const READING_TOOLS: readonly ReadingTool[] = Object.values(READING_ACTIONS).map(
  (definition) => {
    const { run, ...face } = definition as unknown as Definition<Client>;
    return readingTool({ ...face, run: ({ client }, parameters) => run(client, parameters) });
  },
);

/** What returns personal data: only where the operator allows it. */
export const PERSONAL_TOOLS: readonly ReadingTool[] = [
  readingTool({
    ...decryptLeadDefinition,
    run: ({ trading }, parameters) => {
      if (trading?.operator.personalData === true) {
        return decryptLeadDefinition.run(trading.trader, parameters);
      }
      throw new LeadEngineError("READ_ONLY", "This server returns no personal data.");
    },
  }),
];

/** What a party does with its wallet. */
export const TRADING_TOOLS: readonly ActingTool[] = Object.entries(EFFECTS).map(([name, effects]) =>
  tradingTool(name as Served, effects),
);

function tradingTool(action: Served, effects: Effects): ActingTool {
  const definition = TRADING_ACTIONS[action] as unknown as Definition<Trader>;
  const { run, name, title, description, parameters, result } = definition;
  return actingTool({
    name,
    title,
    description,
    parameters,
    result,
    effects,
    command: ({ commandOf }, given) => commandOf(callOf(name, given)),
    question: (_context, given) => Promise.resolve(questionOf(title, given)),
    run: ({ trader }, given) => run(trader, given),
  });
}
