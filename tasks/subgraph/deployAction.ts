import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { readDeployKey } from "./deployKey.ts";
import { deploySubgraph, ownNodeOf } from "./deploySubgraph.ts";
import { prepareSubgraph } from "./prepareSubgraph.ts";
import { report } from "./report.ts";

interface DeployArguments {
  readonly slug: string;
  readonly versionLabel: string;
  readonly node: string | undefined;
  readonly ipfs: string | undefined;
  readonly graft: string | undefined;
}

const deploy: NewTaskActionFunction<DeployArguments> = (args, hre) =>
  report(async () => {
    const to = ownNodeOf(args.node, args.ipfs) ?? { deployKey: await readDeployKey(hre) };
    const { folder } = await prepareSubgraph(hre, undefined, args.graft);
    return deploySubgraph({ folder, name: args.slug, versionLabel: args.versionLabel, to });
  });

export default deploy;
