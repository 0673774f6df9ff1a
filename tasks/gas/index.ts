import { task } from "hardhat/config";

/** `hardhat gas`: the figures of DESIGN's gas goals, against committed snapshots. */
export const gasTask = task(
  "gas",
  "Measure the protocol's operations in the production build and compare them with gas/snapshot.json",
)
  .addFlag({ name: "write", description: "Write the measured figures to the snapshot" })
  .addFlag({ name: "json", description: "Print the figures as JSON in the last line" })
  .setAction(() => import("./action.ts"))
  .build();
