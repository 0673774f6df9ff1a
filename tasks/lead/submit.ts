import { quoteLead } from "../../deploy/sdk/actions/lead/quoteLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { auctionFacts } from "../auction/auctionFacts.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { facts } from "../cli/output.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { readLeadFile } from "./leadFile.ts";
import { previewOf, scoreFacts } from "./preview.ts";

interface SubmitArguments extends TraderOptions {
  readonly file: string;
  readonly deadline: string;
  readonly dryRun: boolean;
  readonly instant: boolean;
  readonly onChain: boolean;
}

export default traderAction<SubmitArguments>(
  async ({ file, deadline, dryRun, instant, onChain }, trader) => {
    const now = await trader.now();
    const validFor = parseDuration(deadline);
    const filed = await readLeadFile(file, now);
    const { vertical } = filed;
    const lead = instant ? withInstantSale(filed.lead) : filed.lead;
    const preview = previewOf(filed, now);
    if (!dryRun) {
      const done = await submitLead(trader, {
        lead,
        vertical,
        expectedScore: preview.score,
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
    const { reserve, deliveryBond } = await quoteLead(trader, {
      vertical: vertical.slug,
      region: lead.region,
      score: preview.score,
      terms: lead.terms,
      seller: trader.address,
    });
    return {
      json: { file, now, ...preview.json, reserve, deliveryBond },
      text: [
        `Nothing was signed or sent. Submitted now, ${file} would be:`,
        preview.text,
        facts([
          ["reserve", usdcText(reserve)],
          ["seller's bond", usdcText(deliveryBond)],
        ]),
      ].join("\n"),
    };
  },
);

function withInstantSale(lead: Lead): Lead {
  return { ...lead, terms: { ...lead.terms, instantSale: true } };
}
