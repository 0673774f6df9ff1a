import { quoteLead } from "../../deploy/sdk/actions/lead/quoteLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { auctionFacts } from "../auction/auctionFacts.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import type { TaskTrader } from "../cli/client.ts";
import { parseDuration } from "../cli/duration.ts";
import { facts, type TaskReport } from "../cli/output.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { readLeadFile } from "./leadFile.ts";
import { previewOf, scoreFacts } from "./preview.ts";
import { checkBatch, submitBatch } from "./submitBatch.ts";

interface SubmitArguments extends WritingOptions {
  readonly file: string | undefined;
  readonly batch: string | undefined;
  readonly deadline: string;
  readonly instant: boolean;
  readonly onChain: boolean;
}

export default writingAction<SubmitArguments>(submit, preview);

async function submit(
  { file, batch, deadline, instant, onChain }: SubmitArguments,
  trader: TaskTrader,
): Promise<TaskReport> {
  const validFor = parseDuration(deadline);
  if (batch !== undefined && file === undefined && !onChain) {
    return submitBatch(trader, { batch, validFor, instant });
  }
  if (file === undefined || batch !== undefined) throw notOneSource(onChain);
  const now = await trader.now();
  const filed = await readLeadFile(file, now);
  const done = await submitLead(trader, {
    lead: instant ? withInstantSale(filed.lead) : filed.lead,
    vertical: filed.vertical,
    expectedScore: previewOf(filed, now).score,
    validFor,
    onChain,
  });
  return {
    json: done,
    text: facts([
      ...auctionFacts(done),
      ...scoreFacts(done.score, done.subScores),
      ["transaction", done.txHash],
    ]),
  };
}

/** What the lead would score, and what listing it would lock. */
async function preview(
  { file, batch, instant, onChain }: SubmitArguments,
  trader: TaskTrader,
): Promise<TaskReport> {
  if (batch !== undefined && file === undefined && !onChain) {
    return checkBatch(trader, { batch, instant });
  }
  if (file === undefined || batch !== undefined) throw notOneSource(onChain);
  const now = await trader.now();
  const filed = await readLeadFile(file, now);
  const { lead, vertical } = filed;
  const scored = previewOf(filed, now);
  const { reserve, deliveryBond } = await quoteLead(trader, {
    vertical: vertical.slug,
    region: lead.region,
    score: scored.score,
    terms: lead.terms,
    seller: trader.address,
  });
  return {
    json: { file, now, ...scored.json, reserve, deliveryBond },
    text: [
      `Submitted now, ${file} would be:`,
      scored.text,
      facts([
        ["reserve", usdcText(reserve)],
        ["seller's bond", usdcText(deliveryBond)],
      ]),
    ].join("\n"),
  };
}

function notOneSource(onChain: boolean): LeadEngineError {
  return new LeadEngineError(
    "NO_LEAD",
    onChain ? "--on-chain posts one lead." : "What should be submitted?",
    "Name one lead's file, or a folder or CSV with --batch, which goes through the DON's server.",
  );
}

function withInstantSale(lead: Lead): Lead {
  return { ...lead, terms: { ...lead.terms, instantSale: true } };
}
