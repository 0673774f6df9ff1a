import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { readOperatorConfig, type OperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { openFiles, openShared, type Memory } from "../../deploy/agent/store/openMemory.ts";
import { hasCode } from "../../deploy/sdk/errors/leadEngineError.ts";
import { dataDirectory } from "./dataDirectory.ts";
import { hookSecrets } from "./hookSecret.ts";
import { operatorFile } from "./operatorFile.ts";

/** Opens what agents remember: in the database that the operator names, else in files of the data directory. */
export async function openMemory(
  operator: Pick<OperatorConfig, "shared"> | undefined,
  hre: HardhatRuntimeEnvironment,
): Promise<Memory> {
  const { shared } = operator ?? {};
  return shared === undefined
    ? openFiles(dataDirectory())
    : openShared(await hookSecrets(hre)(shared.database));
}

/** What the operator decides: of the file that is named, else of the one in the data directory, if there is one. */
export async function operatorIfAny(
  named: string | undefined,
): Promise<OperatorConfig | undefined> {
  try {
    return await readOperatorConfig(operatorFile(named));
  } catch (error) {
    if (named === undefined && hasCode(error, "NO_OPERATOR_CONFIG")) return undefined;
    throw error;
  }
}
