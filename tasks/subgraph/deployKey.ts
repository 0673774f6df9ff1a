import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { SubgraphError } from "./subgraphError.ts";

/** Name of the secret, in the environment or the keystore. */
const DEPLOY_KEY = "SUBGRAPH_DEPLOY_KEY";

/** The Studio's deploy key: from the environment, else from Hardhat's keystore. @throws {SubgraphError} it is in neither. */
export async function readDeployKey({ hooks }: HardhatRuntimeEnvironment): Promise<string> {
  const key = await hooks.runHandlerChain(
    "configurationVariables",
    "fetchValue",
    [{ _type: "ConfigurationVariable", name: DEPLOY_KEY }],
    (_context, { name }) => Promise.resolve(process.env[name] ?? ""),
  );
  if (key === "") {
    throw new SubgraphError(
      `The Graph Studio needs a deploy key. Keep it with "npx hardhat keystore set ${DEPLOY_KEY}", or set it in the environment. For a self-hosted node give --node and --ipfs.`,
    );
  }
  return key;
}
