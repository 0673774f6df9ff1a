import { encodeFunctionData, parseEventLogs, type Address } from "viem";

import type { UpgradableName } from "../proxies.ts";
import { receiptOf, send } from "../sdk/actions/send.ts";
import type { Trader } from "../sdk/client.ts";
import { timeText } from "../sdk/codes/text.ts";
import { CONTRACTS } from "../sdk/deployments.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { accessManagerAbi as abi } from "../sdk/generated/abis.ts";
import { scheduledUpgrades, type ScheduledUpgrade } from "./scheduledUpgrades.ts";
import { upgradeCall } from "./upgradeCall.ts";

/**
 * Schedules an upgrade with the access manager. The upgrader; it can be made when its delay is over.
 * @throws {LeadEngineError} one is scheduled already.
 */
export async function scheduleUpgrade(
  trader: Trader,
  { contract, implementation }: { contract: UpgradableName; implementation: Address },
) {
  await requireNoneScheduled(trader, contract);
  const { target, data } = upgradeCall(trader.deployment, contract, implementation);
  const receipt = await send(trader, {
    to: trader.deployment.manager,
    data: encodeFunctionData({ abi, functionName: "schedule", args: [target, data, 0] }),
    what: `Scheduling the upgrade of ${CONTRACTS[contract].artifact}`,
  });
  const { logs } = receipt;
  const [event] = parseEventLogs({ abi, eventName: "OperationScheduled", logs });
  if (event === undefined) throw new Error("The schedule left no event.");
  const { operationId, schedule } = event.args;
  return { contract, implementation, operationId, readyAt: schedule, ...receiptOf(receipt) };
}

/** @throws {LeadEngineError} an upgrade of the contract is scheduled. */
export async function requireNoneScheduled(trader: Trader, contract: UpgradableName) {
  const waiting = (await scheduledUpgrades(trader)).find((one) => one.contract === contract);
  if (waiting === undefined) return;
  throw new LeadEngineError(
    "UPGRADE_SCHEDULED",
    `An upgrade of ${CONTRACTS[contract].artifact} to ${waiting.implementation} is scheduled for ${timeText(waiting.readyAt)}.`,
    "Make it with --execute when its time has come, or let the guardian take it back with --cancel.",
  );
}

/** Makes a scheduled upgrade. The upgrader that scheduled it, between its time and its expiry. */
export async function executeUpgrade(
  trader: Trader,
  { contract }: { readonly contract: UpgradableName },
) {
  const { readyAt, state, target, data, implementation } = await scheduledOf(trader, contract);
  if (state === "waiting") {
    throw new LeadEngineError(
      "UPGRADE_TOO_EARLY",
      `The upgrade of ${CONTRACTS[contract].artifact} can be made from ${timeText(readyAt)} on.`,
      "Wait until then. Everybody else can look at it meanwhile, and leave.",
    );
  }
  const receipt = await send(trader, {
    to: trader.deployment.manager,
    data: encodeFunctionData({ abi, functionName: "execute", args: [target, data] }),
    what: `Upgrading ${CONTRACTS[contract].artifact}`,
  });
  return { contract, implementation, ...receiptOf(receipt) };
}

/** Takes a scheduled upgrade back. The guardian, or the upgrader that scheduled it. */
export async function cancelUpgrade(
  trader: Trader,
  { contract }: { readonly contract: UpgradableName },
) {
  const { caller, target, data, implementation } = await scheduledOf(trader, contract);
  const receipt = await send(trader, {
    to: trader.deployment.manager,
    data: encodeFunctionData({ abi, functionName: "cancel", args: [caller, target, data] }),
    what: `Taking back the upgrade of ${CONTRACTS[contract].artifact}`,
  });
  return { contract, implementation, ...receiptOf(receipt) };
}

async function scheduledOf(trader: Trader, contract: UpgradableName): Promise<ScheduledUpgrade> {
  const found = (await scheduledUpgrades(trader)).find((one) => one.contract === contract);
  if (found !== undefined) return found;
  throw new LeadEngineError(
    "NO_UPGRADE",
    `No upgrade of ${CONTRACTS[contract].artifact} is scheduled.`,
    `Schedule one: npx hardhat protocol upgrade ${contract}.`,
  );
}
