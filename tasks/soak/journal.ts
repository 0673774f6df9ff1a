import { z } from "zod";

import { appendEntry, readEntries } from "../cli/dataDirectory.ts";

/** Its file in the tasks' data directory. */
const FILE = "soak.jsonl";

const entry = z.object({
  /** See `SoakMarket.chainMark`: a stack's chain is new each time. */
  chain: z.string(),
  seed: z.string(),
  /** The last lead, block, and what the vault owed, USDC units, before the soak. */
  before: z.object({ lead: z.number(), block: z.number(), liabilities: z.string() }),
  /** The next place in the sequence of generated leads. */
  place: z.number(),
  /** What it took until now. */
  seconds: z.number(),
  isOver: z.boolean(),
});

/** How far a soak has got: what the chain does not tell. */
export type SoakEntry = z.output<typeof entry>;

/** Where a soak notes how far it has got. */
export interface SoakJournal {
  /** The last entry of soaks on this chain with this seed; undefined if there was none. */
  readonly last: (chain: string, seed: string) => Promise<SoakEntry | undefined>;
  readonly add: (entry: SoakEntry) => Promise<void>;
}

/** A journal that outlives the process. */
export const journalInFile: SoakJournal = {
  last: async (chain, seed) =>
    (await readEntries(FILE))
      .flatMap((one) => entry.safeParse(one).data ?? [])
      .findLast((one) => one.chain === chain && one.seed === seed),
  add: async (one) => {
    await appendEntry(FILE, one);
  },
};

/** A journal for a chain that ends with the process: nobody could go on. */
export const noJournal: SoakJournal = {
  last: () => Promise.resolve(undefined),
  add: () => Promise.resolve(),
};
