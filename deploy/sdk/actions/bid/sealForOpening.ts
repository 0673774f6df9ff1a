import type { Hex } from "viem";

import { openingRound, roundTime } from "../../bid/beaconChain.ts";
import type { BidContext, SealedBidDraft } from "../../bid/sealedBid.ts";
import { sealToEnclave, sealToRound, type OpeningScheme } from "../../bid/sealedOpening.ts";
import type { Client } from "../../client.ts";
import { timeText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { donKeyOf, WORKFLOW_WITHOUT_ENCLAVE } from "../lead/donQueue.ts";

/** What lets others open a bid, and whom that trusts. */
export interface ForOpening {
  /** `0x` where the bidder opens by itself. */
  readonly sealedOpening: Hex;
  /** From when on the bid opens by itself, Unix seconds; null where it does not. */
  readonly opensAt: number | null;
  /** Who can read the bid from when on, in one sentence. */
  readonly trust: string;
}

/**
 * Seals a bid's opening for those who shall open it.
 * @throws {LeadEngineError} `NO_DON_KEY`: the DON has none; `NO_ENCLAVE`: its workflow opens no bids.
 */
export async function sealForOpening(
  client: Client,
  scheme: OpeningScheme,
  { opening: { amount }, seed, commitment }: SealedBidDraft,
  context: BidContext,
  times: { readonly commitEnd: number; readonly revealEnd: number },
): Promise<ForOpening> {
  switch (scheme) {
    case "timelock": {
      const { beacon } = client;
      const round = openingRound(beacon, times);
      const opensAt = roundTime(beacon, round);
      return {
        sealedOpening: await sealToRound({ amount, seed }, beacon, round),
        opensAt,
        trust: `Nobody reads it before ${timeText(opensAt)}, unless a threshold of the drand beacon's operators collude; from then on everybody does, and bids that it overwrote or that you withdraw too.`,
      };
    }
    case "enclave": {
      const { verifier } = client.contracts;
      const [key, { name }] = await Promise.all([donKeyOf(client), verifier.read.workflow()]);
      if (key.epoch === 0) throw noDonKey();
      if (name === WORKFLOW_WITHOUT_ENCLAVE) throw noEnclave();
      return {
        sealedOpening: sealToEnclave({ amount, seed }, key, context, commitment),
        opensAt: times.commitEnd,
        trust:
          "The DON's enclave opens it after the commit phase and is trusted not to read it before, the DON's nodes to tell it the chain's time, and the owner of its keys not to use them; the enclave can read bids that you overwrite or withdraw too.",
      };
    }
    case "self":
      return {
        sealedOpening: "0x",
        opensAt: null,
        trust: "Nobody else can open it: reveal it yourself in time, or the bond is lost.",
      };
  }
}

const INSTEAD = "Have the bid opened by timelock, or open it yourself.";

function noDonKey(): LeadEngineError {
  return new LeadEngineError(
    "NO_DON_KEY",
    "The DON has no key on this chain, so nothing can be sealed to its enclave.",
    INSTEAD,
  );
}

function noEnclave(): LeadEngineError {
  return new LeadEngineError(
    "NO_ENCLAVE",
    "On this chain a service scores leads for the DON, so no enclave would open the bid.",
    INSTEAD,
  );
}
