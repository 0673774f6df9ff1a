import { hexToString, zeroHash, type Hex } from "viem";

import { sourceFromHex } from "../../../deploy/parameters/source.ts";
import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import type { ChainLog } from "./history.ts";
import { attributeId, auctionId, eventId, leadEntityId, pairId } from "./ids.ts";
import { errorSelectorOf, pointBytes } from "./words.ts";

/** What happened to leads besides their auctions: attested, refused, moved, delivered, entrusted. */
export async function leadRecordClaims(chain: Chain): Promise<Claim[]> {
  const { history } = chain;
  return [
    ...history.of("verifier", "LeadAttested").flatMap(submissionClaims),
    ...history.of("verifier", "LeadRejected").map(rejectionClaim),
    ...history.of("verifier", "SubmissionCancelled").map(cancellationClaim),
    ...history.of("nft", "Transfer").map(transferClaim),
    ...history.of("nft", "LeadDelivered").map(deliveryClaim),
    ...history.of("nft", "Approval").map(approvalClaim),
    ...(await operatorClaims(chain)),
  ];
}

function submissionClaims(log: ChainLog<"verifier", "LeadAttested">): Claim[] {
  const { leadId, subScores, attributes, ...args } = log.args;
  const [phoneTag, emailTag] = args.dedupTags;
  const lead = leadEntityId(leadId);
  const text = hexToString(attributes);
  const [consentScore, regionScore, contactabilityScore, completenessScore, sourceScore] =
    subScores;
  const scores = {
    consentScore,
    regionScore,
    contactabilityScore,
    completenessScore,
    sourceScore,
  };
  const submission: Claim = {
    entity: "Submission",
    id: args.submissionHash,
    fields: {
      lead,
      phoneTag: presentTag(phoneTag),
      emailTag: presentTag(emailTag),
      ...scores,
      source: sourceFromHex(args.source),
      consentTime: args.consentTime,
      observedAt: args.observedAt,
      attributes: text,
      autoListed: args.autoListed,
      ...created(log),
    },
  };
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return [
    submission,
    ...members.map(([name, value], place) => ({
      entity: "LeadAttribute",
      id: attributeId(leadId, place),
      fields: {
        lead,
        name,
        text: String(value),
        number: typeof value === "number" ? value : null,
        flag: typeof value === "boolean" ? value : null,
        ...created(log),
      },
    })),
  ];
}

/** The tag of a phone or an e-mail that the lead lacks is zero. */
function presentTag(tag: Hex): Hex | null {
  return tag === zeroHash ? null : tag;
}

function rejectionClaim(log: ChainLog<"verifier", "LeadRejected">): Claim {
  const { submissionHash, reason } = log.args;
  const why = { reason, errorSelector: errorSelectorOf(reason) };
  return {
    entity: "Rejection",
    id: eventId(log),
    fields: { submissionHash, ...why, ...created(log) },
  };
}

function cancellationClaim(log: ChainLog<"verifier", "SubmissionCancelled">): Claim {
  const { seller, nonce } = log.args;
  return {
    entity: "SubmissionCancellation",
    id: eventId(log),
    fields: { seller, nonce, ...created(log) },
  };
}

function transferClaim(log: ChainLog<"nft", "Transfer">): Claim {
  const { from, to, tokenId } = log.args;
  const fields = { lead: leadEntityId(tokenId), from, to, ...created(log) };
  return { entity: "TitleTransfer", id: eventId(log), fields };
}

function deliveryClaim(log: ChainLog<"nft", "LeadDelivered">): Claim {
  const { leadId, from, to, round, capsule } = log.args;
  return {
    entity: "Delivery",
    id: eventId(log),
    fields: {
      lead: leadEntityId(leadId),
      auction: round === 0 ? null : auctionId(leadId, round),
      from,
      to,
      capsuleA: pointBytes(capsule.a),
      capsuleB: pointBytes(capsule.b),
      capsuleKey: pointBytes(capsule.p),
      ...created(log),
    },
  };
}

function approvalClaim(log: ChainLog<"nft", "Approval">): Claim {
  const { owner, approved, tokenId } = log.args;
  const fields = { lead: leadEntityId(tokenId), owner, approved, ...created(log) };
  return { entity: "LeadApproval", id: eventId(log), fields };
}

function operatorClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const logs = history.of("nft", "ApprovalForAll");
  const claims = logs.map(async ({ args: { owner, operator } }): Promise<Claim> => {
    const own = logs.filter(({ args }) => args.owner === owner && args.operator === operator);
    const [first, last] = [own[0], own.at(-1)] as [(typeof own)[0], (typeof own)[0]];
    return {
      entity: "OperatorApproval",
      id: pairId(owner, operator),
      view: "LeadNFT.isApprovedForAll",
      fields: {
        owner,
        operator,
        approved: await contracts.nft.read.isApprovedForAll([owner, operator], at),
        ...created(first),
        ...updated(last),
      },
    };
  });
  return Promise.all(claims);
}
