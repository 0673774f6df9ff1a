import { concatHex, keccak256, zeroHash, type Hex } from "viem";

import { hexToRegion } from "../../../deploy/sdk/lead/region.ts";
import { sourceFromHex } from "../../../deploy/sdk/lead/source.ts";
import { attributeClaims, stored, textOf } from "./attributes.ts";
import type { Chain } from "./chain.ts";
import { born, updated, type Claim } from "./claim.ts";
import type { ChainLog } from "./history.ts";
import { classId, leadEntityId } from "./ids.ts";
import { verticalNamesOf } from "./verticalNames.ts";
import { CHECKS, pointBytes } from "./words.ts";

/** Leads from their logs, and what `LeadNFT` keeps of them. */
export async function leadClaims(chain: Chain): Promise<Claim[]> {
  const minted = chain.history.of("nft", "LeadMinted");
  if (minted.length !== chain.leadIds.length) {
    throw new Error(`${chain.leadIds.length} leads have owners, ${minted.length} were minted.`);
  }
  const attested = chain.history.of("verifier", "LeadAttested");
  const claims = minted.map(async (mint) => {
    const attestation = attested.find(({ args }) => args.leadId === mint.args.leadId);
    if (attestation === undefined) throw new Error(`Lead ${mint.args.leadId} has no attestation.`);
    return [
      toldClaim(chain, mint, attestation),
      await keptClaim(chain, mint.args.leadId),
      ...attributeClaims(chain, attestation, mint.args.vertical),
    ];
  });
  return (await Promise.all(claims)).flat();
}

function toldClaim(
  chain: Chain,
  mint: ChainLog<"nft", "LeadMinted">,
  attestation: ChainLog<"verifier", "LeadAttested">,
): Claim {
  const { leadId, vertical, leadClass } = mint.args;
  const isOwn = (log: { readonly args: { readonly leadId: bigint } }) => log.args.leadId === leadId;
  const deliveries = chain.history.of("nft", "LeadDelivered").filter(isOwn);
  const erasure = chain.history.of("nft", "LeadErased").find(isOwn);
  const rounds = chain.rounds.filter((round) => round.leadId === leadId);
  const latest = rounds.at(-1);
  const isListed = latest !== undefined && latest.end === undefined;
  const isSold = rounds.some(({ end }) => end?.outcome === "Sold");
  const capsule = deliveries.at(-1)?.args.capsule ?? mint.args.capsule;
  const [capsuleA, capsuleB, capsuleKey] = [capsule.a, capsule.b, capsule.p].map(pointBytes);
  return {
    entity: "Lead",
    id: leadEntityId(leadId),
    fields: {
      ...{ leadId, leadClass: classId(leadClass) },
      ...verticalNamesOf(chain.history)(vertical, mint),
      state: erasure ? "Erased" : isListed ? "Listed" : isSold ? "Sold" : "Unlisted",
      ...(erasure
        ? { capsuleA: null, capsuleB: null, capsuleKey: null }
        : { capsuleA, capsuleB, capsuleKey }),
      ...attestedOf(attestation),
      latestAuction: latest?.id,
      rounds: rounds.length,
      erasedBy: erasure?.args.by,
      erasedAt: erasure?.timestamp,
      ...born(mint),
      ...updated(
        ...[mint, attestation, erasure, ...deliveries],
        ...rounds.flatMap(({ created, end }) => [created, end?.log]),
      ),
    },
  };
}

function attestedOf({ args }: ChainLog<"verifier", "LeadAttested">) {
  const { submissionHash, consentTime, observedAt, autoListed } = args;
  const [consentScore, regionScore, contactabilityScore, completenessScore, sourceScore] =
    args.subScores;
  const [phoneTag, emailTag] = args.dedupTags.map((tag) => (tag === zeroHash ? null : tag));
  const text = textOf(args.attributes);
  return {
    ...{ submissionHash, phoneTag, emailTag, consentTime, observedAt, autoListed },
    ...{ consentScore, regionScore, contactabilityScore, completenessScore, sourceScore },
    unansweredChecks: CHECKS.filter((_, bit) => (args.checks & (1 << bit)) === 0),
    source: sourceFromHex(args.source),
    attributesText: text === undefined ? null : stored(text),
    attributesBytes: text === undefined ? args.attributes : null,
  };
}

async function keptClaim(chain: Chain, leadId: bigint): Promise<Claim> {
  const { nft, house } = chain.contracts;
  const kept = await nft.read.leadOf([leadId], chain.at);
  const uri = await nft.read.tokenURI([leadId], chain.at);
  const isErased = kept.contentHash === zeroHash;
  if (!isErased) assertCapsule(chain, leadId, kept.capsuleHash);
  const isListed = await house.read.isUnclosed([leadId], chain.at);
  return {
    entity: "Lead",
    id: leadEntityId(leadId),
    view: "LeadNFT.leadOf and AuctionHouse.isUnclosed",
    fields: {
      ...{ seller: kept.seller, vertical: kept.vertical, leadClass: classId(kept.leadClass) },
      ...{ score: kept.score, expiresAt: kept.expiresAt },
      owner: await nft.read.ownerOf([leadId], chain.at),
      region: hexToRegion(kept.region),
      contentHash: isErased ? null : kept.contentHash,
      contentURI: uri === "" ? null : uri,
      ...(isListed ? { state: "Listed" } : isErased ? { state: "Erased" } : {}),
    },
  };
}

function assertCapsule({ history }: Chain, leadId: bigint, capsuleHash: Hex): void {
  const told = [...history.of("nft", "LeadMinted"), ...history.of("nft", "LeadDelivered")];
  const last = told.findLast(({ args }) => args.leadId === leadId);
  if (last === undefined) throw new Error(`Lead ${leadId} was never minted.`);
  const { a, b, p } = last.args.capsule;
  if (capsuleHash !== keccak256(concatHex([a, b, p].map(pointBytes)))) {
    throw new Error(`Lead ${leadId}: the capsule of its last delivery is not the one on record.`);
  }
}
