import { z } from "zod";

import { checkCompliance } from "../../sdk/actions/compliance/checkCompliance.ts";
import { getLead, getLeadDefinition } from "../../sdk/actions/lead/getLead.ts";
import { score } from "../../sdk/actions/lead/quoteLead.ts";
import { address, hex, leadId } from "../../sdk/actions/schemas.ts";
import type { Client } from "../../sdk/client.ts";
import { explainSubScores } from "../../sdk/lead/explainSubScores.ts";
import { SUB_SCORE_NAMES } from "../../sdk/lead/scoreParts.ts";
import { limitAgainst } from "../limits.ts";
import { readingTool } from "../tool.ts";

const part = z.object({
  part: z.enum(SUB_SCORE_NAMES),
  score: z.number().int().describe("0 to 2,000"),
  says: z.string().describe("What the part judges, how the lead did, which vendor was silent"),
});

const scored = z.object({
  leadId,
  score: score.describe("Quality score, 0 to 10,000"),
  parts: z.array(part),
  mintTxHash: hex.describe("The transaction with the DON's report"),
});

/** A lead's score, part by part. @throws an error for an unknown lead. */
async function scoreOf(client: Client, id: bigint): Promise<z.output<typeof scored>> {
  const {
    subScores,
    unansweredChecks,
    mintTxHash,
    score: total,
  } = await getLead(client, {
    leadId: id,
  });
  const parts = explainSubScores(subScores, unansweredChecks);
  return { leadId: id, score: total, parts, mintTxHash };
}

export const getCreScore = readingTool({
  name: "get_cre_score",
  title: "A lead's score",
  description: "What the DON attested of a lead's quality, part by part, in words.",
  parameters: z.object({ leadId }),
  result: scored,
  run: ({ client }, { leadId: id }) => scoreOf(client, id),
});

export const pingLead = readingTool({
  name: "ping_lead",
  title: "Ping a lead",
  description:
    "A quick look at a lead. status: who has it, how its auction stands and what it waits for. evaluate: its score in words, and whether this server's account may bid on it and within which limits.",
  parameters: z.object({ leadId, action: z.enum(["status", "evaluate"]) }),
  result: z.object({
    leadId,
    region: z.string(),
    owner: address,
    auction: getLeadDefinition.result.shape.auction,
    waitsFor: getLeadDefinition.result.shape.waitsFor,
    score: score.describe("Quality score, 0 to 10,000"),
    fields: getLeadDefinition.result.shape.attributes,
    parts: z.array(part).nullable().describe("The score part by part; null with status"),
    mayBid: z
      .boolean()
      .nullable()
      .describe(
        "Whether the account meets the rules of access; null with status, or without an account",
      ),
    limits: z
      .string()
      .nullable()
      .describe(
        "What the operator's limits say of a bid of the reserve; null with status, or if nothing stands against it",
      ),
  }),
  run: async (context, { leadId: id, action }) => {
    const { client, trading } = context;
    const lead = await getLead(client, { leadId: id });
    const { region, owner, auction, waitsFor, attributes, score: total } = lead;
    const face = { leadId: id, region, owner, auction, waitsFor, score: total, fields: attributes };
    if (action === "status") return { ...face, parts: null, mayBid: null, limits: null };
    return {
      ...face,
      parts: explainSubScores(lead.subScores, lead.unansweredChecks),
      mayBid:
        trading === undefined
          ? null
          : (await checkCompliance(client, { account: trading.trader.address, leadId: id })).clear,
      limits:
        trading === undefined || auction === null
          ? null
          : ((
              await limitAgainst({ ...context, ...trading }, [
                { leadId: id, amount: auction.reserve },
              ])
            )?.says ?? null),
    };
  },
});
