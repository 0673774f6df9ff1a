import type { RandomStream } from "../../deploy/local/leads/randomStream.ts";
import type { Floor } from "./floor.ts";
import {
  commitBids,
  deliverAndOpen,
  revealOneByOne,
  type CommittedBid,
  type ListedLead,
  type PlannedBid,
} from "./sale.ts";

/** What a story shows to be refused: who loses cannot read, a false proof sells nothing, who may not have a lead does not get it. */
export const REFUSALS = [
  "loserDecrypt",
  "tamperedProof",
  "unlicensedBid",
  "expiredBid",
  "sanctionedBuyer",
  "bidAcrossBorder",
] as const;

/** What a story leaves behind for the tables. */
export interface Outcome {
  bids: number;
  decrypted: number;
  readonly refused: { [refusal in (typeof REFUSALS)[number]]?: boolean };
}

/** One lead's story: its bids, and what follows from them. */
export interface Story {
  readonly floor: Floor;
  readonly listed: ListedLead;
  readonly outcome: Outcome;
  readonly tell: (line: string) => void;
  readonly random: RandomStream;
}

/** Delivers the lead to its buyer. Returns the gas of the delivery. */
export async function sell({ floor, listed, outcome, tell }: Story): Promise<bigint> {
  const sale = await deliverAndOpen(floor, listed);
  outcome.decrypted += 1;
  tell(sale.story);
  return sale.gasUsed;
}

/** Commits bids in the present round, and does what follows when its commit phase is over. */
export async function takeBids(
  { floor, listed, outcome }: Story,
  planned: readonly PlannedBid[],
  then: (bids: readonly CommittedBid[]) => Promise<void>,
): Promise<void> {
  const bids = await commitBids(floor, listed, planned);
  outcome.bids = bids.length;
  const { commitEnd } = await floor.protocol.house.read.auctionOf([listed.leadId]);
  floor.agenda.add(commitEnd, () => then(bids));
}

/** Opens bids one by one and delivers the lead to the highest. */
export async function openAndSell(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  await revealOneByOne(story.floor, story.listed, bids);
  await sell(story);
}
