import {
  createPublicClient,
  webSocket,
  type AbiEvent,
  type Address,
  type Client,
  type Log,
} from "viem";
import { watchBlockNumber, watchEvent } from "viem/actions";

/** How long to wait between two looks where nothing is pushed, and before a connection is made again, milliseconds. */
const POLLING = 1_000;

/** What is watched, and who is called. */
export interface Watched {
  /** Gets a new block's time, Unix seconds; nothing where it is not known, and after a gap: then anything may have happened. */
  readonly onHead: (time?: number) => void;
  /** An event that is worth a call of its own, where blocks are pushed. */
  readonly event?: {
    readonly address: Address;
    readonly abi: AbiEvent;
    /** Values of its indexed parameters, by name; any if absent. */
    readonly args?: Readonly<Record<string, unknown>>;
    readonly onEvent: (logs: readonly Log[]) => void;
  };
}

/** What calls back. */
export interface Watch {
  /** The connection that pushes; undefined while there is none. */
  readonly source: () => Client | undefined;
  readonly stop: () => void;
}

/**
 * Calls back at each new block: pushed over a WebSocket where one is named, else asked for. What a broken connection misses is no loss: it
 * calls back as soon as there is another, and the next pass searches from the last block on.
 */
export function watchHeads(
  client: Client,
  ws: string | undefined,
  watched: Watched,
  note: (line: string) => void,
): Watch {
  let isDown = false;
  const onHead = (time?: number) => {
    isDown = false;
    watched.onHead(time);
  };
  const onError = () => {
    if (!isDown) note("New blocks are not pushed now. Trying again.");
    isDown = true;
  };
  if (ws !== undefined) return watchPushed(client, ws, { ...watched, onHead }, onError);
  const stop = watchBlockNumber(client, {
    poll: true,
    pollingInterval: POLLING,
    onBlockNumber: () => {
      onHead();
    },
    onError,
  });
  return { source: () => undefined, stop };
}

/** Makes a new connection whenever one has ended: viem's own reconnecting gives up where the first attempt fails. */
function watchPushed(
  { chain }: Client,
  ws: string,
  { onHead, event }: Watched,
  onError: () => void,
): Watch {
  let isStopped = false;
  let live: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let end = (): void => undefined;

  function open(): void {
    const source = createPublicClient({
      chain,
      transport: webSocket(ws, { reconnect: false, retryCount: 0 }),
    });
    let isOpen = true;
    let unwatch = (): void => undefined;
    end = () => {
      isOpen = false;
      live = undefined;
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
    if (event !== undefined) {
      const { address, abi, args, onEvent } = event;
      unwatch = watchEvent(source, {
        address,
        event: abi,
        args,
        onLogs: (logs) => {
          onEvent(logs);
        },
        onError: again,
      });
    }
    // A header says when its block was made; viem's own watching asks for the block again.
    source.transport
      .subscribe({
        params: ["newHeads"],
        onData: ({ result }) => {
          if (isOpen) onHead(Number((result as { readonly timestamp: string }).timestamp));
        },
        onError: again,
      })
      .then(() => {
        if (isOpen) live = source;
        onHead();
      }, again);
  }

  open();
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
    end();
  };
  return { source: () => live, stop };
}
