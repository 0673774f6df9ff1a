import type { Address } from "viem";

import type { Party } from "../../deploy/local/party.ts";
import type { Place } from "../../deploy/local/leads/places.ts";
import type { RandomStream } from "../../deploy/local/leads/randomStream.ts";
import type { Opening } from "../../deploy/sdk/bid/sealedBid.ts";
import type { PhaseName } from "../../deploy/sdk/codes/enums.ts";
import type { Contracts } from "../../deploy/sdk/contracts.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import type { Market } from "./day/market.ts";

/** A story of the market day. */
export interface Scenario {
  /** What tables and lines of progress call it. */
  readonly name: string;
  /** What `--only` calls it. */
  readonly short: string;
  /** What its lead must be. Without it any lead does, also one of the user's own. */
  readonly lead?: LeadWish;
  /** What happens: bids are committed now, the rest goes on the market's agenda. */
  readonly play: (story: Story) => Promise<void>;
  /** What must hold when the day is over. */
  readonly mustHold: Promises;
}

/** What a scenario's lead must be. */
export interface LeadWish {
  /** Whether it may be of a vertical with this root; all may if absent. */
  readonly isOf?: (root: string) => boolean;
  /** Where its consumer may live; anywhere in the United States if absent. */
  readonly places?: readonly Place[];
  /** Who sells it; the honest seller if absent. */
  readonly seller?: keyof Market["sellers"];
  /** How many times its vertical's lowest reserve the seller asks; once if absent. */
  readonly asks?: bigint;
  /** Whether the seller lets it go at once to the best bounty. */
  readonly isInstant?: boolean;
}

/** What must hold, and how that is checked. */
export type Promises = Readonly<Record<string, (ending: Ending) => boolean | Promise<boolean>>>;

/** A lead with the scenario that is played with it. */
export interface CastLead {
  readonly scenario: Scenario;
  readonly lead: Lead;
}

/** A lead of the day, listed. */
export interface ListedLead extends CastLead {
  readonly leadId: bigint;
  readonly score: number;
  readonly seller: Party;
  readonly disclosure: LeadDisclosure;
  /** Its part of the report's gas. */
  readonly gasUsed: number;
}

/** A committed bid. */
export interface CommittedBid {
  readonly bidder: Party;
  readonly opening: Opening;
  readonly gasUsed: bigint;
}

/** What a story shows to be refused: a loser cannot read, a false proof sells nothing, a denied account gets no lead. */
export const REFUSALS = [
  "loserDecrypt",
  "tamperedProof",
  "unlicensedBid",
  "expiredBid",
  "sanctionedBuyer",
  "bidAcrossBorder",
] as const;

/** What a story leaves behind. */
export interface Outcome {
  /** Bids that stand in the last round. */
  bids: readonly CommittedBid[];
  /** What a bounty offered in the last round. */
  offer?: Pick<Opening, "bidder" | "amount">;
  /** Whether a buyer has read what was sold. */
  isRead: boolean;
  /** Whether each forbidden thing that was tried was refused. */
  readonly refused: { [refusal in (typeof REFUSALS)[number]]?: boolean };
}

/** A scenario that is played with a lead. */
export interface Story {
  readonly market: Market;
  readonly listed: ListedLead;
  readonly outcome: Outcome;
  readonly tell: (line: string) => void;
  readonly random: RandomStream;
}

/** How a story ended, on the chain. */
export interface Ending extends Pick<Story, "market" | "listed" | "outcome"> {
  /** The lead's last round. */
  readonly auction: Awaited<ReturnType<Contracts["house"]["read"]["auctionOf"]>>;
  readonly state: PhaseName;
  /** Who has the title. */
  readonly owner: Address;
}
