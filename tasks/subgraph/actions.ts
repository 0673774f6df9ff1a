import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { successfulResult } from "hardhat/utils/result";

import { prepareSubgraph } from "../../subgraph/build/deployment.ts";
import { deploySubgraph, ownNodeOf } from "../../subgraph/build/graphCli.ts";
import { failWith } from "../cli/action.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Name of the secret, in the environment or the keystore. */
const DEPLOY_KEY = "SUBGRAPH_DEPLOY_KEY";

interface BuildArguments {
  readonly out: string | undefined;
  readonly graft: string | undefined;
}

/** `subgraph build` */
export const buildAction: NewTaskActionFunction<BuildArguments> = ({ out, graft }, hre) =>
  report(async () => {
    const { folder, network } = await prepareSubgraph(hre, out, graft);
    return `The subgraph for ${network} is built in ${folder}`;
  });

interface DeployArguments {
  readonly slug: string;
  readonly versionLabel: string;
  readonly node: string | undefined;
  readonly ipfs: string | undefined;
  readonly graft: string | undefined;
}

/** `subgraph deploy` */
export const deployAction: NewTaskActionFunction<DeployArguments> = (args, hre) =>
  report(async () => {
    const to = ownNodeOf(args.node, args.ipfs) ?? { deployKey: await readDeployKey(hre) };
    const { folder } = await prepareSubgraph(hre, undefined, args.graft);
    return deploySubgraph({ folder, name: args.slug, versionLabel: args.versionLabel, to });
  });

/** The Studio's deploy key: from the environment, else from Hardhat's keystore. @throws {LeadEngineError} it is in neither. */
async function readDeployKey({ hooks }: HardhatRuntimeEnvironment): Promise<string> {
  const key = await hooks.runHandlerChain(
    "configurationVariables",
    "fetchValue",
    [{ _type: "ConfigurationVariable", name: DEPLOY_KEY }],
    (_context, { name }) => Promise.resolve(process.env[name] ?? ""),
  );
  if (key === "") {
    throw new LeadEngineError(
      "NO_DEPLOY_KEY",
      "The Graph Studio needs a deploy key.",
      `Keep it with "npx hardhat keystore set ${DEPLOY_KEY}", or set it in the environment. For a self-hosted node give --node and --ipfs.`,
    );
  }
  return key;
}

/** Runs a task's work and prints what it returns, or why it cannot be done. */
async function report(work: () => Promise<string>) {
  try {
    console.log(await work());
    return successfulResult();
  } catch (error) {
    return failWith(error, false);
  }
}
