import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { quoted } from "./quoted.ts";

const text = z.string().max(200);

/** What people ask of an agent that buys leads. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt(
    "find-and-buy",
    {
      title: "Find and buy",
      description: "Finds leads that fit, and bids on the best within a budget.",
      argsSchema: z.object({
        wanted: text.describe(
          "Whom you want to reach, such as home owners in Texas who want solar",
        ),
        budget: text.describe("What you want to spend at most, in USDC, such as 300"),
      }),
    },
    ({ wanted, budget }) =>
      asked(
        `I want to buy leads: ${quoted(wanted)}, for ${quoted(budget)} USDC in all. ` +
          "1. Find the vertical with suggest_vertical, and its public fields with get_vertical_fields. " +
          "2. Search open auctions with search_leads_advanced. " +
          "3. For each that fits, look at get_cre_score and checkCompliance for my account, which get_preferences names. " +
          "4. Tell me which you would bid on, how much, and why, within my limits. " +
          "5. Bid with place_bid where I agree. 6. Say when each auction ends, and that I have nothing to do until then.",
      ),
  );
  server.registerPrompt(
    "why-was-i-outbid",
    {
      title: "Why was I outbid",
      description: "Says what became of a bid, and why.",
      argsSchema: z.object({ leadId: text.describe("The lead's number") }),
    },
    ({ leadId }) =>
      asked(
        `What became of my bid on lead ${quoted(leadId)}, and why? ` +
          "Look at listBids for my account, which get_preferences names, and at getBids and getAuction of the lead. " +
          "Say in plain words how it ended: outbid and by how much, below the reserve, never opened, barred, or a tie that a random word decided; " +
          "what came back to me; and what bid would have led.",
      ),
  );
  server.registerPrompt(
    "what-did-i-spend",
    {
      title: "What did I spend",
      description: "Sums up what was won, committed and lost, and what is left of the limits.",
      argsSchema: z.object({
        days: text.optional().describe("How many days to look back; 7 if absent"),
      }),
    },
    ({ days = "7" }) =>
      asked(
        `What did I spend on leads in the last ${quoted(days)} days? ` +
          "Take my account and limits from get_preferences, my bids from listBids, page by page, and my money from getBalance. " +
          "Give the sums of what was won and what is committed, by vertical; bonds that were lost and why; and what is left of the limits today.",
      ),
  );
}

function asked(words: string) {
  return { messages: [{ role: "user" as const, content: { type: "text" as const, text: words } }] };
}
