import { encodeFunctionData, type Address, type Hex } from "viem";
import { call } from "viem/actions";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { timeText } from "../../codes/text.ts";
import { revertDataOf } from "../../errors/decodeRevert.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { callArguments } from "../../governance/callArguments.ts";
import {
  callText,
  changingFunctions,
  GOVERNED,
  governedContract,
} from "../../governance/governedContracts.ts";
import { missingRole } from "../compliance/requirePermission.ts";
import { defineAction } from "../definition.ts";
import { hex, sent, time } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";

/** Code that answers every question with (true, 0): what the manager says to a caller that may call at once. */
const ALLOWS_ALL: Hex = "0x600160005260406000f3";

const parameters = z.object({
  contract: z.enum(GOVERNED).describe("The contract by its name in a deployment, such as registry"),
  functionName: z.string().describe("A function of it that a role may call, such as setRoyalty"),
  args: z
    .array(z.unknown())
    .describe(
      "Its arguments in order: whole numbers as digits, tuples as objects by their fields' names; a vertical by its slug, a role by its name, a region by its code",
    ),
});

const result = z
  .object({
    call: z.string().describe("What was called or scheduled, in words"),
    done: z.enum(["executed", "scheduled"]),
    operationId: hex.nullable().describe("The scheduled call's id; null for one without a delay"),
    executableAt: time
      .nullable()
      .describe("When the same action executes it, Unix seconds; it expires a week later"),
  })
  .extend(sent.shape);

/**
 * Calls a function that a role may call, through the AccessManager: at once where the role has no delay. Else it schedules the call, and
 * executes it when it is called again with the same parameters after the delay. What would fail is not scheduled.
 * @throws {LeadEngineError} `UNKNOWN_FUNCTION`, `WRONG_ARGUMENTS`; `MISSING_ROLE` names who holds the role; `NOT_DUE`: it is scheduled, and
 * its delay is not over.
 */
export async function callAsRole(
  trader: Trader,
  { contract, functionName, args }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { manager } = trader.contracts;
  const { address: target, abi } = governedContract(trader.contracts, contract);
  const item = changingFunctions(abi).find(({ name }) => name === functionName);
  if (item === undefined) {
    const names = changingFunctions(abi).map(({ name }) => name);
    throw new LeadEngineError(
      "UNKNOWN_FUNCTION",
      `${contract} has no function ${functionName} that changes anything.`,
      `It has ${[...new Set(names)].join(", ")}.`,
    );
  }
  const data = encodeFunctionData({ abi: [item], args: callArguments(item.inputs, args) });
  const words = callText(trader.contracts, target, data);
  const operationId = await manager.read.hashOperation([trader.address, target, data]);
  const dueAt = await manager.read.getSchedule([operationId]);
  if (dueAt === 0 && (await needsSchedule(trader, target, data))) {
    await requireSuccess(trader, target, data);
    const receipt = await send(trader, {
      to: manager.address,
      data: encodeFunctionData({
        abi: manager.abi,
        functionName: "schedule",
        args: [target, data, 0],
      }),
      what: `Scheduling ${words}`,
      then: "the call itself, after its delay",
    });
    const executableAt = await manager.read.getSchedule([operationId]);
    return { call: words, done: "scheduled", operationId, executableAt, ...receiptOf(receipt) };
  }
  if (dueAt > (await trader.now())) throw notDue(words, dueAt, operationId);
  const receipt = await send(trader, {
    to: manager.address,
    data: encodeFunctionData({ abi: manager.abi, functionName: "execute", args: [target, data] }),
    what: `Executing ${words}`,
  });
  const scheduled = dueAt === 0 ? null : { operationId, executableAt: dueAt };
  return {
    call: words,
    done: "executed",
    operationId: scheduled?.operationId ?? null,
    executableAt: scheduled?.executableAt ?? null,
    ...receiptOf(receipt),
  };
}

/** Whether the manager takes the call only after it was scheduled. @throws {LeadEngineError} `MISSING_ROLE`. */
async function needsSchedule(trader: Trader, target: Address, data: Hex): Promise<boolean> {
  const { contracts, publicClient, explain } = trader;
  const { manager } = contracts;
  try {
    await call(publicClient, {
      account: trader.address,
      to: manager.address,
      data: encodeFunctionData({ abi: manager.abi, functionName: "execute", args: [target, data] }),
    });
    return false;
  } catch (error) {
    const revert = revertDataOf(error);
    if (revert === undefined) throw error;
    const { code } = explain(revert);
    if (code === "AccessManagerNotScheduled") return true;
    if (code !== "AccessManagerUnauthorizedCall") throw error;
    throw await missingRole(trader, trader.address, await roleFor(trader, target, data));
  }
}

/** The role that a call needs. */
async function roleFor({ contracts }: Trader, target: Address, data: Hex): Promise<bigint> {
  const selector: Hex = `0x${data.slice(2, 10)}`;
  return contracts.manager.read.getTargetFunctionRole([target, selector]);
}

/** Refuses to schedule what would fail: tries the call as if the manager allowed it. Calls of the manager itself cannot be tried. */
async function requireSuccess(
  { publicClient, contracts }: Trader,
  target: Address,
  data: Hex,
): Promise<void> {
  const { address: manager } = contracts.manager;
  if (target === manager) return;
  await call(publicClient, {
    account: manager,
    to: target,
    data,
    stateOverride: [{ address: manager, code: ALLOWS_ALL }],
  });
}

function notDue(words: string, dueAt: number, operationId: Hex): LeadEngineError {
  return new LeadEngineError(
    "NOT_DUE",
    `${words} is scheduled; it can be executed from ${timeText(dueAt)}.`,
    `Repeat the same then, or cancel it: \`cancelScheduledCall({ operationId: "${operationId}" })\`.`,
  );
}

export const callAsRoleDefinition = defineAction({
  name: "callAsRole",
  title: "Call a function as a role's holder",
  description:
    "Configures, pauses, upgrades or grants through the AccessManager: executes at once where the role has no delay, else schedules the call, and executes it when called again after the delay.",
  parameters,
  result,
  readOnly: false,
  run: callAsRole,
});
