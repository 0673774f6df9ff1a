import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Hides compiler warnings that point into npm packages, so that every warning shown is one of ours. Errors stay visible.
 */
export const quietDependencies: HardhatPlugin = {
  id: "quiet-dependencies",
  hookHandlers: {
    solidity: () => import("./solidity-hooks.ts"),
  },
};
