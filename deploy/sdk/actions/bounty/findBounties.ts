import { z } from "zod";

import { BOUNTY_RULE_NAMES, bountyRuleName } from "../../bounty/bountyRule.ts";
import type { Client } from "../../client.ts";
import { latestRoundOf } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, usdc } from "../schemas.ts";
import { bookOf, bountyId } from "./bounty.ts";
import { leadToMatch } from "./leadToMatch.ts";

const parameters = z.object({ leadId });

const result = z.object({
  leadId,
  atLeast: usdc.describe("What an offer must reach to lead the auction now, USDC units"),
  bounties: z
    .array(
      z.object({
        bountyId,
        poster: address,
        price: usdc.describe("What it offers, USDC units"),
        tip: usdc.describe("For whoever matches it, USDC units"),
        against: z
          .enum(BOUNTY_RULE_NAMES)
          .describe("The first of its rules against the lead; None if they match"),
      }),
    )
    .describe("Those that match first, then the best price"),
});

/** What each bounty that is not over says of a lead, and what an offer must reach. @throws an error for an unknown lead. */
export async function findBounties(
  client: Client,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { profile, facts } = await leadToMatch(client, id);
  const { reserve, leadingBid } = await latestRoundOf(client, id);
  const { bounties } = await bookOf(client);
  const live = [...bounties.values()].filter(({ closed }) => !closed);
  const found = await Promise.all(
    live.map(async ({ bountyId: bounty, poster, terms }) => {
      const { ruleAgainst } = client.contracts.matcher.read;
      const rule = await ruleAgainst([bounty, profile, facts], { blockTag: "pending" });
      const { price, tip } = terms;
      return { bountyId: bounty, poster, price, tip: BigInt(tip), against: bountyRuleName(rule) };
    }),
  );
  const order = ({ against }: (typeof found)[number]) => (against === "None" ? 0 : 1);
  found.sort((a, b) => order(a) - order(b) || Number(b.price - a.price));
  const atLeast = leadingBid >= reserve ? leadingBid + 1n : reserve;
  return { leadId: id, atLeast, bounties: found };
}

export const findBountiesDefinition = defineAction({
  name: "findBounties",
  title: "Find bounties for a lead",
  description:
    "The bounties that match a lead now, and which rule stands against each of the others. Needs no wallet; `matchBounty` makes the match.",
  parameters,
  result,
  readOnly: true,
  run: findBounties,
});
