import { z } from "zod";

import { forfeitableAt, refundableAt } from "../../codes/deadlines.ts";
import { address, time } from "../schemas.ts";
import { isUndecided, type Standing } from "./standing.ts";
import { tieStateOf, type TieStep } from "./tie.ts";

/** Something that a lead waits for. */
const step = z.object({
  what: z.string().describe("What to do"),
  who: z.string().describe("Who can do it"),
  account: address.nullable().describe("The one account that can; null if it is not just one"),
  call: z
    .string()
    .nullable()
    .describe("The action that does it, as a call; null if everybody can only wait"),
  until: time
    .nullable()
    .describe("Until when it can be done, Unix seconds; null if that does not end"),
});

/** Something that a lead waits for. */
export type Step = z.output<typeof step>;

/** What a lead waits for, in a result. */
export const waiting = z.object({
  waitsFor: z
    .array(step)
    .describe("All that the lead waits for: its auction's next step first; none when all is over"),
  now: time.describe("The time that this holds for, Unix seconds"),
});

const ANYONE = { who: "anyone", account: null } as const;
const TIE_STEPS: Readonly<Record<Exclude<TieStep, "await">, string>> = {
  request: "ask for the random word that decides the tie",
  resolve: "decide the tie by the random word",
  resolveByTimeout: "decide the tie for the bid that was opened first: no random word came in time",
  void: "void the auction, whose tie nobody resolved",
};

/** All that a lead waits for now: the next step of its auction first, then what is left of rounds that are over. */
export function stepsOf(standing: Standing, now: number): Step[] {
  return [...auctionSteps(standing, now), ...leftoverSteps(standing, now)];
}

function auctionSteps(standing: Standing, now: number): Step[] {
  const { leadId, phase, closed, commitEnd, deliveryEnd, sealedBids } = standing;
  const seller = sellerOf(standing);
  switch (phase) {
    case "Commit":
      return [
        {
          what: "bid",
          ...ANYONE,
          who: "anyone who may have the lead",
          call: `commitBid({ leadId: ${leadId}, amount })`,
          until: commitEnd,
        },
        ...(sealedBids === 0
          ? [
              {
                what: "take it back before the first bid",
                ...seller,
                call: `cancelAuction({ leadId: ${leadId} })`,
                until: commitEnd,
              },
            ]
          : []),
      ];
    case "Reveal":
      return openingSteps(standing);
    case "TieBreak":
      return [tieStep(standing, now)];
    case "Delivery":
      if (now >= deliveryEnd) return [graceStep(deliveryEnd)];
      return [
        {
          what: "hand over the key and be paid",
          ...seller,
          call: `deliverLead({ leadId: ${leadId} })`,
          until: deliveryEnd,
        },
      ];
    case "Undelivered":
      return closed ? listingSteps(standing) : [refundStep(leadId)];
    case "Unsold":
      return closed
        ? listingSteps(standing)
        : [
            {
              what: "close the round: the seller's bond is free then",
              ...ANYONE,
              call: `settleAuction({ leadId: ${leadId} })`,
              until: null,
            },
            ...listingSteps(standing),
          ];
    case "None":
    case "Voided":
      return listingSteps(standing);
    case "Sold":
    case "Erased":
      return [];
  }
}

/** Whatever a bid came with, it can be garbage: its bidder can always open it. */
function openingSteps({ leadId, sealedBids, openableBids, revealEnd }: Standing): Step[] {
  return [
    ...(openableBids === 0
      ? []
      : [
          {
            what: `open ${count(openableBids, "sealed bid")} for ${openableBids === 1 ? "its bidder" : "their bidders"}`,
            ...ANYONE,
            call: `revealBids({ leadId: ${leadId} })`,
            until: revealEnd,
          },
        ]),
    {
      what: `open ${count(sealedBids, "sealed bid")}`,
      ...ANYONE,
      who: "its bidders",
      call: `revealBid({ leadId: ${leadId} })`,
      until: revealEnd,
    },
  ];
}

function tieStep({ leadId, tieBreak, revealEnd }: Standing, now: number): Step {
  const { step, timeoutAt } = tieStateOf(tieBreak, revealEnd, now);
  if (step === "await") {
    return {
      what: "send the random word that decides the tie",
      ...ANYONE,
      who: "Chainlink VRF",
      call: null,
      until: timeoutAt,
    };
  }
  return {
    what: TIE_STEPS[step],
    ...ANYONE,
    call: `settleAuction({ leadId: ${leadId} })`,
    until: step === "request" ? timeoutAt : null,
  };
}

/** Just after the delivery window: nobody can refund while a delivery may be under way. */
function graceStep(deliveryEnd: number): Step {
  return {
    what: "refund the buyer, once ten minutes have passed",
    ...ANYONE,
    call: null,
    until: refundableAt({ deliveryEnd }),
  };
}

function refundStep(leadId: bigint): Step {
  return {
    what: "refund the buyer, who did not get the lead",
    ...ANYONE,
    call: `refundBuyer({ leadId: ${leadId} })`,
    until: null,
  };
}

function listingSteps(standing: Standing): Step[] {
  const { leadId, phase, listing } = standing;
  switch (listing) {
    case "possible":
      return [
        {
          what: phase === "None" ? "list the lead" : "list the lead again",
          ...sellerOf(standing),
          call: `createAuction({ leadId: ${leadId} })`,
          until: null,
        },
      ];
    case "expired":
      return [
        {
          what: "erase it, as no time is left for another round; then its consumer can be submitted again",
          ...sellerOf(standing),
          call: `eraseLead({ leadId: ${leadId} })`,
          until: null,
        },
      ];
    case "over":
      return [];
  }
}

function leftoverSteps(standing: Standing, now: number): Step[] {
  const { leadId, phase, unopenedBonds, beatenTies } = standing;
  const steps: Step[] = [];
  if (unopenedBonds > 0 && !isUndecided(phase)) steps.push(bondStep(standing, now));
  if (beatenTies > 0) {
    steps.push({
      what: `free the money of ${count(beatenTies, "beaten tied bid")}`,
      ...ANYONE,
      call: `releaseTiedBids({ leadId: ${leadId} })`,
      until: null,
    });
  }
  return steps;
}

/** Bonds are not forfeited in the hour in which an outage can be reported. */
function bondStep(
  { leadId, unopenedBonds, bondsReturned, revealEnd }: Standing,
  now: number,
): Step {
  const bonds = `${count(unopenedBonds, "bond")} of bids that were never opened`;
  const from = forfeitableAt({ revealEnd });
  if (!bondsReturned && now < from) {
    return {
      what: `forfeit ${bonds}, once an hour has passed`,
      ...ANYONE,
      call: null,
      until: from,
    };
  }
  return {
    what: `${bondsReturned ? "give back" : "forfeit"} ${bonds}`,
    ...ANYONE,
    call: `forfeitBonds({ leadId: ${leadId} })`,
    until: null,
  };
}

function sellerOf({ seller }: Standing): Pick<Step, "who" | "account"> {
  return { who: "the seller", account: seller };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
