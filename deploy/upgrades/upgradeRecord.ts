import { access, readFile } from "node:fs/promises";
import path from "node:path";

import { isAddress, type Address } from "viem";
import { z } from "zod";

import { UPGRADABLE_NAMES } from "../proxies.ts";
import { replaceFile } from "../replaceFile.ts";

const address = z.string().refine((text): text is Address => isAddress(text));
const recordSchema = z.object({
  contract: z.enum(UPGRADABLE_NAMES as [(typeof UPGRADABLE_NAMES)[number]]),
  implementation: address,
  constructorArgs: z.array(z.unknown()),
  libraries: z.record(z.string(), address),
});

/** A new implementation that an upgrade was scheduled to, with what its source is verified with. */
type UpgradeRecord = z.infer<typeof recordSchema>;

/** Adds an upgrade to what Ignition has recorded of a deployment. Where it has recorded nothing, as of a stack's, nothing is added. */
export async function recordUpgrade(folder: string, upgrade: UpgradeRecord): Promise<void> {
  const isRecorded = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isRecorded) return;
  const records = [...(await recordedUpgrades(folder)), upgrade];
  const text = JSON.stringify(records, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  await replaceFile(path.join(folder, FILE), text);
}

const FILE = "upgrades.json";

/** The upgrades of a deployment that were scheduled from this folder, the oldest first. */
export async function recordedUpgrades(folder: string): Promise<UpgradeRecord[]> {
  const text = await readFile(path.join(folder, FILE), "utf8").catch(() => "[]");
  return z.array(recordSchema).parse(JSON.parse(text));
}
