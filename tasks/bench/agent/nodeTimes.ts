import type { HookContext, NetworkHooks } from "hardhat/types/hooks";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Hex } from "viem";

/** A transaction at the node, milliseconds of `performance.now()`. */
export interface TransactionTimes {
  /** When it came in. */
  readonly got: number;
  /** When its block was there. */
  readonly mined: number;
}

const SENDS = ["eth_sendRawTransaction", "eth_sendTransaction"];

/** Notes when chains of this process get transactions and mine them, until `close`. Each is mined at once. */
export function noteTransactions(hre: HardhatRuntimeEnvironment) {
  const times = new Map<Hex, TransactionTimes>();
  const onRequest: NetworkHooks["onRequest"] = async (
    context: HookContext,
    connection,
    request,
    next,
  ) => {
    const got = performance.now();
    const response = await next(context, connection, request);
    if (
      connection.networkConfig.type === "edr-simulated" &&
      SENDS.includes(request.method) &&
      "result" in response
    ) {
      times.set(response.result as Hex, { got, mined: performance.now() });
    }
    return response;
  };
  const handlers = { onRequest };
  hre.hooks.registerHandlers("network", handlers);
  return {
    /** Of a transaction that this process's chain has mined. */
    of: (hash: Hex): TransactionTimes => {
      const known = times.get(hash);
      if (known === undefined) throw new Error(`Transaction ${hash} did not come in here.`);
      return known;
    },
    close: (): void => {
      hre.hooks.unregisterHandlers("network", handlers);
    },
  };
}
