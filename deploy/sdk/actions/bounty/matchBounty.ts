import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { MatchableLead } from "../../bounty/ruleAgainst.ts";
import type { Client, Trader } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { answerOf } from "../answerOf.ts";
import { auctionJson, auctionOf, auctionRound, requirePhase } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { bountyId } from "./bounty.ts";
import { leadToMatch } from "./leadToMatch.ts";

/** Bounties that one call of the matcher looks at. */
const PAGE = 500n;
/** Most bounties that the matcher chooses among: its `MAX_CANDIDATES`. */
const MAX_CANDIDATES = 16;

const parameters = z.object({
  leadId,
  bountyId: bountyId.optional().describe("This bounty; the best of all that match if absent"),
});

const result = auctionRound
  .extend({
    bountyId,
    poster: address.describe("Who posted the bounty, and buys the lead if nobody offers more"),
    offer: usdc.describe("What the bounty offers, USDC units"),
    tip: usdc.describe("What the caller gets once the lead is sold to the poster, USDC units"),
  })
  .extend(sent.shape);

/**
 * Matches a lead with a bounty, whose offer then leads the lead's auction. Without `bountyId` with the best one: the highest price, then the
 * one that has offered it for the longest time.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`; `NO_MATCH`: no bounty matches.
 */
export async function matchBounty(
  trader: Trader,
  { leadId: id, bountyId: wanted }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { matcher } = trader.contracts;
  await requirePhase(trader, id, await auctionOf(trader, id), Phase.Commit, "matching");
  const lead = await leadToMatch(trader, id);
  const chosen = wanted ?? (await bestOf(trader, id, lead));
  const receipt = await send(trader, {
    to: matcher.address,
    data: encodeFunctionData({
      abi: matcher.abi,
      functionName: "matchBounty",
      args: [id, chosen, lead.facts],
    }),
    what: `Matching lead ${id} with bounty ${chosen}`,
  });
  const { abi } = matcher;
  const [made] = parseEventLogs({ abi, eventName: "BountyMatched", logs: receipt.logs });
  if (made === undefined) throw new Error(`Lead ${id} was matched without an event.`);
  const { poster, price: offer, tip } = made.args;
  return {
    ...auctionJson(id, await auctionOf(trader, id)),
    bountyId: chosen,
    poster,
    offer,
    tip: BigInt(tip),
    ...receiptOf(receipt),
  };
}

/** The best bounty that the auction of a lead accepts. */
async function bestOf(trader: Trader, id: bigint, lead: MatchableLead): Promise<bigint> {
  const { reserve, leadingBid } = await auctionOf(trader, id);
  const minPrice = leadingBid >= reserve ? leadingBid + 1n : reserve;
  const candidates = await bestBounties(trader, lead, minPrice);
  // The matcher tries them from the best to the worst: the auction may refuse one, such as of a poster that is not cleared.
  const tried =
    candidates.length === 0
      ? undefined
      : await answerOf(
          trader.contracts.matcher.simulate.matchBestBounty([id, candidates, lead.facts], {
            account: trader.address,
            blockTag: "pending",
          }),
        );
  if (tried !== undefined) return tried.result;
  throw new LeadEngineError(
    "NO_MATCH",
    `No bounty of ${usdcText(minPrice)} or more matches lead ${id}.`,
    `\`findBounties({ leadId: ${id} })\` shows what stands against each.`,
  );
}

/** The best bounties for a lead, at most as many as the matcher chooses among. @param minPrice USDC units. */
async function bestBounties(
  { contracts }: Client,
  { profile, facts }: MatchableLead,
  minPrice: bigint,
): Promise<bigint[]> {
  const { lastBountyId, bestBounties: ask, bountyOf } = contracts.matcher.read;
  const last = await lastBountyId();
  const found: bigint[] = [];
  for (let from = 1n; from <= last; from += PAGE) {
    const args = [profile, facts, minPrice, from, PAGE, BigInt(MAX_CANDIDATES)] as const;
    found.push(...(await ask(args, { blockTag: "pending" })));
  }
  if (found.length <= MAX_CANDIDATES) return found;
  const ranked = await Promise.all(
    found.map(async (id) => ({ id, ...(await bountyOf([id], { blockTag: "pending" })) })),
  );
  ranked.sort(
    (a, b) => Number(b.price - a.price) || a.pricedAt - b.pricedAt || Number(a.id - b.id),
  );
  return ranked.slice(0, MAX_CANDIDATES).map(({ id }) => id);
}

export const matchBountyDefinition = defineAction({
  name: "matchBounty",
  title: "Match a lead with a bounty",
  description:
    "Lets a bounty's offer enter a lead's auction as an open bid: the best bounty's, or that of the one named. Anyone can; the caller gets the bounty's tip once the lead is sold to its poster. A lead for instant sale is sold at once.",
  parameters,
  result,
  readOnly: false,
  run: matchBounty,
});
