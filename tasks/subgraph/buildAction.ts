import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { prepareSubgraph } from "./prepareSubgraph.ts";
import { report } from "./report.ts";

interface BuildArguments {
  readonly out: string | undefined;
  readonly graft: string | undefined;
}

const build: NewTaskActionFunction<BuildArguments> = ({ out, graft }, hre) =>
  report(async () => {
    const { folder, network } = await prepareSubgraph(hre, out, graft);
    return `The subgraph for ${network} is built in ${folder}`;
  });

export default build;
