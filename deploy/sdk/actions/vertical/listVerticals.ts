import { z } from "zod";

import { VerticalsDocument, type VerticalsQuery } from "../../generated/queries.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { verticalBookOf, verticalRows } from "../book/verticalBook.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { hex, usdc } from "../schemas.ts";

const seconds = z.number().int().describe("Seconds");
const bps = z.number().int().describe("Basis points of the reserve");

/** A vertical in a result. */
export const listedVertical = z.object({
  id: hex.describe("Its id on chain: `keccak256` of the slug"),
  slug: z.string().describe("Such as solar.residential"),
  isRoot: z.boolean().describe("Whether no vertical is above it"),
  active: z.boolean().describe("Whether new leads and auctions are taken"),
  commitWindow: seconds.describe("Length of the commit phase, seconds"),
  revealWindow: seconds.describe("Length of the reveal phase, seconds"),
  deliveryWindow: seconds.describe("Time to deliver once the winner is certain, seconds"),
  consentRequired: z.boolean(),
  consentMaxAge: seconds.describe(
    "Oldest consent that is accepted, seconds; 0 if none is demanded",
  ),
  duplicateWindow: seconds.describe("How long the same consumer is refused again, seconds"),
  licenceRequired: z
    .boolean()
    .describe("Whether bidders need a licence, where no rule of a region says otherwise"),
  bidBondBps: bps,
  bidBondMin: usdc,
  bidBondMax: usdc,
  deliveryBondBps: bps,
  minReserve: usdc.describe("Lowest reserve, USDC units"),
  restrictedRegions: z
    .array(z.string())
    .describe("Regions that it is closed to; its root's apply too"),
  fields: z
    .array(
      z.object({
        name: z.string().describe("Such as electricBill"),
        title: z.string().describe("The question in words"),
        kind: z.string().describe("Option, Flag or Band"),
        unit: z.string().nullable(),
        edges: z.array(z.number()).describe("Lower edges of the bands, ascending"),
        options: z.array(z.string()).describe("Words to choose from"),
      }),
    )
    .describe("Public questions that its leads answer"),
});

/** A vertical in a result. */
export type ListedVertical = z.output<typeof listedVertical>;

const parameters = z.object({
  slug: z
    .string()
    .optional()
    .describe("Only verticals whose slug begins so, such as solar; all if absent"),
});

const result = z.object({
  block: z.number().int().describe("The block of this answer"),
  verticals: z.array(listedVertical),
});

/** Verticals with their rules and public questions; see `indexOrChain`. */
export async function listVerticals(
  reader: ListReader,
  { slug = "" }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { rows, block } = await indexOrChain(
    reader,
    async (url) => {
      const { answer, block } = await queryAtBlock(url, VerticalsDocument, { slug });
      return { block: block.number, rows: answer.verticals };
    },
    async (client) => {
      const block = await latestBlockOf(client.publicClient);
      const book = await verticalBookOf(client, BigInt(block));
      return { block, rows: verticalRows(client, book, slug) };
    },
  );
  return { block, verticals: rows.map(verticalOf) };
}

function verticalOf(vertical: VerticalsQuery["verticals"][number]): ListedVertical {
  return {
    id: vertical.id,
    slug: vertical.slug,
    isRoot: vertical.parent === null,
    active: vertical.active,
    commitWindow: Number(vertical.commitWindow),
    revealWindow: Number(vertical.revealWindow),
    deliveryWindow: Number(vertical.deliveryWindow),
    consentRequired: vertical.consentRequired,
    consentMaxAge: Number(vertical.consentMaxAge),
    duplicateWindow: Number(vertical.duplicateWindow),
    licenceRequired: vertical.licenceRequired,
    bidBondBps: vertical.bidBondBps,
    bidBondMin: BigInt(vertical.bidBondMin),
    bidBondMax: BigInt(vertical.bidBondMax),
    deliveryBondBps: vertical.deliveryBondBps,
    minReserve: BigInt(vertical.minReserve),
    restrictedRegions: vertical.restrictions.map(({ region }) => region).sort(),
    fields: vertical.attributes.map(({ name, title, kind, unit, edges, options }) => ({
      ...{ name, title, kind, unit },
      edges: [...edges],
      options: [...options],
    })),
  };
}

export const listVerticalsDefinition = defineAction({
  name: "listVerticals",
  title: "List verticals",
  description:
    "Verticals with their windows, bonds, reserve, consent and licence rules, and the public questions that their leads answer. From the subgraph, else from the chain.",
  parameters,
  result,
  readOnly: true,
  run: listVerticals,
});
