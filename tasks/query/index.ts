import { ArgumentType } from "hardhat/types/arguments";

import { clientTask } from "../client/taskOptions.ts";

/** `hardhat query`: GraphQL from a terminal. */
export const queryTask = clientTask(
  ["query"],
  "Ask the subgraph: a query of subgraph/queries by its name, a file, or the query itself",
)
  .addPositionalArgument({
    name: "query",
    description: "live-auctions, my.graphql, or '{ protocols { volume } }'",
  })
  .addVariadicArgument({
    name: "vars",
    description: "The query's variables, such as account=0x… first=10; a value is JSON, else text",
    type: ArgumentType.STRING,
    defaultValue: [],
  })
  .setAction(() => import("./action.ts"))
  .build();
