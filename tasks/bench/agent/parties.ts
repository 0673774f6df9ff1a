import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { randomBytes } from "@noble/hashes/utils.js";
import { toHex, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";

import { PLACES } from "../../../deploy/local/leads/places.ts";
import type { Market } from "../../scenarios/day/market.ts";
import { HOOK_SECRET, SETTINGS, type PartySettings } from "./party.ts";

const PROGRAM = fileURLToPath(new URL("party.ts", import.meta.url));
/** Of Hardhat's own accounts. */
const MNEMONIC = "test test test test test test test test test test test junk";
/** The market's honest seller, and its first bidder, among them. */
const [SELLER, BIDDER] = [8, 10];
/** The root of verticals that agents buy in. */
export const AGENTS_ROOT = "solar";
/** Bids, USDC: of an agent for leads from its own towns, and for others; a USDC more than those of the agent before it. */
const [HOME_BID, BID] = [220, 200];
/** More than all bids together, USDC. */
const NO_LIMIT = 1_000_000;

/** Where a party trades. */
export type PartyPlace = Omit<PartySettings, "key" | "agent"> & {
  /** For the parties' own folders. */
  readonly folder: string;
};

/** Where the benchmark's parties trade. */
export type Place = Omit<PartyPlace, "deployment"> & {
  readonly market: Market;
  /** URL of the CRM that agents tell. */
  readonly crm: string;
};

/**
 * Starts agents and a seller, each as a process of its own with a wallet of its own. All agents bid on every lead; which one bids most
 * depends on where the lead comes from.
 * @returns what stops them.
 */
export async function startParties(
  { market, crm, ...rest }: Place,
  agents: number,
): Promise<() => Promise<void>> {
  const place = { ...rest, deployment: market.deployment };
  const started = [startParty(place, "seller", { key: keyOf(SELLER) })];
  for (let index = 0; index < agents; index++) {
    const key = keyOf(BIDDER + index);
    started.push(startParty(place, `agent${index}`, { key, agent: agentOf(index, agents, crm) }));
  }
  const stops = await Promise.all(started);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** The key of one of Hardhat's accounts. */
export function keyOf(addressIndex: number): Hex {
  const { privateKey } = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey();
  if (privateKey === null) throw new Error("The mnemonic gives no key.");
  return toHex(privateKey);
}

/** The key of the first agent. */
export const FIRST_AGENT = keyOf(BIDDER);

/** What an agent is told that buys every solar lead. @param url of the CRM that it tells. */
export function agentOf(
  index: number,
  agents: number,
  url: string,
): NonNullable<PartySettings["agent"]> {
  const regions = [...new Set(PLACES.map(({ region }) => region))];
  const home = regions.filter((_region, place) => place % agents === index);
  const rule = { vertical: AGENTS_ROOT, maxPerLead: NO_LIMIT };
  return {
    rules: [
      { ...rule, name: "home", regions: home, bid: HOME_BID + index },
      { ...rule, name: "away", bid: BID + index },
    ],
    operator: {
      limits: {
        maxPerBid: NO_LIMIT,
        perHour: NO_LIMIT,
        perDay: NO_LIMIT,
        verticals: [AGENTS_ROOT],
      },
      hooks: [{ name: "crm", format: "generic", url, secret: HOOK_SECRET, allowPrivate: true }],
    },
  };
}

/** Starts a party and waits until it watches. It ends with this process. @returns what stops it. */
export async function startParty(
  { folder, ...place }: PartyPlace,
  name: string,
  rest: Pick<PartySettings, "key" | "agent">,
): Promise<() => Promise<void>> {
  const home = path.join(folder, name);
  await mkdir(home, { mode: 0o700 });
  const settings: PartySettings = { ...place, ...rest };
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      ...process.env,
      LEAD_ENGINE_HOME: home,
      [SETTINGS]: JSON.stringify(settings),
      [HOOK_SECRET]: `whsec_${Buffer.from(randomBytes(32)).toString("base64")}`,
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error(`The ${name} says nothing.`);
  await Promise.race([once(stdout, "data"), once(child, "exit")]);
  if (child.exitCode !== null) throw new Error(`The ${name} ended at its start.`);
  // What it says is read, so that it can go on.
  stdout.resume();
  return async () => {
    if (child.exitCode !== null) throw new Error(`The ${name} ended with ${child.exitCode}.`);
    child.kill("SIGINT");
    await once(child, "exit");
  };
}
