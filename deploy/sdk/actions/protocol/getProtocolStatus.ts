import { hexToString, zeroHash, type Address, type Hex } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { durationText, usdcText } from "../../codes/text.ts";
import { defineAction } from "../definition.ts";
import { address, hex, time, usdc } from "../schemas.ts";
import { getSolvency } from "../vault/getSolvency.ts";
import { alarm, type Alarm } from "./alarm.ts";
import { feedStatus, priceStatusOf, sequencerStatus } from "./priceStatus.ts";
import { vrfStatus, vrfStatusOf } from "./vrfStatus.ts";

/** A keeper proves the reserves every day; with two hours more it is late, seconds. */
const LATE_PROOF = 26 * 3_600;

const parameters = z.object({
  leastVrfBalance: z
    .bigint()
    .min(0n)
    .optional()
    .describe(
      "Below this the VRF subscription is low, 18 decimals; 5 LINK or 0.01 native if absent",
    ),
});

const workflow = z.object({
  receiver: address.describe("The contract that takes its reports"),
  owner: address.describe("Owner of the workflow"),
  name: z.string().describe("Its name as report metadata carries it"),
  id: hex.nullable().describe("Its id; null where any version of it may report"),
});

const reserves = z.object({
  balance: usdc.describe("What the vault holds, USDC units"),
  liabilities: usdc.describe("What the vault owes, USDC units"),
  solvent: z.boolean(),
  provedAt: time.nullable().describe("When a proof was last recorded, Unix seconds; null if never"),
});

const don = z.object({
  epoch: z.number().int().describe("Number of the DON's key that packages are sealed to"),
  previousUntil: time
    .nullable()
    .describe("Until when packages under the key before it are taken; null if no longer"),
});

const result = z.object({
  now: time.describe("The chain's clock, Unix seconds"),
  paused: z.boolean().describe("Whether the guardian has stopped new business"),
  vrf: vrfStatus,
  workflows: z.object({
    verifier: workflow.describe("Scores leads"),
    keeper: workflow.describe("Keeps auctions"),
  }),
  feeds: z.array(feedStatus),
  sequencer: sequencerStatus,
  reserves,
  don,
  alarms: z.array(alarm).describe("What needs action; empty if nothing does"),
});

/** How the parts that a deployment depends on are, from the chain, and what needs action. */
export async function getProtocolStatus(
  client: Client,
  { leastVrfBalance }: z.input<typeof parameters> = {},
): Promise<z.output<typeof result>> {
  const { verifier, keeper } = client.contracts;
  const now = await client.now();
  const [{ vrf, alarms: vrfAlarms }, prices, solvency, epochs, scoring, keeping] =
    await Promise.all([
      vrfStatusOf(client, leastVrfBalance),
      priceStatusOf(client, now),
      getSolvency(client),
      donOf(client, now),
      verifier.read.workflow(),
      keeper.read.workflow(),
    ]);
  const { paused, balance, liabilities, solvent } = solvency;
  const provedAt = solvency.proof?.updatedAt ?? null;
  const held = { balance, liabilities, solvent, provedAt };
  return {
    now,
    paused,
    vrf,
    workflows: {
      verifier: workflowJson(verifier.address, scoring),
      keeper: workflowJson(keeper.address, keeping),
    },
    feeds: prices.feeds,
    sequencer: prices.sequencer,
    reserves: held,
    don: epochs,
    alarms: [
      ...(paused ? [PAUSED] : []),
      ...reserveAlarms(held, now),
      ...vrfAlarms,
      ...prices.alarms,
    ],
  };
}

async function donOf({ contracts }: Client, now: number): Promise<z.output<typeof don>> {
  const { verifier } = contracts;
  const epoch = await verifier.read.donEpoch();
  const [, until] = await verifier.read.donKeyOf([Math.max(0, epoch - 1)]);
  return { epoch, previousUntil: until >= now ? until : null };
}

function workflowJson(
  receiver: Address,
  { owner, name, id }: { readonly owner: Address; readonly name: Hex; readonly id: Hex },
): z.output<typeof workflow> {
  return { receiver, owner, name: hexToString(name), id: id === zeroHash ? null : id };
}

const PAUSED: Alarm = {
  code: "PAUSED",
  says: "The guardian has stopped new business: no deposits, commitments or new auctions.",
  next: "When its cause is gone: `unpause` of the vault (configurator, a day ahead). Exits stay open.",
};

function reserveAlarms(held: z.output<typeof reserves>, now: number): Alarm[] {
  const { balance, liabilities, solvent, provedAt } = held;
  if (!solvent) {
    return [
      {
        code: "INSOLVENT",
        says: `The vault holds ${usdcText(balance)} and owes ${usdcText(liabilities)}: deposits and commitments stop by themselves, exits stay open.`,
        next: `Find out where ${usdcText(liabilities - balance)} went. Anyone can send it to the vault; the next proof of reserves opens new business again.`,
      },
    ];
  }
  if (provedAt === null ? liabilities === 0n : now - provedAt <= LATE_PROOF) return [];
  return [
    {
      code: "PROOF_LATE",
      says:
        provedAt === null
          ? "The reserves were never proved."
          : `The last proof of reserves is ${durationText(now - provedAt)} old.`,
      next: "See that a keeper runs, or prove them: `proveReserves` of the vault (anyone).",
    },
  ];
}

export const getProtocolStatusDefinition = defineAction({
  name: "getProtocolStatus",
  title: "Status of the protocol",
  description:
    "What the deployment depends on: VRF subscription, workflows, price feeds, sequencer, proof of reserves, the DON's key, the pause; and what needs action, with the next step. From the chain.",
  parameters,
  result,
  readOnly: true,
  run: getProtocolStatus,
});
