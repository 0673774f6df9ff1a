import { hexToString, zeroHash } from "viem";

import { hexToRegion } from "../../deploy/parameters/region.ts";
import { sourceFromHex } from "../../deploy/parameters/source.ts";
import type { Attributes } from "../../deploy/workflows/scoring/attributes.ts";
import { leadStepsOf } from "../auction/leadStanding.ts";
import { stepFacts } from "../auction/steps.ts";
import { clientAction } from "../client/action.ts";
import { auctionFacts, auctionJson, latestRoundOf } from "../client/auction.ts";
import type { Client, ClientOptions } from "../client/client.ts";
import { timeText, verticalText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { attestationOf } from "../protocol/attestationOf.ts";
import { leadStory } from "./leadStory.ts";
import { attributesText } from "./preview.ts";
import { scoreFacts } from "./score.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
}

export default clientAction<ShowArguments>(async ({ leadId }, client) => {
  const record = await recordOf(client, leadId);
  const auction = await latestRoundOf(client, leadId);
  const listed = auction.round > 0;
  const { steps, now } = await leadStepsOf(client, leadId);
  const story = await leadStory(client, leadId);
  const { score, subScores, attributes } = record;
  return {
    json: {
      ...record,
      auction: listed ? auctionJson(leadId, auction) : null,
      waitsFor: steps,
      story: story.json,
    },
    text: [
      facts([
        ["lead", String(leadId)],
        ["vertical, region", `${record.vertical}, ${record.region}`],
        ["owner", record.owner],
        ["seller", record.seller],
        ...scoreFacts(score, subScores),
        ["public attributes", attributesText(attributes)],
        ["source", record.source],
        ["consent", record.consentTime === 0 ? "none" : timeText(record.consentTime)],
        ["expires", timeText(record.expiresAt)],
        ["content", record.erased ? "erased" : (record.uri ?? "")],
      ]),
      ...(listed ? [facts(auctionFacts(leadId, auction).slice(1))] : ["Never put up for auction."]),
      stepFacts(steps, now),
      story.text,
    ].join("\n"),
  };
});

/** What the chain holds of a lead. */
async function recordOf(client: Client, leadId: bigint) {
  const { nft } = client.contracts;
  const lead = await nft.read.leadOf([leadId]);
  const owner = await nft.read.ownerOf([leadId]);
  const { subScores, source, consentTime, attributes, txHash } = await attestationOf(
    { ...client, verifier: client.contracts.verifier },
    leadId,
  );
  const erased = lead.contentHash === zeroHash;
  return {
    leadId,
    vertical: verticalText(lead.vertical),
    region: hexToRegion(lead.region),
    seller: lead.seller,
    owner,
    score: lead.score,
    subScores,
    source: sourceFromHex(source),
    consentTime,
    expiresAt: lead.expiresAt,
    attributes: JSON.parse(hexToString(attributes)) as Attributes,
    erased,
    contentHash: lead.contentHash,
    uri: erased ? null : await nft.read.tokenURI([leadId]),
    mintTxHash: txHash,
  };
}
