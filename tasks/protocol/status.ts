import { formatEther, formatUnits, parseEther } from "viem";

import { getProtocolStatus } from "../../deploy/sdk/actions/protocol/getProtocolStatus.ts";
import { feedFaultText } from "../../deploy/sdk/codes/feedFaults.ts";
import { durationText, timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { withCommands } from "../cli/commands.ts";
import { facts } from "../cli/output.ts";

interface StatusArguments extends ClientOptions {
  readonly leastVrf: string | undefined;
}

type Status = Awaited<ReturnType<typeof getProtocolStatus>>;

/** Decimals of Chainlink's USD feeds. */
const FEED_DECIMALS = 8;

export default clientAction<StatusArguments>(async ({ leastVrf }, client) => {
  const status = await getProtocolStatus(client, {
    ...(leastVrf === undefined ? {} : { leastVrfBalance: parseToken(leastVrf) }),
  });
  const alarms = status.alarms.map((alarm) => ({ ...alarm, next: withCommands(alarm.next) }));
  return {
    json: { ...status, alarms },
    text: [facts(rows(status)), ...alarmLines(alarms)].join("\n"),
    failed: alarms.length > 0,
  };
});

/** An amount of a token with 18 decimals. */
function parseToken(text: string): bigint {
  if (/^\d+(\.\d{1,18})?$/.test(text)) return parseEther(text);
  throw new LeadEngineError(
    "INVALID_AMOUNT",
    `${text} is not an amount of LINK or the native token.`,
    "Write it in whole tokens, such as 5 or 0.01.",
  );
}

function rows(status: Status): [string, string][] {
  const { now, paused, sequencer, reserves, don, workflows } = status;
  const ago = (time: number): string => `${durationText(now - time)} ago`;
  return [
    ["chain's clock", timeText(now)],
    ["new business", paused ? "stopped by the guardian" : "open"],
    ["VRF coordinator", status.vrf.coordinator],
    ["VRF subscription", String(status.vrf.subscriptionId)],
    ["its balance", vrfText(status.vrf)],
    ["VRF consumers", status.vrf.consumers.join("\n") || "none"],
    ["scoring workflow", workflowText(workflows.verifier)],
    ["keeping workflow", workflowText(workflows.keeper)],
    ...status.feeds.map((feed): [string, string] => [`${feed.asset}/USD`, feedText(feed, ago)]),
    [
      "sequencer",
      sequencer.since === null
        ? sequencer.state
        : `${sequencer.state}, since ${timeText(sequencer.since)}`,
    ],
    [
      "vault",
      `holds ${usdcText(reserves.balance)}, owes ${usdcText(reserves.liabilities)}${reserves.solvent ? "" : ": INSOLVENT"}`,
    ],
    ["reserves proved", reserves.provedAt === null ? "never" : ago(reserves.provedAt)],
    [
      "DON's key",
      don.previousUntil === null
        ? `epoch ${don.epoch}`
        : `epoch ${don.epoch}; packages under the one before are taken until ${timeText(don.previousUntil)}`,
    ],
  ];
}

function vrfText({ balance, paysIn, isConsumer }: Status["vrf"]): string {
  if (balance === null) return "the coordinator knows no such subscription";
  const consumer = isConsumer ? "pays for the tie breaker" : "does not pay for the tie breaker";
  return `${formatEther(balance)} ${paysIn}, ${consumer}`;
}

function workflowText({ name, owner, id }: Status["workflows"]["verifier"]): string {
  return `${name} of ${owner}, ${id === null ? "any version" : id}`;
}

function feedText(feed: Status["feeds"][number], ago: (time: number) => string): string {
  const { price, observedAt, fault, fromReport, maxAge } = feed;
  if (price === null || observedAt === null) return feedFaultText(fault);
  const source = fromReport ? "Data Streams" : "feed";
  const limit = durationText(maxAge);
  return `${formatUnits(price, FEED_DECIMALS)} USD, ${source}, ${ago(observedAt)} of at most ${limit}`;
}

function alarmLines(alarms: Status["alarms"]): string[] {
  if (alarms.length === 0) return ["Nothing needs action."];
  return alarms.flatMap(({ says, next }) => ["", says, `  ${next}`]);
}
