import path from "node:path";

import { verifyContract, type VerifyContractArgs } from "@nomicfoundation/hardhat-verify/verify";
import { getVerificationInformation } from "@nomicfoundation/ignition-core";
import type { ArtifactManager } from "hardhat/types/artifacts";

import { CONTRACTS } from "../../deploy/sdk/deployments.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { recordedUpgrades } from "../../deploy/upgrades/upgradeRecord.ts";
import { builtRuntime } from "../build/builtRuntime.ts";
import { plainAction } from "../cli/action.ts";
import { chosenChain } from "../cli/connect.ts";
import { noDeployment } from "../cli/deployment.ts";
import { grid } from "../cli/output.ts";

const PROVIDERS = ["etherscan", "blockscout", "sourcify"] as const;
type Provider = (typeof PROVIDERS)[number];

interface VerifyArguments {
  readonly profile: string;
  readonly provider: string | undefined;
  readonly artifact: string | undefined;
  readonly json: boolean;
}

export default plainAction<VerifyArguments>(async (args, hre) => {
  const providers = PROVIDERS.filter((name) => name === (args.provider ?? name));
  if (providers.length === 0) {
    throw new LeadEngineError(
      "UNKNOWN_PROVIDER",
      `Sources cannot be verified at ${args.provider ?? ""}.`,
      `Choose one of ${PROVIDERS.join(", ")}.`,
    );
  }
  const chain = await chosenChain(hre, undefined);
  if (chain === undefined) {
    throw new LeadEngineError("NO_CHAIN", "No network is named.", "Name one: --network base.");
  }
  const runtime = await builtRuntime(hre, args.profile);
  const name = `chain-${chain.chainId}`;
  const folder = path.join(hre.config.paths.ignition, "deployments", name);
  const contracts = (await contractsIn(folder, runtime.artifacts, chain.chainId)).filter(
    ({ contract = "" }) => args.artifact === undefined || contract.endsWith(`:${args.artifact}`),
  );
  const results: { contract: string; address: string; provider: Provider; fault: string | null }[] =
    [];
  for (const verification of contracts) {
    for (const provider of providers) {
      const { contract = "", address } = verification;
      const fault = await verifyContract({ ...verification, provider }, runtime).then(
        () => null,
        (error: unknown) => (error as Error).message.split("\n")[0] ?? "",
      );
      results.push({ contract, address, provider, fault });
    }
  }
  const faults = results.filter(({ fault }) => fault !== null).length;
  return {
    json: { results, faults },
    text: grid(
      ["contract", "address", "at", "source"],
      results.map(({ contract, address, provider, fault }) => [
        contract.split(":").at(-1) ?? "",
        address,
        provider,
        fault ?? "verified",
      ]),
    ),
    failed: faults > 0,
  };
});

/** What Ignition has deployed and what upgrades have, with what it was deployed with. */
async function contractsIn(
  folder: string,
  artifacts: ArtifactManager,
  chainId: number,
): Promise<VerifyContractArgs[]> {
  const found: VerifyContractArgs[] = [];
  try {
    for await (const contract of getVerificationInformation(folder)) {
      if (typeof contract !== "string") found.push(contract);
    }
  } catch {
    throw noDeployment(chainId);
  }
  const upgrades = (await recordedUpgrades(folder)).map(async (upgrade) => {
    const { sourceName, contractName } = await artifacts.readArtifact(
      CONTRACTS[upgrade.contract].artifact,
    );
    const { implementation: address, constructorArgs, libraries } = upgrade;
    return { address, constructorArgs, libraries, contract: `${sourceName}:${contractName}` };
  });
  return [...found, ...(await Promise.all(upgrades))];
}
