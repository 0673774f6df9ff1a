import { isAddressEqual } from "viem";
import { z } from "zod";

import { verticalIdOf } from "../../lead/vertical.ts";
import type { Client } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, time } from "../schemas.ts";
import { bookOf, bountyJson, bountyJsonSchema } from "./bounty.ts";

const { state } = bountyJsonSchema.shape;

const parameters = z.object({
  poster: address.optional().describe("Only bounties of this account"),
  vertical: z
    .string()
    .optional()
    .describe("Only bounties for exactly this vertical or root, such as solar"),
  state: state.optional().describe("Only bounties that stand so now"),
});

const result = z.object({
  now: time.describe("When they stand so: the chain's time, Unix seconds"),
  bounties: z.array(bountyJsonSchema).describe("Newest first"),
});

/** Bounties that fit a filter, from the chain's events. */
export async function listBounties(
  client: Client,
  filter: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const now = await client.now();
  const { bounties } = await bookOf(client);
  const { poster, vertical, state: wanted } = filter;
  const verticalId = vertical === undefined ? undefined : verticalIdOf(vertical);
  const all = [...bounties.values()].map((bounty) => bountyJson(bounty, now));
  const fitting = all.filter(
    (bounty) =>
      (poster === undefined || isAddressEqual(poster, bounty.poster)) &&
      (verticalId === undefined || verticalId === bounty.terms.verticalId) &&
      (wanted === undefined || wanted === bounty.state),
  );
  return { now, bounties: fitting.reverse() };
}

export const listBountiesDefinition = defineAction({
  name: "listBounties",
  title: "List bounties",
  description:
    "Finds standing offers by poster, vertical and state, with their terms, what is left of their budgets, and what they have bought.",
  parameters,
  result,
  readOnly: true,
  run: listBounties,
});
