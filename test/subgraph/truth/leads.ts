import { concatHex, keccak256, zeroHash, type Hex } from "viem";

import { hexToRegion } from "../../../deploy/parameters/region.ts";
import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import { endingOf } from "./auctions.ts";
import type { ChainLog } from "./history.ts";
import { auctionId, leadEntityId } from "./ids.ts";
import { slugsOf } from "./slugs.ts";
import { pointBytes } from "./words.ts";

/** Leads from their logs, and what `LeadNFT` keeps of them. */
export async function leadClaims(chain: Chain): Promise<Claim[]> {
  const minted = chain.history.of("nft", "LeadMinted");
  if (minted.length !== chain.leadIds.length) {
    throw new Error(`${chain.leadIds.length} leads have owners, ${minted.length} were minted.`);
  }
  const slugs = slugsOf(chain.history);
  const claims = minted.map(async (mint) => {
    const { leadId, vertical } = mint.args;
    const record = await chain.contracts.nft.read.leadOf([leadId], chain.at);
    const owner = await chain.contracts.nft.read.ownerOf([leadId], chain.at);
    const uri = await chain.contracts.nft.read.tokenURI([leadId], chain.at);
    const isListed = await chain.contracts.house.read.isUnclosed([leadId], chain.at);
    const view: Claim = {
      entity: "Lead",
      id: leadEntityId(leadId),
      view: "LeadNFT.leadOf",
      fields: {
        seller: record.seller,
        owner,
        vertical: record.vertical,
        region: hexToRegion(record.region),
        country: hexToRegion(record.region).slice(0, 2),
        score: record.score,
        expiresAt: record.expiresAt,
        contentHash: record.contentHash === zeroHash ? null : record.contentHash,
        contentURI: uri === "" ? null : uri,
      },
    };
    const isErased = record.contentHash === zeroHash;
    const fields = toldOf(chain, mint, isErased ? null : record.capsuleHash);
    const told: Claim = {
      entity: "Lead",
      id: leadEntityId(leadId),
      fields: {
        ...fields,
        leadId,
        verticalSlug: slugs.get(vertical),
        state: isErased ? "Erased" : isListed ? "Listed" : fields.state,
        ...created(mint),
      },
    };
    return [told, view];
  });
  return (await Promise.all(claims)).flat();
}

/** @param capsuleHash of the present capsule; null once erased. */
function toldOf(
  { history, rounds }: Chain,
  mint: ChainLog<"nft", "LeadMinted">,
  capsuleHash: Hex | null,
) {
  const { leadId, capsule: first } = mint.args;
  const isOwn = (log: { readonly args: { readonly leadId: bigint } }) => log.args.leadId === leadId;
  const deliveries = history.of("nft", "LeadDelivered").filter(isOwn);
  const erasure = history.of("nft", "LeadErased").find(isOwn);
  const own = rounds.filter((round) => round.leadId === leadId);
  const endings = own.flatMap((round) => endingOf(round) ?? []);
  const { a, b, p } = deliveries.at(-1)?.args.capsule ?? first;
  const points = [a, b, p].map(pointBytes) as [Hex, Hex, Hex];
  if (capsuleHash !== null && capsuleHash !== keccak256(concatHex(points))) {
    throw new Error(`Lead ${leadId}: the capsule of its last delivery is not the one on record.`);
  }
  const [capsuleA, capsuleB, capsuleKey] = capsuleHash === null ? [null, null, null] : points;
  return {
    state: endings.at(-1)?.event === "AuctionSettled" ? "Sold" : "Unlisted",
    capsuleA,
    capsuleB,
    capsuleKey,
    latestAuction: own.length === 0 ? null : auctionId(leadId, own.length),
    rounds: own.length,
    erasedBy: erasure?.args.by,
    erasedAt: erasure?.timestamp,
    ...updated(mint, ...deliveries, erasure, ...endings, ...own.map((round) => round.created)),
  };
}
