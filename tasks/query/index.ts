import { ArgumentType } from "hardhat/types/arguments";

import { clientTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";
import { plotOption } from "../cli/plot.ts";

/** `hardhat query`: GraphQL from a terminal. */
export const queryTask = clientTask(
  ["query"],
  "Ask the subgraph: a query of subgraph/queries by its name, a file, or the query itself",
)
  .addPositionalArgument({
    name: "query",
    description:
      "A query of subgraph/queries, a file or a text, such as my-bids, my.graphql or '{ protocols { volume } }'",
  })
  .addVariadicArgument({
    name: "vars",
    description: "The query's variables, such as account=0x… first=10; a value is JSON, else text",
    type: ArgumentType.STRING,
    defaultValue: [],
  })
  .addFlag({
    name: "fresh",
    description:
      "Wait until the subgraph has reached the chain's latest block, and show the answer's block",
  })
  .addOption(plotOption("the prices that the query `prices` or `market` answers, over time,"))
  .setAction(built(() => import("./action.ts")))
  .build();
