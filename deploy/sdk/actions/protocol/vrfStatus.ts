import { formatEther, isAddressEqual, parseAbi, parseEther } from "viem";
import { readContract } from "viem/actions";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { answerOf } from "../answerOf.ts";
import { address, hex } from "../schemas.ts";
import type { Alarm } from "./alarm.ts";

/** What the protocol reads of a `VRFCoordinatorV2_5`. */
const coordinatorAbi = parseAbi([
  "function getSubscription(uint256 subId) view returns (uint96 balance, uint96 nativeBalance, uint64 reqCount, address owner, address[] consumers)",
  "function s_provingKeys(bytes32 keyHash) view returns (bool exists, uint64 maxGasPrice)",
]);

/** Below this a subscription counts as low, if nothing else is asked for, 18 decimals. */
const LEAST_BALANCE = { LINK: parseEther("5"), native: parseEther("0.01") } as const;

/** How ties get their random words. */
export const vrfStatus = z.object({
  coordinator: address.describe("Chainlink's VRF coordinator that the tie breaker asks"),
  subscriptionId: z.bigint().describe("The VRF subscription that pays"),
  keyHash: hex.describe("The gas lane"),
  laneGasPrice: z
    .bigint()
    .nullable()
    .describe("Highest gas price of that lane, wei; null where the coordinator has no lanes"),
  callbackGasLimit: z.number().int().describe("Gas for the callback that stores a word"),
  requestConfirmations: z.number().int().describe("Blocks that the coordinator waits"),
  paysIn: z.enum(["LINK", "native"]),
  balance: z
    .bigint()
    .nullable()
    .describe("What the subscription has of that, 18 decimals; null if it cannot be read"),
  leastBalance: z.bigint().describe("Below this it counts as low, 18 decimals"),
  owner: address.nullable().describe("Who can fund it and add consumers"),
  consumers: z.array(address).describe("Contracts that it pays for"),
  isConsumer: z.boolean().describe("Whether the tie breaker is one of them"),
});

type VrfStatus = z.output<typeof vrfStatus>;

/** The tie breaker's coordinator, its subscription, and what is wrong with them. @param leastBalance 18 decimals. */
export async function vrfStatusOf(
  { contracts, publicClient }: Client,
  leastBalance?: bigint,
): Promise<{ readonly vrf: VrfStatus; readonly alarms: Alarm[] }> {
  const { tieBreaker } = contracts;
  const [coordinator, config] = await Promise.all([
    tieBreaker.read.coordinator(),
    tieBreaker.read.vrfConfig(),
  ]);
  const { subscriptionId, nativePayment, ...request } = config;
  const read = { address: coordinator, abi: coordinatorAbi } as const;
  const ofSubscription = {
    ...read,
    functionName: "getSubscription",
    args: [subscriptionId],
  } as const;
  const ofLane = { ...read, functionName: "s_provingKeys", args: [config.keyHash] } as const;
  const [subscription, lane] = await Promise.all([
    answerOf(readContract(publicClient, ofSubscription)),
    answerOf(readContract(publicClient, ofLane)),
  ]);
  const [link, native, , owner, consumers] = subscription ?? [null, null, 0n, null, []];
  const paysIn = nativePayment ? "native" : "LINK";
  const vrf: VrfStatus = {
    ...{ coordinator, subscriptionId, ...request, paysIn },
    laneGasPrice: lane?.[1] ?? null,
    balance: nativePayment ? native : link,
    leastBalance: leastBalance ?? LEAST_BALANCE[paysIn],
    owner,
    consumers: [...consumers],
    isConsumer: consumers.some((consumer) => isAddressEqual(consumer, tieBreaker.address)),
  };
  const hasLane = lane?.[0] ?? true;
  return {
    vrf,
    alarms: [...subscriptionAlarms(vrf, tieBreaker.address), ...(hasLane ? [] : [noLane(vrf)])],
  };
}

/** The coordinator takes requests for a lane that it does not have, and nobody answers them. */
function noLane({ coordinator, keyHash }: VrfStatus): Alarm {
  return {
    code: "VRF_NO_LANE",
    says: `The VRF coordinator ${coordinator} has no gas lane ${keyHash}: no tie gets a random word.`,
    next: "Name one of its lanes with `setVRFConfig` of the tie breaker (configurator, a day ahead); docs.chain.link lists them.",
  };
}

/** Without a word a tie ends after 24 hours for the first revealed bid: late, but not stuck. */
function subscriptionAlarms(vrf: VrfStatus, consumer: string): Alarm[] {
  const { coordinator, subscriptionId, balance, leastBalance, owner, paysIn, isConsumer } = vrf;
  if (balance === null || owner === null) {
    return [
      {
        code: "VRF_NO_SUBSCRIPTION",
        says: `The VRF coordinator ${coordinator} knows no subscription ${subscriptionId}: no tie gets a random word.`,
        next: "Create a subscription at the coordinator and name it with `setVRFConfig` of the tie breaker, or name the right coordinator with `setCoordinator` (configurator, a day ahead).",
      },
    ];
  }
  const alarms: Alarm[] = [];
  if (!isConsumer) {
    alarms.push({
      code: "VRF_NOT_A_CONSUMER",
      says: `The tie breaker ${consumer} is not a consumer of VRF subscription ${subscriptionId}: requests for random words revert.`,
      next: `The subscription's owner, ${owner}, adds it: \`addConsumer\` of the coordinator, or vrf.chain.link.`,
    });
  }
  if (balance < leastBalance) {
    alarms.push({
      code: "VRF_BALANCE_LOW",
      says: `VRF subscription ${subscriptionId} has ${formatEther(balance)} ${paysIn}, less than ${formatEther(leastBalance)}: a word that it cannot pay does not come.`,
      next:
        paysIn === "native"
          ? "Anyone funds it: `fundSubscriptionWithNative` of the coordinator, or vrf.chain.link."
          : "Anyone funds it: `transferAndCall` of LINK to the coordinator with the subscription's id, or vrf.chain.link.",
    });
  }
  return alarms;
}
