import { PERSONAL_TOOLS, READING_TOOLS, TRADING_TOOLS } from "../actionTools.ts";
import type { McpContext } from "../context.ts";
import type { ReadingTool, ActingTool, Tool } from "../tool.ts";
import { commitBidsTool, commitBidTool, placeBid, withdrawBidTool } from "./bids.ts";
import { queryOpenGranularBounties } from "./bounties.ts";
import { getCreWorkflowStatus, triggerCreEvaluation } from "./cre.ts";
import { exportLeads } from "./exportLeads.ts";
import { searchLeads, searchLeadsAdvanced } from "./leads.ts";
import { subscribeToLiveLeads } from "./liveLeads.ts";
import { configureCrmWebhook, getPreferences, setAutoBidRules } from "./preferences.ts";
import { getBidFloor } from "./prices.ts";
import { getCreScore, pingLead } from "./scores.ts";
import { getVerticalFields, suggestVertical } from "./verticals.ts";

/** The predecessor's tools that change nothing. */
const READING: readonly ReadingTool[] = [
  searchLeads,
  searchLeadsAdvanced,
  getBidFloor,
  exportLeads,
  getVerticalFields,
  pingLead,
  suggestVertical,
  queryOpenGranularBounties,
  subscribeToLiveLeads,
  getCreScore,
  getCreWorkflowStatus,
  getPreferences,
];

/** Those that do. */
const ACTING: readonly ActingTool[] = [
  placeBid,
  triggerCreEvaluation,
  setAutoBidRules,
  configureCrmWebhook,
];

/** The tools that the operator's decisions leave: without a wallet or an operator's file those that read, and personal data only on request. */
export function toolsOf({ trading }: McpContext): readonly Tool[] {
  const reading: readonly Tool[] = [...READING, ...READING_TOOLS];
  if (trading === undefined) return reading;
  return [
    ...reading,
    ...(trading.operator.personalData ? PERSONAL_TOOLS : []),
    ...ACTING,
    commitBidTool,
    commitBidsTool,
    withdrawBidTool,
    ...TRADING_TOOLS,
  ];
}
