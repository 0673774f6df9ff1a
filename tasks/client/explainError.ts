import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { BaseError, InsufficientFundsError } from "viem";

import { StackError } from "../../deploy/local/stack/stackError.ts";
import { CryptoError, type CryptoErrorCode } from "../crypto/cryptoError.ts";
import { LeadFileError } from "../lead/leadFile.ts";
import { SubgraphQueryError } from "../subgraph/querySubgraph.ts";
import { explainRevert, revertDataOf, type Explanation } from "./errors/decodeRevert.ts";
import { errorAbi } from "./errors/errorAbi.ts";
import { TaskError } from "./taskError.ts";

const CRYPTO_NEXT: Readonly<Record<CryptoErrorCode, string>> = {
  INVALID_POINT: "Read the capsule and the delivery key again from the chain's events.",
  INVALID_SCALAR: "Check the file that holds the delivery key's secret.",
  INVALID_CID: "Give the CID as the lead's token URI has it.",
  INVALID_SIGNATURE: "Use a wallet with a private key: contract wallets cannot derive keys.",
  KEY_MISMATCH: "Use the wallet that owns the lead: `--account`.",
  CONTENT_UNREADABLE: "Fetch the ciphertext again from another IPFS node: `--ipfs`.",
  NOT_DETERMINISTIC:
    "Use a wallet whose signatures repeat, or keep the random key that the tasks store.",
};

/**
 * What an error means and what to do next, whoever threw it. Undefined for an error that nobody foresaw: that one is a bug, and is better
 * shown with its stack.
 */
export async function explainError(
  error: unknown,
  hre: HardhatRuntimeEnvironment,
): Promise<Explanation | undefined> {
  if (error instanceof LeadFileError) {
    return {
      name: "LeadFileError",
      message: error.message,
      next: error.next,
      issues: error.issues,
    };
  }
  if (error instanceof TaskError) {
    return { name: error.name, message: error.message, next: error.next };
  }
  if (error instanceof StackError) {
    return { name: error.name, message: error.fault, next: error.nextStep };
  }
  if (error instanceof CryptoError) {
    return { name: error.code, message: error.message, next: CRYPTO_NEXT[error.code] };
  }
  if (error instanceof SubgraphQueryError) {
    return {
      name: "SubgraphQueryError",
      message: error.message,
      next: "Check the query against subgraph/schema.graphql, and that the subgraph runs (--graphql).",
    };
  }
  const data = revertDataOf(error);
  if (data !== undefined) return explainRevert(data, await errorAbi(hre));
  if (error instanceof BaseError) return explainRpc(error);
  return undefined;
}

/** A failure of the chain's node or of the wallet. */
function explainRpc(error: BaseError): Explanation {
  const poor = error.walk((cause) => cause instanceof InsufficientFundsError);
  if (poor !== null || /enough funds|insufficient funds/i.test(error.message)) {
    return {
      name: "InsufficientFunds",
      message: "The wallet has too little ETH for the transaction's gas.",
      next: "Send some ETH to it, or use another wallet: `--account`.",
    };
  }
  return {
    name: error.name,
    message: `The chain's node refused the request: ${error.shortMessage}${error.details ? ` (${error.details})` : ""}.`,
    next: "Check the network's URL and limits; another node may serve the request.",
  };
}
