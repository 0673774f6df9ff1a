import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import type { KeeperCosts } from "./measureKeeper.ts";
import type { SaleTimes } from "./measureSale.ts";

/** Gas that the predecessor's fifty refunds cost. */
const PREDECESSOR_REFUND_50 = 1_835_820;
/** Automation's bounds, and how much more ten closes may cost where many auctions are open. */
const GOALS = {
  checkGas: 10_000_000,
  performGas: 5_000_000,
  bytes: 1_000,
  flatness: 0.01,
  saleSeconds: 60,
} as const;

interface BenchArguments {
  readonly auctions: number;
  readonly json: boolean;
}

/** Keeps a market of open auctions on a chain in this process, sells a lead on a stack, prints what it costs; fails when a goal is missed. */
const benchKeeper: NewTaskActionFunction<BenchArguments> = async ({ auctions, json }, hre) => {
  try {
    if (auctions < 100 || auctions > 1_000) {
      throw new LeadEngineError(
        "OUT_OF_BOUNDS",
        "--auctions is out of bounds.",
        "Give a whole number from 100 to 1000.",
      );
    }
    await hre.tasks.getTask("build").run({ quiet: true, defaultBuildProfile: "production" });
    // Deployment modules read artifacts when they are imported: not before the build.
    const { measureKeeper } = await import("./measureKeeper.ts");
    const connection = await hre.network.create({
      network: "default",
      chainType: "op",
      override: { allowBlocksWithSameTimestamp: true },
    });
    const costs = await measureKeeper(connection, auctions, print);
    print("Selling a lead in real time, with keeper run and seller run beside it");
    const { measureSale } = await import("./measureSale.ts");
    const measured = { ...costs, ...(await measureSale(hre, print)) };
    print(tableOf(measured));
    const misses = missesOf(measured);
    for (const miss of misses) console.error(miss);
    const { tenClosesGas: _compared, ...result } = measured;
    if (json) print(JSON.stringify(result));
    return misses.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

type Measured = KeeperCosts & SaleTimes;

function tableOf(costs: Measured): string {
  const table = new Table({ head: ["what", "measured", "goal"], style: { head: [], border: [] } });
  const [few, many] = costs.tenClosesGas;
  table.push(
    ["gas of a check, at most", costs.checkGas, GOALS.checkGas],
    ["gas of a call, at most", costs.performGas, GOALS.performGas],
    ["bytes of its data, at most", costs.performDataBytes, GOALS.bytes],
    ["gas per closed auction", costs.gasPerClosedAuction, "-"],
    ["gas of ten closes, ten auctions open", few, "-"],
    [`gas of ten closes, ${costs.auctions} auctions open`, many, "the same"],
    ["gas of fifty refunds", costs.refund50Gas, `predecessor ${PREDECESSOR_REFUND_50}`],
    ["locked at the end, USDC units", costs.lockedAfter, 0],
    ["gas per bid that opens by itself", costs.revealGasPerBid, "-"],
    ["seconds from listed to decrypted", costs.listedToDecryptedSeconds, GOALS.saleSeconds],
  );
  return table.toString();
}

/** The goals that are missed, a line each. */
function missesOf(costs: Measured): string[] {
  const { checkGas, performGas, performDataBytes, lockedAfter, tenClosesGas } = costs;
  const [few, many] = tenClosesGas;
  const misses: string[] = [];
  if (checkGas >= GOALS.checkGas) misses.push(`A check takes ${checkGas} gas.`);
  if (performGas >= GOALS.performGas) misses.push(`A call takes ${performGas} gas.`);
  if (performDataBytes > GOALS.bytes) misses.push(`A call has ${performDataBytes} bytes.`);
  if (many > few * (1 + GOALS.flatness)) misses.push(`Closing costs more where more is open.`);
  if (costs.listedToDecryptedSeconds > GOALS.saleSeconds) {
    misses.push(`A sale takes ${costs.listedToDecryptedSeconds} s.`);
  }
  if (lockedAfter !== 0) misses.push(`${lockedAfter} USDC units stay locked.`);
  return misses;
}

function print(line: string): void {
  console.log(line);
}

export default benchKeeper;
