import { z } from "zod";

import { listAuctions } from "../../sdk/actions/auction/listAuctions.ts";
import { quoteReserve } from "../../sdk/actions/reserve/quoteReserve.ts";
import { usdc } from "../../sdk/actions/schemas.ts";
import { readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

/** Auctions that are looked at. */
const SAMPLE = 100;

export const getBidFloor = readingTool({
  name: "get_bid_floor",
  title: "Lowest bids",
  description:
    "What a bid must be at least in a vertical: the reserve of a lead that is listed now at the vertical's minimum, and the reserves of those in auction.",
  parameters: z.object({
    vertical: z.string().describe("Slug of a vertical, such as solar.residential"),
    region: z.string().optional().describe("Country or subdivision, such as US or US-TX"),
  }),
  result: z.object({
    vertical: z.string(),
    region: z.string().nullable(),
    minReserve: usdc.describe("The vertical's minimum, USDC units"),
    multiplierBps: z
      .number()
      .int()
      .describe("What market prices make of a base reserve, basis points"),
    reserve: usdc.describe("The reserve of a lead that is listed now at the minimum, USDC units"),
    bidBond: usdc.describe("What a bid on it would lock, USDC units"),
    open: z.object({
      count: z.number().int().describe(`Auctions that can be bid on now, ${SAMPLE} at most`),
      lowest: usdc.nullable().describe("Lowest reserve among them; null if there is none"),
      median: usdc.nullable().describe("Reserve in the middle; null if there is none"),
    }),
  }),
  run: async ({ client }, { vertical, region }) => {
    verticalNamed(vertical);
    const { minReserve, multiplierBps, reserve, bidBond } = await quoteReserve(client, {
      vertical,
    });
    const filter = { vertical, phase: "Commit", limit: SAMPLE } as const;
    const { auctions } = await listAuctions(client, {
      ...filter,
      ...(region === undefined ? {} : { region }),
    });
    const reserves = auctions
      .map((auction) => auction.reserve)
      .sort((one, other) => Number(one - other));
    return {
      vertical,
      region: region ?? null,
      minReserve,
      multiplierBps,
      reserve,
      bidBond,
      open: {
        count: reserves.length,
        lowest: reserves[0] ?? null,
        median: reserves[Math.floor(reserves.length / 2)] ?? null,
      },
    };
  },
});
