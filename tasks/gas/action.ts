import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";
import { z } from "zod";

import { GAS_GOALS, type GasOperation } from "../scenarios/day/gasLog.ts";
import { contractSizes, SIZE_LIMIT } from "./contractSizes.ts";
import { withGasTable } from "./readmeTable.ts";

/** Figures may move by this much before they must be committed again: 1 %. Calldata differs from run to run by a few bytes. */
const TOLERANCE = 0.01;
/** Enough for a batch of twenty bidders besides the parties of the market day. */
const ACCOUNTS = 40;
const SNAPSHOT = path.join("test", "gas", "snapshot.json");
const snapshotSchema = z.record(z.string(), z.number());

interface GasArguments {
  readonly write: boolean;
  readonly json: boolean;
}

/**
 * Measures, prints the figures beside goal and snapshot, and the contracts' sizes. Fails if a figure differs from the snapshot's, or a
 * contract comes too close to the limit on code size.
 */
const gas: NewTaskActionFunction<GasArguments> = async ({ write, json }, hre) => {
  await hre.tasks.getTask("build").run({ quiet: true, defaultBuildProfile: "production" });
  // Deployment modules read artifacts when they are imported: not before the build.
  const { measureGas } = await import("./measure.ts");
  const measured = await measureGas(
    await hre.network.create({
      network: "default",
      chainType: "op",
      override: { allowBlocksWithSameTimestamp: true, accounts: { count: ACCOUNTS } },
    }),
  );
  const file = path.join(hre.config.paths.root, SNAPSHOT);
  if (write) {
    await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
    const readme = path.join(hre.config.paths.root, "README.md");
    await writeFile(readme, withGasTable(await readFile(readme, "utf8"), measured));
  }
  const snapshot = snapshotSchema.parse(JSON.parse(await readFile(file, "utf8")));

  const table = new Table({
    head: ["operation", "gas", "snapshot", "goal"],
    style: { head: [], border: [] },
  });
  const moved: string[] = [];
  for (const [operation, used] of Object.entries(measured)) {
    const { title, goal } = GAS_GOALS[operation as GasOperation];
    const before = snapshot[operation];
    table.push([title, used, before ?? "-", goal ?? "-"]);
    if (before === undefined || Math.abs(used - before) > before * TOLERANCE) moved.push(title);
  }
  console.log(table.toString());
  for (const title of moved) {
    console.error(`${title}: not the snapshot's figure. If that is intended, run "npm run gas".`);
  }
  const sizes = await contractSizes(hre.artifacts);
  const sizeTable = new Table({ head: ["contract", "bytes"], style: { head: [], border: [] } });
  sizeTable.push(...sizes.map((row) => [...row]));
  console.log(sizeTable.toString());
  const large = sizes.filter(([, bytes]) => bytes > SIZE_LIMIT);
  for (const [name, bytes] of large) {
    console.error(
      `${name} has ${bytes} bytes of code, more than ${SIZE_LIMIT}: lower its optimizer runs, or move parts into a library.`,
    );
  }
  if (json) console.log(JSON.stringify(measured));
  return moved.length === 0 && large.length === 0 ? successfulResult() : errorResult();
};

export default gas;
