import { getLead } from "../../deploy/sdk/actions/lead/getLead.ts";
import type { VendorCheckName } from "../../deploy/sdk/codes/enums.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { auctionFacts } from "../auction/auctionFacts.ts";
import { stepFacts, stepsJson } from "../auction/stepFacts.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { withCommands } from "../cli/commands.ts";
import { verticalText } from "../cli/format.ts";
import { facts } from "../cli/output.ts";
import { attributesText, scoreFacts } from "./preview.ts";
import { storyGrid } from "./storyGrid.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
}

const CHECK_TEXTS: Readonly<Record<VendorCheckName, string>> = {
  PhoneLine: "the phone line",
  Email: "the e-mail address",
  Address: "the postal address",
  ConsentCertificate: "the consent's certificate",
  DoNotCallList: "do-not-call lists",
  LitigatorList: "litigator lists",
};

function checksText(checks: readonly VendorCheckName[]): string {
  return checks.map((check) => CHECK_TEXTS[check]).join(", ") || "nothing";
}

export default clientAction<ShowArguments>(async ({ leadId }, client) => {
  const lead = await getLead(client, { leadId });
  const vertical = verticalText(lead.verticalId);
  const { auction, story } = lead;
  const storyMissing = lead.storyMissing && withCommands(lead.storyMissing);
  return {
    json: { ...lead, vertical, waitsFor: stepsJson(lead.waitsFor), storyMissing },
    text: [
      facts([
        ["lead", String(leadId)],
        ["vertical, region", `${vertical}, ${lead.region}`],
        ["owner", lead.owner],
        ["seller", lead.seller],
        ...scoreFacts(lead.score, lead.subScores),
        ["scored without an answer on", checksText(lead.unansweredChecks)],
        ["public attributes", attributesText(lead.attributes)],
        ["source", lead.source],
        ["consent", lead.consentTime === 0 ? "none" : timeText(lead.consentTime)],
        ["expires", timeText(lead.expiresAt)],
        ["content", lead.erased ? "erased" : (lead.uri ?? "")],
      ]),
      auction === null ? "Never put up for auction." : facts(auctionFacts(auction).slice(1)),
      stepFacts(lead.waitsFor, lead.now),
      story === null ? `History left out: ${storyMissing ?? ""}.` : storyGrid(story),
    ].join("\n"),
  };
});
