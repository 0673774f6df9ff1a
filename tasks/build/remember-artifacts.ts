import type { HardhatPlugin } from "hardhat/types/plugins";

/**
 * Reads each artifact once per connection: a deployment asks for some of them a hundred times, and most of its time went into parsing them.
 * Ignition's build infos, which only the verification of a public deployment needs, are left out on local chains.
 */
export const rememberArtifacts: HardhatPlugin = {
  id: "remember-artifacts",
  hookHandlers: {
    network: () => import("./network-hooks.ts"),
  },
};
