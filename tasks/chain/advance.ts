import { setTimeout as delay } from "node:timers/promises";

import { numberToHex } from "viem";

import { waitingRequests } from "../../deploy/local/vrf/waitingRequests.ts";
import { clientAction } from "../client/action.ts";
import { auctionOf, type Auction } from "../client/auction.ts";
import type { Client, ClientOptions } from "../client/client.ts";
import { runningStack } from "../client/deployment.ts";
import { parseDuration } from "../client/duration.ts";
import { durationText, timeText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { LOCAL_CHAIN } from "../protocol/chainTime.ts";
import { refundableAt } from "../protocol/deadlines.ts";
import { phaseName } from "../protocol/phase.ts";

interface AdvanceArguments extends ClientOptions {
  readonly until: string;
  readonly lead: string | undefined;
}

const LEAD_ID = /^\d+$/;
const NEXT = "Write 90s, 10m, 2h or 1d; or name a phase and its auction: reveal --lead 1.";

/** How long VRF may take to answer, and between two looks at it, milliseconds. */
const PATIENCE = 3_000;
const INTERVAL = 50;

/** The time from which an auction is in a phase, given that nothing else ends the phase before. */
const STARTS: Readonly<Record<string, (auction: Auction) => number>> = {
  reveal: ({ commitEnd }) => commitEnd,
  delivery: ({ revealEnd }) => revealEnd,
  refund: refundableAt,
};

export default clientAction<AdvanceArguments>(async ({ until, lead }, client) => {
  if (client.chainId !== LOCAL_CHAIN) {
    throw new TaskError(
      `Chain ${client.chainId} is no local chain: nobody can move its clock.`,
      "Wait, or try the protocol on a local one: `npx hardhat stack`.",
    );
  }
  const now = await client.now();
  const seconds =
    lead === undefined ? parseDuration(until, NEXT) : await untilPhase(client, lead, until, now);
  await awaitWords(client);
  const { provider } = client.connection;
  await provider.request({ method: "evm_increaseTime", params: [numberToHex(seconds)] });
  await provider.request({ method: "evm_mine" });
  const time = Number((await client.publicClient.getBlock()).timestamp);
  const phase =
    lead === undefined ? undefined : phaseName((await auctionOf(client, BigInt(lead))).phase);
  return {
    json: { seconds, time, ...(phase === undefined ? {} : { leadId: Number(lead), phase }) },
    text: facts([
      ["passed", durationText(seconds)],
      ["now", `${timeText(time)}, in Unix seconds ${time}`],
      ...(phase === undefined ? [] : [["phase", phase] as const]),
    ]),
  };
});

/** Random words that were requested come first, as they do where time does not jump: late ones decide no tie. */
async function awaitWords({ publicClient, note }: Client): Promise<void> {
  const coordinator = (await runningStack())?.addresses.coordinator;
  if (coordinator === undefined) return;
  const deadline = Date.now() + PATIENCE;
  while ((await waitingRequests(publicClient, coordinator)).length > 0) {
    if (Date.now() > deadline) {
      note("VRF has not answered a request for a random word, and time passes all the same.");
      return;
    }
    await delay(INTERVAL);
  }
}

async function untilPhase(
  client: Client,
  lead: string,
  phase: string,
  now: number,
): Promise<number> {
  const startOf = STARTS[phase];
  if (startOf === undefined || !LEAD_ID.test(lead)) {
    throw new TaskError(
      `${phase} of lead ${lead} is nothing to wait for.`,
      "With --lead NUMBER, name reveal, delivery or refund.",
    );
  }
  const auction = await auctionOf(client, BigInt(lead));
  const seconds = startOf(auction) - now;
  if (seconds > 0) return seconds;
  throw new TaskError(
    `The auction of lead ${lead} is in phase ${phaseName(auction.phase)}: time does not bring it to ${phase}.`,
    `\`npx hardhat auction show ${lead}\` shows its deadlines.`,
  );
}
