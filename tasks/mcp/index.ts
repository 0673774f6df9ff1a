import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { OPERATOR_OPTION } from "../cli/operatorFile.ts";
import { traderTask } from "../cli/taskOptions.ts";
import { reserveStdout } from "./stdout.ts";

const serve = built(() => import("./serve.ts"));

/** `hardhat mcp`: serves a deployment to agents. */
export const mcpTask = traderTask(
  ["mcp"],
  "Serve the protocol to agents (Model Context Protocol): over stdin and stdout, or with --http on this machine to whoever has the token in " +
    "the configuration variable MCP_TOKEN. Without an account and an operator's file it only reads",
)
  .addOption(OPERATOR_OPTION)
  .addOption({
    name: "http",
    description:
      "Port for streamable HTTP on 127.0.0.1, such as 8950; 0 takes a free one. Standard input and output by default",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({
    name: "allowUnattended",
    description: "Let tools send within the operator's limits without asking a person first",
  })
  .setAction(() => {
    // Before anything is built or opened, which might print.
    reserveStdout();
    return serve();
  })
  .build();
