import { setTimeout as delay } from "node:timers/promises";

import { numberToHex } from "viem";
import { getBlock } from "viem/actions";

import { waitingRequests } from "../../deploy/local/vrf.ts";
import { auctionOf, type Auction } from "../../deploy/sdk/actions/auction/auction.ts";
import { LOCAL_CHAIN } from "../../deploy/sdk/actions/chainTime.ts";
import { refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import { phaseName } from "../../deploy/sdk/codes/enums.ts";
import { durationText, timeText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions, TaskClient } from "../cli/client.ts";
import { runningStack } from "../cli/deployment.ts";
import { parseDuration } from "../cli/duration.ts";
import { facts } from "../cli/output.ts";

interface AdvanceArguments extends ClientOptions {
  readonly until: string;
  readonly lead: string | undefined;
}

const LEAD_ID = /^\d+$/;
const NEXT = "Write 90s, 10m, 2h or 1d; or name a phase and its auction: reveal --lead 1.";

/** How long VRF may take to answer, and the time between two looks, milliseconds. */
const PATIENCE = 3_000;
const INTERVAL = 50;

/** The time from which an auction is in a phase, if nothing else ends the phase before it. */
const STARTS: Readonly<Record<string, (auction: Auction) => number>> = {
  reveal: ({ commitEnd }) => commitEnd,
  delivery: ({ revealEnd }) => revealEnd,
  refund: refundableAt,
};

export default clientAction<AdvanceArguments>(async ({ until, lead }, client) => {
  if (client.chainId !== LOCAL_CHAIN) {
    throw new LeadEngineError(
      "NOT_LOCAL",
      `Chain ${client.chainId} is not a local chain: nobody can move its clock.`,
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
  const time = Number((await getBlock(client.publicClient)).timestamp);
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

/** Requested random words come first, as they would if time did not jump: late ones decide no tie. */
async function awaitWords({ connection, note }: TaskClient): Promise<void> {
  const coordinator = (await runningStack())?.addresses.coordinator;
  if (coordinator === undefined) return;
  const publicClient = await connection.viem.getPublicClient();
  const deadline = Date.now() + PATIENCE;
  while ((await waitingRequests(publicClient, coordinator)).length > 0) {
    if (Date.now() > deadline) {
      note("VRF has not answered a request for a random word, but time passes anyway.");
      return;
    }
    await delay(INTERVAL);
  }
}

async function untilPhase(
  client: TaskClient,
  lead: string,
  phase: string,
  now: number,
): Promise<number> {
  const startOf = STARTS[phase];
  if (startOf === undefined || !LEAD_ID.test(lead)) {
    throw new LeadEngineError(
      "INVALID_PHASE",
      `${phase} of lead ${lead} is nothing to wait for.`,
      "With --lead NUMBER, name reveal, delivery or refund.",
    );
  }
  const auction = await auctionOf(client, BigInt(lead));
  const seconds = startOf(auction) - now;
  if (seconds > 0) return seconds;
  throw new LeadEngineError(
    "WRONG_PHASE",
    `The auction of lead ${lead} is in phase ${phaseName(auction.phase)}: time does not bring it to ${phase}.`,
    `\`npx hardhat auction show ${lead}\` shows its deadlines.`,
  );
}
