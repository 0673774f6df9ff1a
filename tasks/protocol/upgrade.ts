import path from "node:path";

import { getAddress } from "viem";

import { loadParameters } from "../../deploy/parameters/loadParameters.ts";
import { parameterSetOf } from "../../deploy/parameters/networks.ts";
import { UPGRADABLE_NAMES, type UpgradableName } from "../../deploy/proxies.ts";
import { durationText, timeText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import {
  deployImplementation,
  type Externals,
} from "../../deploy/upgrades/deployImplementation.ts";
import { scheduledUpgrades } from "../../deploy/upgrades/scheduledUpgrades.ts";
import {
  committedLayout,
  layoutsOf,
  requireCompatible,
} from "../../deploy/upgrades/storageLayouts.ts";
import {
  cancelUpgrade,
  executeUpgrade,
  requireNoneScheduled,
  scheduleUpgrade,
} from "../../deploy/upgrades/upgrade.ts";
import { recordUpgrade } from "../../deploy/upgrades/upgradeRecord.ts";
import { builtRuntime } from "../build/builtRuntime.ts";
import { clientAction, writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import type { TaskTrader } from "../cli/client.ts";
import { facts, grid } from "../cli/output.ts";

interface UpgradeArguments extends WritingOptions {
  readonly contract: string | undefined;
  readonly execute: boolean;
  readonly cancel: boolean;
  readonly profile: string;
  readonly forwarder: string | undefined;
}

const list = clientAction<UpgradeArguments>(async (_args, client) => {
  const upgrades = await scheduledUpgrades(client);
  const now = await client.now();
  return {
    json: { upgrades },
    text:
      upgrades.length === 0
        ? "No upgrade is scheduled."
        : grid(
            ["contract", "new implementation", "can be made", "until"],
            upgrades.map(({ contract, implementation, readyAt, expiresAt, state }) => [
              contract,
              implementation,
              state === "ready" ? "now" : `in ${durationText(readyAt - now)}`,
              timeText(expiresAt),
            ]),
          ),
  };
});

const upgrade = writingAction<UpgradeArguments>(async (args, trader, hre) => {
  const contract = upgradableOf(args.contract);
  if (args.cancel) return reportOf("taken back", await cancelUpgrade(trader, { contract }));
  if (args.execute) return reportOf("upgraded", await executeUpgrade(trader, { contract }));

  await requireNoneScheduled(trader, contract);
  const runtime = await builtRuntime(hre, args.profile);
  const layout = await (await layoutsOf(runtime))(contract);
  requireCompatible(contract, await committedLayout(contract), layout);
  const externals = await externalsOf(trader, args.forwarder);
  const deployed = await deployImplementation(trader, runtime.artifacts, contract, externals);
  const done = await scheduleUpgrade(trader, { ...deployed, contract });
  const folder = path.join(hre.config.paths.ignition, "deployments", `chain-${trader.chainId}`);
  await recordUpgrade(folder, { ...deployed, contract });
  return reportOf(`scheduled for ${timeText(done.readyAt)}`, { ...deployed, ...done });
});

export default (args: UpgradeArguments, hre: Parameters<typeof upgrade>[1]) =>
  (args.contract === undefined ? list : upgrade)(args, hre);

function reportOf(
  what: string,
  done: Pick<Awaited<ReturnType<typeof executeUpgrade>>, "contract" | "implementation" | "txHash">,
) {
  return {
    json: done,
    text: facts([
      [done.contract, what],
      ["implementation", done.implementation],
      ["transaction", done.txHash],
    ]),
  };
}

function upgradableOf(text = ""): UpgradableName {
  const found = UPGRADABLE_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new LeadEngineError(
    "UNKNOWN_CONTRACT",
    `No contract ${text} is behind a proxy.`,
    `Choose one of ${UPGRADABLE_NAMES.join(", ")}.`,
  );
}

/** What immutables hold besides the protocol: as the chain says, the forwarder as the network's parameters say. */
async function externalsOf(trader: TaskTrader, forwarder: string | undefined): Promise<Externals> {
  const { vault, verifier } = trader.contracts;
  const set = parameterSetOf(trader.chainId);
  const known = set === undefined ? undefined : (await loadParameters(set))["Leads"]?.["forwarder"];
  const given = forwarder ?? (typeof known === "string" ? known : undefined);
  return {
    usdc: getAddress(await vault.read.usdc()),
    forwarder: given === undefined ? undefined : parseAddress(given),
    chainSelector: await verifier.read.chainSelector(),
  };
}
