import { errorResult, successfulResult } from "hardhat/utils/result";

import { GraphCliError } from "./graphCli.ts";
import { SubgraphError } from "./subgraphError.ts";

/** Runs a task's work and prints what it returns, or why it cannot be done. */
export async function report(work: () => Promise<string>) {
  try {
    console.log(await work());
    return successfulResult();
  } catch (error) {
    if (!(error instanceof SubgraphError || error instanceof GraphCliError)) throw error;
    console.error(error.message);
    return errorResult();
  }
}
