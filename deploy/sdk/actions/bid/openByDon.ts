import { z } from "zod";

import { schemeOf } from "../../bid/sealedOpening.ts";
import type { Client } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { MAX_OPENINGS } from "../../report/openingsReport.ts";
import { OPENING_CODES } from "../../report/openingsRequest.ts";
import { askForOpenings } from "../lead/donQueue.ts";
import { address } from "../schemas.ts";
import { sealedOpeningsOf, type SealedOpening } from "./sealedOpenings.ts";

/** A bid that the DON was asked to open. */
export const askedOfDon = z.object({
  bidder: address,
  code: z
    .enum(OPENING_CODES)
    .describe(
      "REPORTED: the DON has opened it on chain. NO_COMMITMENT: it is open already. EPOCH_UNKNOWN: it is sealed to a key that is no longer in use. MALFORMED, UNREADABLE, OTHER_BID: what it came with does not open it. ZERO_BID: a bid of nothing. UNFUNDED: its account cannot cover it yet",
    ),
});

/** A bid that the DON was asked to open. */
export type AskedOfDon = z.output<typeof askedOfDon>;

/** How the DON ends a request with a report that the chain took, or without need of one. */
const GOOD_ENDS = ["SUCCESS", "NOTHING_OPENED"];

/**
 * Asks the DON to open those bids of a round that are sealed to its enclave, for anyone; it reveals them by a transaction of its own.
 * @returns what it answered about each; none where no bid is sealed to it.
 * @throws {LeadEngineError} `SERVICE_FAILED`, `SERVICE_UNKNOWN`; `NOT_OPENED`: it opened none, and says by a code why.
 */
export async function openByDon(
  client: Client,
  leadId: bigint,
  round: number,
): Promise<AskedOfDon[]> {
  const given = await sealedOpeningsOf(client, leadId, round);
  const sealed = given.filter(({ sealedOpening }) => schemeOf(sealedOpening) === "enclave");
  const asked: AskedOfDon[] = [];
  for (let start = 0; start < sealed.length; start += MAX_OPENINGS) {
    asked.push(...(await ask(client, leadId, round, sealed.slice(start, start + MAX_OPENINGS))));
  }
  return asked;
}

async function ask(
  client: Client,
  leadId: bigint,
  round: number,
  sealed: readonly SealedOpening[],
): Promise<AskedOfDon[]> {
  await client.agree?.({
    what: `Asking the DON to open ${sealed.length} bid(s)`,
    amounts: {},
    transaction: undefined,
    then: undefined,
  });
  const hints = sealed.map(({ bidder, sealedOpening }) => ({ bidder, sealedOpening }));
  const { bids, report } = await askForOpenings(client, {
    leadId: String(leadId),
    round,
    bids: hints,
  });
  if (GOOD_ENDS.includes(report)) {
    return hints.flatMap(({ bidder }, index) => {
      const code = bids[index];
      return code === undefined ? [] : [{ bidder, code }];
    });
  }
  throw new LeadEngineError(
    "NOT_OPENED",
    `The DON did not open the bids on lead ${leadId}: ${report}.`,
    `Try again. Their bidders can open them without it: \`revealBid({ leadId: ${leadId} })\`.`,
  );
}
