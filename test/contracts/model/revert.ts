import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Abi } from "viem";

/** A refusal, by the model or decoded from the chain. */
export class Revert extends Error {
  readonly args: readonly unknown[];

  constructor(name: string, args: readonly unknown[] = []) {
    super(name);
    this.args = args;
  }

  /** The custom error that a call failed with, decoded by any contract's ABI. Throws everything that is not a revert. */
  static from(error: unknown, abi: Abi): Revert {
    if (error instanceof Revert) return error;
    const reverted =
      error instanceof BaseError
        ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
        : undefined;
    if (!(reverted instanceof ContractFunctionRevertedError) || reverted.raw === undefined) {
      throw error;
    }
    const { errorName, args } = decodeErrorResult({ abi, data: reverted.raw });
    return new Revert(errorName, args ?? []);
  }
}

/** Refuses unless the condition holds. */
export function requires(
  condition: boolean,
  name: string,
  ...args: readonly unknown[]
): asserts condition {
  if (!condition) throw new Revert(name, args);
}
