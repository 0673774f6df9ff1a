import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Puts a simulated chain's clock back when a snapshot is restored. EDR 0.20 adds the time since the snapshot to its offset instead of taking
 * it off: the next block would be as late as the machine is slow, and a fixture's reports and offers out of date.
 */
export const steadyClock: HardhatPlugin = {
  id: "steady-clock",
  hookHandlers: {
    network: () => import("./network-hooks.ts"),
  },
};
