import { encodeFunctionData, isAddressEqual, parseEventLogs, type Hex } from "viem";

import type { Trader } from "../../client.ts";
import { encodeKeeperAction, type KeeperAction } from "../../report/keeperReport.ts";
import { send } from "../send.ts";

/** Gas of a batch: the keeper's own bound, and what it wants to have left before its last action. */
const BATCH_GAS = 5_000_000n;

/** What became of a batch. */
export interface PerformedActions {
  readonly txHash: Hex;
  /** Actions that somebody else had done before. */
  readonly skipped: number;
  /** What the caller earned from forfeited bonds, free in the vault; USDC units. */
  readonly tips: bigint;
}

/**
 * Has the keeper's contract do a batch of actions, tips for the caller. The gas is fixed: the keeper stops where it is short, so an estimate
 * would find too little.
 */
export async function performActions(
  trader: Trader,
  batch: readonly KeeperAction[],
): Promise<PerformedActions> {
  const { keeper, house } = trader.contracts;
  const { logs, transactionHash: txHash } = await send(trader, {
    to: keeper.address,
    data: encodeFunctionData({
      abi: keeper.abi,
      functionName: "perform",
      args: [batch.map(encodeKeeperAction), trader.address],
    }),
    what: batch.length === 1 ? "Doing what is due" : `Doing ${batch.length} things that are due`,
    gas: BATCH_GAS,
  });
  const [count] = parseEventLogs({ abi: keeper.abi, eventName: "ActionsPerformed", logs });
  const bonds = parseEventLogs({ abi: house.abi, eventName: "BondForfeited", logs });
  const own = bonds.filter(({ args }) => isAddressEqual(args.caller, trader.address));
  return {
    txHash,
    skipped: Number(count?.args.skipped ?? 0n) + Number(count?.args.left ?? 0n),
    tips: own.reduce((sum, { args }) => sum + args.tip, 0n),
  };
}
