import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { prepareSubgraph } from "./prepareSubgraph.ts";
import { report } from "./report.ts";

interface BuildArguments {
  readonly out: string | undefined;
}

const build: NewTaskActionFunction<BuildArguments> = ({ out }, hre) =>
  report(async () => {
    const { folder, network } = await prepareSubgraph(hre, out);
    return `The subgraph for ${network} is built in ${folder}`;
  });

export default build;
