import { createPublicClient, http } from "viem";

import { livingStack, stackFilePath, type StackFile } from "../../deploy/local/stack/stackFile.ts";
import { plainAction } from "../cli/action.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { facts, type TaskReport } from "../cli/output.ts";
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { headOf } from "../../deploy/sdk/subgraph/queryAtBlock.ts";

export default plainAction(async (): Promise<TaskReport> => {
  const file = stackFilePath();
  const stack = await livingStack(file);
  if (stack === undefined) {
    return {
      json: { running: false, file },
      text: "No stack runs. Start one with `npx hardhat stack`.",
    };
  }
  const { pid, chainId, rpc, graphql, ipfs, don, beacon, vendors } = stack;
  const client = createPublicClient({ transport: http(rpc) });
  const block = await client.getBlockNumber();
  const time = await chainTime(client, chainId);
  const indexed = await indexedBlock(stack);
  return {
    json: {
      running: true,
      file,
      pid,
      chainId,
      block,
      time,
      indexed,
      rpc,
      graphql,
      ipfs,
      don,
      beacon,
      vendors,
    },
    text: facts([
      ["process", pid],
      ["chain", `${chainId}, block ${block}`],
      ["time there", `${timeText(time)}, in Unix seconds ${time}`],
      ["subgraph", indexed === null ? "does not answer" : `at block ${indexed}`],
      ["JSON-RPC", rpc],
      ["GraphQL", graphql],
      ["IPFS, Kubo RPC", ipfs],
      ["DON, takes leads", don],
      ["drand beacon", beacon],
      ["verification vendors", vendors],
      ["described in", file],
    ]),
  };
});

async function indexedBlock({ graphql }: StackFile): Promise<number | null> {
  try {
    return (await headOf(graphql))?.number ?? null;
  } catch {
    return null;
  }
}
