import { scoreChart } from "../../deploy/charts/scoreChart.ts";
import { getLead, type LeadStory } from "../../deploy/sdk/actions/lead/getLead.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { explainSubScores } from "../../deploy/sdk/lead/explainSubScores.ts";
import { tellStory } from "../../deploy/sdk/lead/tellStory.ts";
import { MAX_SUB_SCORE } from "../../deploy/sdk/lead/scoreParts.ts";
import { auctionFacts } from "../auction/auctionFacts.ts";
import { stepFacts, stepsJson } from "../auction/stepFacts.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { withCommands } from "../cli/commands.ts";
import { verticalText } from "../cli/format.ts";
import { facts, grid } from "../cli/output.ts";
import { writePlot } from "../cli/plot.ts";
import { attributesText } from "./preview.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
  readonly plot: string | undefined;
}

/** A score in words, part by part. */
function scoreGrid({ score, subScores, unansweredChecks }: Awaited<ReturnType<typeof getLead>>) {
  return grid(
    ["score", `${score} of 10,000`, "what it says"],
    explainSubScores(subScores, unansweredChecks).map(({ part, score: points, says }) => [
      part,
      `${points} of ${MAX_SUB_SCORE}`,
      says.replace("; ", "\n"),
    ]),
  );
}

/** What happened to a lead, a line for each action. */
function storyGrid(story: LeadStory): string {
  return grid(
    ["when", "what happened"],
    tellStory(story).map(({ time, says }) => [timeText(time), says]),
  );
}

function plotScore(leadId: bigint, { score, subScores }: Awaited<ReturnType<typeof getLead>>) {
  return scoreChart(subScores, { title: `Score of lead ${leadId}: ${score} of 10,000` });
}

export default clientAction<ShowArguments>(async ({ leadId, plot }, client) => {
  const lead = await getLead(client, { leadId });
  const vertical = verticalText(lead.verticalId);
  const { auction, story } = lead;
  if (plot !== undefined) await writePlot(plot, plotScore(leadId, lead));
  const storyMissing = lead.storyMissing && withCommands(lead.storyMissing);
  return {
    json: {
      ...lead,
      vertical,
      waitsFor: stepsJson(lead.waitsFor),
      storyMissing,
      ...(plot === undefined ? {} : { plot }),
    },
    text: [
      facts([
        ["lead", String(leadId)],
        ["vertical, region", `${vertical}, ${lead.region}`],
        ["owner", lead.owner],
        ["seller", lead.seller],
        [
          "public attributes",
          attributesText(lead.attributes, client.verticals.get(vertical)?.fields),
        ],
        ["source", lead.source],
        ["consent", lead.consentTime === 0 ? "none" : timeText(lead.consentTime)],
        ["expires", timeText(lead.expiresAt)],
        ["content", lead.erased ? "erased" : (lead.uri ?? "")],
      ]),
      scoreGrid(lead),
      auction === null ? "Never put up for auction." : facts(auctionFacts(auction).slice(1)),
      stepFacts(lead.waitsFor, lead.now),
      story === null ? `History left out: ${storyMissing ?? ""}.` : storyGrid(story),
      ...(plot === undefined ? [] : [`The score is in ${plot}.`]),
    ].join("\n"),
  };
});
