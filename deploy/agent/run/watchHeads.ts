import { createPublicClient, webSocket, type Client } from "viem";
import { watchBlockNumber } from "viem/actions";

/** How long to wait between two looks where nothing is pushed, milliseconds. */
const POLLING = 1_000;

/**
 * Calls back at each new block: pushed over a WebSocket where one is named, else asked for. What a broken connection misses is no loss: the
 * next pass searches from the last block on.
 * @returns what ends it.
 */
export function watchHeads(
  client: Client,
  ws: string | undefined,
  onHead: () => void,
  note: (line: string) => void,
): () => void {
  const source =
    ws === undefined
      ? client
      : createPublicClient({
          chain: client.chain,
          transport: webSocket(ws, {
            reconnect: { attempts: Number.MAX_SAFE_INTEGER, delay: POLLING },
          }),
        });
  let isDown = false;
  return watchBlockNumber(source, {
    ...(ws === undefined ? { poll: true, pollingInterval: POLLING } : {}),
    onBlockNumber: () => {
      isDown = false;
      onHead();
    },
    onError: () => {
      if (!isDown) note("New blocks are not pushed now. Trying again.");
      isDown = true;
    },
  });
}
