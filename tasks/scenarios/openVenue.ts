import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { Stack, GraphNodeUrls } from "../../deploy/local/stack/stack.ts";
import { stackVenue } from "./stackVenue.ts";
import type { Venue } from "./venue.ts";

/** Where a market day shall take place. */
export interface VenueChoice {
  /** A chain in this process and nothing else. */
  readonly chainOnly: boolean;
  /** A running graph-node to use instead of starting one. */
  readonly graphNode: GraphNodeUrls | undefined;
  /** See `StackOptions`. */
  readonly stackFile: string | undefined;
  readonly progress: (line: string) => void;
}

/** A venue, with the stack that it is on, if any. */
export interface OpenVenue {
  readonly venue: Venue;
  readonly stack: Stack | undefined;
}

/** Opens what was chosen; contracts must be built. Whoever opens a stack closes it. */
export async function openVenue(
  hre: HardhatRuntimeEnvironment,
  { chainOnly, graphNode, stackFile, progress }: VenueChoice,
): Promise<OpenVenue> {
  // Deployment modules read artifacts when they are imported: not before the build.
  const { bareVenue } = await import("./venue.ts");
  if (chainOnly) {
    progress("Deploying the protocol, its oracles and the DON");
    const connection = await hre.network.create({
      network: "default",
      chainType: "op",
      override: { allowBlocksWithSameTimestamp: true },
    });
    return { venue: await bareVenue(connection), stack: undefined };
  }
  const { openStack } = await import("../../deploy/local/stack/openStack.ts");
  const { buildSubgraph } = await import("../../subgraph/build/buildSubgraph.ts");
  const stack = await openStack(hre, { graphNode, stackFile, buildSubgraph, progress });
  return { venue: stackVenue(stack), stack };
}
