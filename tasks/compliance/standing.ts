import { isAddressEqual, zeroAddress, type Address, type Hex } from "viem";

import type { Client } from "../client/client.ts";
import { timeText } from "../client/format.ts";
import { latestEndOf } from "../protocol/deadlines.ts";
import { Phase } from "../protocol/phase.ts";
import { outcomeOf, type Finding } from "./finding.ts";
import type { Compliance } from "./registries.ts";

/** Until when an account is cleared, and until when a bid on a lead needs that: Unix seconds. */
export interface Reach {
  /** Null without end. */
  readonly clearedUntil: number | null;
  /** Null where the lead takes no bids now. */
  readonly neededUntil: number | null;
  readonly suffices: boolean;
}

/** Compares the first end of what a clearance rests on with the latest end of the lead's running auction. */
export async function reachOf(
  { contracts: { house, registry } }: Client,
  leadId: bigint,
  vertical: Hex,
  findings: readonly Finding[],
): Promise<Reach> {
  const ends = findings
    .filter((finding) => outcomeOf(finding) === "passed" && finding.expiresAt !== 0)
    .map(({ expiresAt }) => expiresAt);
  const clearedUntil = ends.length === 0 ? null : Math.min(...ends);
  const auction = await house.read.auctionOf([leadId], { blockTag: "pending" });
  if (auction.phase !== Phase.Commit) return { clearedUntil, neededUntil: null, suffices: true };
  const { deliveryWindow } = await registry.read.verticalOf([vertical]);
  const neededUntil = latestEndOf(auction, deliveryWindow);
  return {
    clearedUntil,
    neededUntil,
    suffices: clearedUntil === null || clearedUntil >= neededUntil,
  };
}

/** A reach for people. */
export function reachText({ clearedUntil, neededUntil, suffices }: Reach): string {
  const until = clearedUntil === null ? "without end" : timeText(clearedUntil);
  if (neededUntil === null) return until;
  const need = `a bid now needs it until ${timeText(neededUntil)}`;
  return suffices ? `${until}; ${need}` : `${until}, too short: ${need}`;
}

/** The account that bids for an account's identity; undefined where none does yet. */
export async function biddingAccountOf(
  { gate }: Pick<Compliance, "gate">,
  identity: Hex | undefined,
): Promise<Address | undefined> {
  if (identity === undefined) return undefined;
  const bidding = await gate.read.biddingAccountOf([identity]);
  return isAddressEqual(bidding, zeroAddress) ? undefined : bidding;
}

/** Who bids for an identity, for people. */
export function biddingText(account: Address, bidding: Address | undefined): string {
  if (bidding === undefined) return "none yet; the first that bids";
  if (isAddressEqual(account, bidding)) return "this one";
  return `${bidding}; this one takes over by bidding, once that has nothing locked`;
}
