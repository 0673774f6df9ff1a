import type { Hex } from "viem";
import { z } from "zod";

import { roundTime } from "../../bid/beaconChain.ts";
import type { Client } from "../../client.ts";
import { durationText, timeText } from "../../codes/text.ts";
import { isRoundSignature } from "../../crypto/timelock.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";

/** How long an endpoint may take, milliseconds. */
const PATIENCE = 5_000;

/** What drand's `/<chain hash>/public/<round>` answers. */
const answer = z.object({
  round: z.number(),
  signature: z.string().regex(/^[0-9a-f]{96}$/i),
});

/**
 * A beacon's signature of a round: from the first endpoint whose answer verifies against the beacon's key, so that none is trusted. Asks
 * for explicit rounds only: which is the latest would depend on a machine's clock.
 * @throws {LeadEngineError} `TOO_EARLY`: its time has not come; `BEACON_SILENT`: no endpoint gives it.
 */
export async function beaconSignature(
  { beacon, services, now }: Pick<Client, "beacon" | "services" | "now">,
  round: number,
): Promise<Hex> {
  const from = roundTime(beacon, round);
  const wait = from - (await now());
  if (wait > 0) {
    throw new LeadEngineError(
      "TOO_EARLY",
      `Timelocked bids open with the beacon's round ${round}, at ${timeText(from)}.`,
      `Try again in ${durationText(wait)}; a local chain's clock can be advanced by ${wait} s.`,
    );
  }
  const named = services.find("beacon");
  const endpoints = named === undefined ? beacon.endpoints : [named, ...beacon.endpoints];
  if (endpoints.length === 0) services.requireService("beacon");
  const failures: string[] = [];
  for (const endpoint of endpoints) {
    try {
      const signature = await ask(`${endpoint}/${beacon.hash}/public/${round}`, round);
      if (await isRoundSignature(beacon.publicKey, round, signature)) return signature;
      failures.push(`${endpoint} gave a wrong signature`);
    } catch (error) {
      failures.push(`${endpoint}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new LeadEngineError(
    "BEACON_SILENT",
    `No drand beacon gives round ${round}: ${failures.join("; ")}.`,
    "Try again, or name another with `services.beacon`. Bidders can open their own bids without it.",
  );
}

async function ask(url: string, round: number): Promise<Hex> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(PATIENCE),
    redirect: "error",
  });
  if (!response.ok) throw new Error(`answers ${response.status}`);
  const { success, data } = answer.safeParse(await response.json());
  if (!success || data.round !== round) throw new Error("answers something else");
  return `0x${data.signature}`;
}
