import { isAddressEqual, zeroAddress } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { time } from "../schemas.ts";
import {
  bountyId,
  bountyJson,
  bountyJsonSchema,
  bountyOf,
  matchJsonSchema,
  timesOf,
} from "./bounty.ts";

const parameters = z.object({ bountyId });

const result = bountyJsonSchema.extend({
  now: time.describe("When it stands so: the chain's time, Unix seconds"),
  matches: z.array(matchJsonSchema).describe("Leads that it was matched with, oldest first"),
});

/** A bounty with its terms, its money, and every match. @throws {LeadEngineError} `NO_BOUNTY`: there is none of this number. */
export async function getBounty(
  client: Client,
  { bountyId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const now = await client.now();
  const bounty = await bountyOf(client, id);
  const times = await timesOf(client, bounty.matches);
  const matches = bounty.matches.map(({ blockNumber, matcher, tip, ...match }) => ({
    ...match,
    matcher: isAddressEqual(matcher, zeroAddress) ? null : matcher,
    tip: BigInt(tip),
    matchedAt: times.get(blockNumber) ?? 0,
  }));
  return { ...bountyJson(bounty, now), now, matches };
}

export const getBountyDefinition = defineAction({
  name: "getBounty",
  title: "A bounty",
  description:
    "A standing offer: its terms, what is left of its budget, and every lead that it was matched with and how that ended.",
  parameters,
  result,
  readOnly: true,
  run: getBounty,
});
