import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { formatEther, getAddress } from "viem";
import { getBalance } from "viem/actions";

import { deployProtocol } from "../../../deploy/deployProtocol.ts";
import { costOf, rehearseDeployment } from "../../../deploy/live/deploymentCost.ts";
import { requireExternals } from "../../../deploy/live/externals.ts";
import { progressOf } from "../../../deploy/live/journal.ts";
import { liveParameters } from "../../../deploy/live/liveParameters.ts";
import { recoverLost } from "../../../deploy/live/recoverLost.ts";
import { parameterSetOf } from "../../../deploy/parameters/networks.ts";
import { spendingOn } from "../../../deploy/sdk/actions/send.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { builtRuntime } from "../../build/builtRuntime.ts";
import { plainAction } from "../../cli/action.ts";
import { askToSend } from "../../cli/agreement.ts";
import { connect } from "../../cli/connect.ts";
import { deploymentOn } from "../../cli/deployment.ts";
import { facts, noteTo, type TaskReport } from "../../cli/output.ts";
import { nextSteps } from "./nextSteps.ts";
import { writeAddresses } from "./writeAddresses.ts";

interface DeployArguments {
  readonly parameters: string | undefined;
  readonly profile: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

type Chain = Awaited<ReturnType<typeof connect>>;

export default plainAction<DeployArguments>(async (args, hre) => {
  const runtime = await builtRuntime(hre, args.profile);
  const chain = await connect(runtime, undefined, true);
  try {
    return await deployOn(chain, runtime, args);
  } finally {
    await chain.connection.close();
  }
});

async function deployOn(
  { connection, chainId }: Chain,
  runtime: HardhatRuntimeEnvironment,
  args: DeployArguments,
): Promise<TaskReport> {
  const note = noteTo(args.json);
  const set = parameterSetOf(chainId);
  if (set === undefined) {
    throw new LeadEngineError(
      "UNKNOWN_CHAIN",
      `There are no parameters for chain ${chainId}.`,
      "Name a live network: --network base or --network baseSepolia. A chain of your own comes with `npx hardhat stack`.",
    );
  }
  const { networkName: network } = connection;
  const publicClient = await connection.viem.getPublicClient();
  const [wallet] = await connection.viem.getWalletClients();
  if (wallet === undefined) throw new Error(`${network} has no account to deploy from.`);
  const deployer = getAddress(wallet.account.address);
  const parameters = await liveParameters(set, args.parameters, deployer);
  await requireExternals(publicClient, parameters);

  note("Trying the deployment on a chain of this process");
  const { ignition } = runtime.config.paths;
  const folder = path.join(ignition, "deployments", `chain-${chainId}`);
  const { confirmed, lost } = await progressOf(folder);
  const all = await rehearseDeployment(runtime, parameters, chainId);
  const open = all.slice(confirmed.length + lost.length);
  const cost = await costOf(publicClient, open);
  const balance = await getBalance(publicClient, { address: deployer });
  const plan = { network, chainId, deployer, transactions: open.length, done: confirmed.length };
  const text = facts([
    ["network", `${network}, chain ${chainId}`],
    ["deployer", `${deployer}, has ${formatEther(balance)} ETH`],
    ["transactions", `${open.length}; ${confirmed.length} are on the chain already`],
    ["costs", `${cost.gas} gas, about ${formatEther(cost.fees)} ETH`],
  ]);
  if (args.dryRun) {
    return {
      json: { ...plan, dryRun: true, ...cost, balance },
      text: `${text}\nThis was a dry run: nothing was sent.`,
    };
  }
  if (balance < cost.fees) {
    throw new LeadEngineError(
      "NOT_ENOUGH_ETH",
      `${deployer} has ${formatEther(balance)} ETH on ${network}; the deployment costs about ${formatEther(cost.fees)} ETH.`,
      "Send it more. What it does not need stays with it.",
    );
  }
  if (args.yes || open.length === 0) note(text);
  else await askToSend({ what: `The deployment (${open.length} transactions)`, text, network });

  await recoverLost(connection, runtime.artifacts, folder, deployer, lost);
  await deployProtocol(connection, parameters, !args.json).catch((cause: unknown) => {
    throw new LeadEngineError(
      "DEPLOYMENT_STOPPED",
      `The deployment stopped: ${(cause as Error).message}`,
      "Run the same command again: it goes on where it stopped.",
      { cause },
    );
  });
  const { deployment, firstBlock } = await deploymentOn(chainId, undefined, ignition);
  const files = await writeAddresses(ignition, chainId, set, deployment);
  const { confirmed: hashes } = await progressOf(folder);
  const spent = await spendingOn({ publicClient }, hashes);
  const next = nextSteps({ network, set, deployment, parameters });
  return {
    json: {
      ...{ network, chainId, deployer, firstBlock, transactions: hashes.length, ...spent },
      ...{ addresses: deployment, files, next },
    },
    text: [
      facts([
        ["deployed", `on ${network} from block ${firstBlock} on`],
        ["transactions", String(hashes.length)],
        ["cost", `${spent.gasUsed} gas, ${formatEther(spent.fees)} ETH`],
        ...Object.entries(deployment),
        ...files.map((file) => ["wrote", file] as const),
      ]),
      ...next.map(({ what, command }) => `\n# ${what}\n${command}`),
    ].join("\n"),
  };
}
