import { runningStack } from "./deployment.ts";

/** Where the running stack pushes new blocks; undefined where none of this chain runs. */
export async function stackSocket(chainId: number): Promise<string | undefined> {
  const stack = await runningStack();
  return stack?.chainId === chainId ? stack.rpc.replace(/^http/, "ws") : undefined;
}
