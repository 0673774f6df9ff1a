import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { readVariable } from "./configVariable.ts";

/** Reads the secrets of hooks, each once. @throws {LeadEngineError} `NO_SECRET`: its variable is not set. */
export function hookSecrets(hre: HardhatRuntimeEnvironment): (name: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (name) => {
    const secret = known.get(name) ?? read(name, hre);
    known.set(name, secret);
    return secret;
  };
}

async function read(name: string, hre: HardhatRuntimeEnvironment): Promise<string> {
  try {
    return await readVariable(name, hre);
  } catch (cause) {
    throw new LeadEngineError(
      "NO_SECRET",
      `The configuration variable ${name} cannot be read.`,
      `Store the secret with \`npx hardhat keystore set ${name}\`, or set it in the environment.`,
      { cause },
    );
  }
}
