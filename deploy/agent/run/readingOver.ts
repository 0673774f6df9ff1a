import { createClient, BaseError, custom, RpcRequestError, type Client } from "viem";

import { chainTime } from "../../sdk/actions/chainTime.ts";
import type { Trader } from "../../sdk/client.ts";
import { bindContracts } from "../../sdk/contracts.ts";

/**
 * The same trader, who asks over the connection that pushes news while there is one: who tells of a round also knows it, and no question
 * needs a request of its own. What that connection does not answer is asked as before.
 * @param source the connection; undefined while there is none.
 */
export function readingOver(trader: Trader, source: () => Client | undefined): Trader {
  const { publicClient: otherwise, deployment, chainId } = trader;
  const request = async (question: Parameters<Client["request"]>[0]): Promise<unknown> => {
    const pushed = source();
    if (pushed === undefined) return otherwise.request(question);
    try {
      return await pushed.request(question);
    } catch (error) {
      if (isAnswer(error)) throw error;
      return otherwise.request(question);
    }
  };
  const { chain, pollingInterval, cacheTime } = otherwise;
  const transport = custom({ request }, { retryCount: 0 });
  const publicClient = createClient({ chain, pollingInterval, cacheTime, transport });
  return {
    ...trader,
    publicClient,
    contracts: bindContracts(publicClient, deployment),
    now: () => chainTime(publicClient, chainId),
  };
}

/** Whether the node said so; else the connection failed. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof BaseError && error.walk((cause) => cause instanceof RpcRequestError) !== null
  );
}
