import { BaseError, ContractFunctionRevertedError } from "viem";

/** Whether a contract refused; any other failure is none of its doing. */
export function isRevert(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof ContractFunctionRevertedError) !== null;
}
