import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** Id of the chain that `--network` names. The chain itself is only asked where the configuration does not say. */
export async function chainIdOf({
  config,
  globalOptions,
  network,
}: HardhatRuntimeEnvironment): Promise<number> {
  const chosen = config.networks[globalOptions.network];
  if (chosen?.chainId !== undefined) return chosen.chainId;
  const { provider } = await network.getOrCreate();
  return Number(await provider.request({ method: "eth_chainId" }));
}
