import { z } from "zod";

const confirmation = z.object({
  type: z.literal("TRANSACTION_CONFIRM"),
  receipt: z.object({ blockNumber: z.int().nonnegative() }),
});

/** The block of the first confirmed transaction in Ignition's journal: none of the protocol's events is earlier. */
export function firstBlockIn(journal: string): number {
  const blocks = journal
    .split("\n")
    .filter((line) => line.includes("TRANSACTION_CONFIRM"))
    .map((line) => confirmation.parse(JSON.parse(line)).receipt.blockNumber);
  return Math.min(...blocks);
}
