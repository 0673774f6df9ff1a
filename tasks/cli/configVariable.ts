import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** A configuration variable as Hardhat resolves it: the environment first, then the keystore. @throws {Error} it is in neither. */
export async function readVariable(
  name: string,
  { hooks }: HardhatRuntimeEnvironment,
): Promise<string> {
  return (
    process.env[name] ??
    hooks.runHandlerChain(
      "configurationVariables",
      "fetchValue",
      [{ _type: "ConfigurationVariable", name }],
      () => Promise.reject(new Error("it is not set.")),
    )
  );
}
