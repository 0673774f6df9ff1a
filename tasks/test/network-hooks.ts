import type { NetworkHooks } from "hardhat/types/hooks";

/** After a snapshot was restored, the next block is a second later than the latest one. */
const onRequest: NetworkHooks["onRequest"] = async (context, connection, request, next) => {
  const response = await next(context, connection, request);
  const isRestored =
    connection.networkConfig.type === "edr-simulated" &&
    request.method === "evm_revert" &&
    "result" in response &&
    response.result === true;
  if (isRestored) {
    const latest: unknown = await connection.provider.request({
      method: "eth_getBlockByNumber",
      params: ["latest", false],
    });
    const { timestamp } = latest as { readonly timestamp: string };
    await connection.provider.request({
      method: "evm_setNextBlockTimestamp",
      params: [Number(timestamp) + 1],
    });
  }
  return response;
};

export default () => Promise.resolve({ onRequest });
