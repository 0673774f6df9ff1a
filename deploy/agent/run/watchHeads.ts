import { createPublicClient, webSocket, type Client } from "viem";
import { getBlockNumber, watchBlockNumber } from "viem/actions";

/** How long to wait between two looks where nothing is pushed, and before a connection is made again, milliseconds. */
const POLLING = 1_000;

/**
 * Calls back at each new block: pushed over a WebSocket where one is named, else asked for. What a broken connection misses is no loss: it
 * calls back as soon as there is another, and the next pass searches from the last block on.
 * @returns what ends it.
 */
export function watchHeads(
  client: Client,
  ws: string | undefined,
  onHead: () => void,
  note: (line: string) => void,
): () => void {
  let isDown = false;
  const onBlockNumber = () => {
    isDown = false;
    onHead();
  };
  const onError = () => {
    if (!isDown) note("New blocks are not pushed now. Trying again.");
    isDown = true;
  };
  return ws === undefined
    ? watchBlockNumber(client, { poll: true, pollingInterval: POLLING, onBlockNumber, onError })
    : watchPushed(client, ws, onBlockNumber, onError);
}

/** Makes a new connection whenever one has ended: viem's own reconnecting gives up where the first attempt fails. */
function watchPushed(
  { chain }: Client,
  ws: string,
  onBlockNumber: () => void,
  onError: () => void,
): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let end = (): void => undefined;

  function open(): void {
    const source = createPublicClient({
      chain,
      transport: webSocket(ws, { reconnect: false, retryCount: 0 }),
    });
    let isOpen = true;
    end = () => {
      isOpen = false;
      unwatch();
      // Without this the process would not end.
      source.transport.getRpcClient().then(
        (socket) => {
          socket.close();
        },
        () => undefined,
      );
    };
    const again = () => {
      if (!isOpen || isStopped) return;
      end();
      onError();
      timer = setTimeout(open, POLLING);
    };
    const unwatch = watchBlockNumber(source, { onBlockNumber, onError: again });
    getBlockNumber(source, { cacheTime: 0 }).then(onBlockNumber, again);
  }

  open();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    end();
  };
}
