import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError } from "viem";

/** What a contract answers; undefined where it reverts, or where there is no contract. @throws where the chain does not answer. */
export async function answerOf<AnswerT>(read: Promise<AnswerT>): Promise<AnswerT | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof BaseError && error.walk(isRefusal) !== null) return undefined;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof ContractFunctionRevertedError || error instanceof ContractFunctionZeroDataError
  );
}
