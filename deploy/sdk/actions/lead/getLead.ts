import { hexToString, zeroHash } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { unansweredChecks, VENDOR_CHECKS } from "../../codes/enums.ts";
import { LeadStoryDocument, type LeadStoryQuery } from "../../generated/queries.ts";
import type { Attributes } from "../../lead/publicFields.ts";
import { hexToRegion } from "../../lead/region.ts";
import { sourceFromHex } from "../../lead/source.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { querySubgraph } from "../../subgraph/querySubgraph.ts";
import { auctionJson, auctionRound, latestRoundOf } from "../auction/auction.ts";
import { leadStepsOf } from "../auction/leadStanding.ts";
import { waiting } from "../auction/steps.ts";
import { defineAction } from "../definition.ts";
import { address, hex, leadId, time } from "../schemas.ts";
import { attestationOf } from "./leadEvents.ts";
import { score, subScores } from "./quoteLead.ts";

/** A lead's history as the subgraph has it: what happened, oldest first, and its auction rounds. */
export type LeadStory = LeadStoryQuery["leads"][number];

const parameters = z.object({ leadId });

const result = z
  .object({
    leadId,
    verticalId: hex.describe("Its vertical: `keccak256` of the slug"),
    region: z.string().describe("Where the consumer is, ISO 3166"),
    seller: address,
    owner: address,
    score,
    subScores,
    unansweredChecks: z
      .array(z.enum(VENDOR_CHECKS))
      .describe("Checks of vendors that gave no answer: the score leaves them out"),
    source: z.string().describe("How the lead came about"),
    consentTime: time.describe("When the consumer consented, Unix seconds; 0 if never"),
    expiresAt: time.describe("Last moment of its delivery, Unix seconds"),
    attributes: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .describe("Public attributes by name; a number is the lower edge of its band"),
    erased: z.boolean().describe("Whether its content is permanently gone"),
    contentHash: hex.describe("SHA-256 of the ciphertext; zero once it is erased"),
    uri: z.string().nullable().describe("Where the ciphertext is; null once it is erased"),
    mintTxHash: hex.describe("Hash of the transaction that minted it"),
    auction: auctionRound.nullable().describe("Its latest auction round; null if there was none"),
    story: z.custom<LeadStory>().nullable().describe("What happened to it; null if not known here"),
    storyMissing: z.string().nullable().describe("Why there is no story; null if there is one"),
  })
  .extend(waiting.shape);

/** All public data of a lead: what the chain holds of it, its latest auction round, what it waits for, and its story. */
export async function getLead(
  client: Client,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const record = await publicRecordOf(client, id);
  const auction = await latestRoundOf(client, id);
  const { steps, now } = await leadStepsOf(client, id);
  return {
    ...record,
    uri: record.erased ? null : await client.contracts.nft.read.tokenURI([id]),
    auction: auction.round > 0 ? auctionJson(id, auction) : null,
    waitsFor: steps,
    now,
    ...(await storyOf(client, id)),
  };
}

/** What the chain holds of a lead: `getLead` without its URI, auction and story. */
export async function publicRecordOf(client: Client, id: bigint) {
  const { contracts } = client;
  const { nft, verifier } = contracts;
  const [lead, owner, attested] = await Promise.all([
    nft.read.leadOf([id]),
    nft.read.ownerOf([id]),
    attestationOf(client, { verifier: verifier.address, leadId: id }),
  ]);
  return {
    leadId: id,
    verticalId: lead.vertical,
    region: hexToRegion(lead.region),
    seller: lead.seller,
    owner,
    score: lead.score,
    subScores: [...attested.subScores],
    unansweredChecks: unansweredChecks(attested.checks),
    source: sourceFromHex(attested.source),
    consentTime: attested.consentTime,
    expiresAt: lead.expiresAt,
    attributes: JSON.parse(hexToString(attested.attributes)) as Attributes,
    erased: lead.contentHash === zeroHash,
    contentHash: lead.contentHash,
    mintTxHash: attested.txHash,
  };
}

/** A lead's story from the subgraph; without one, says why, since the chain alone holds the rest. */
async function storyOf({ services }: Client, id: bigint) {
  try {
    const url = await services.index();
    if (url === undefined) return noStory("no subgraph is named with `services.graphql`");
    const { leads } = await querySubgraph(url, LeadStoryDocument, { leadId: String(id) });
    const [story] = leads;
    if (story === undefined) return noStory("the subgraph has not reached this lead yet");
    return { story, storyMissing: null };
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return noStory(error.message);
    throw error;
  }
}

function noStory(storyMissing: string) {
  return { story: null, storyMissing };
}

export const getLeadDefinition = defineAction({
  name: "getLead",
  title: "A lead",
  description:
    "All public data of a lead: score, public attributes, owner, its latest auction, what it waits for, and its story.",
  parameters,
  result,
  readOnly: true,
  run: getLead,
});
