import type { EVMClient, Runtime } from "@chainlink/cre-sdk";
import { decodeFunctionResult, encodeFunctionData, type Address } from "viem";

import { creVerifierAbi } from "../../sdk/generated/abis.ts";
import { callContract } from "./callContract.ts";

/** The epochs of the DON's key, as the chain knows them. */
export interface DonEpochs {
  readonly current: number;
  /** Those whose packages are accepted: the current one, and the one before it until its end. */
  readonly alive: readonly number[];
}

/** Reads the epochs from the verifier. @param now Unix seconds. */
export function donEpochs(
  client: EVMClient,
  dons: Runtime<unknown>,
  verifier: Address,
  now: number,
): DonEpochs {
  const read = (data: `0x${string}`) => callContract(client, dons, verifier, data);
  const abi = creVerifierAbi;
  const asked = { abi, functionName: "donEpoch" } as const;
  const current = decodeFunctionResult({ ...asked, data: read(encodeFunctionData(asked)) });
  if (current < 2) return { current, alive: [current] };

  const key = { abi, functionName: "donKeyOf", args: [current - 1] } as const;
  const [, until] = decodeFunctionResult({ ...key, data: read(encodeFunctionData(key)) });
  return { current, alive: until >= now ? [current, current - 1] : [current] };
}
