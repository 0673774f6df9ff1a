/** Waits between attempts to connect, milliseconds: each twice as long as the one before. */
const RETRY = { first: 1_000, longest: 30_000 };
const SUBSCRIBE = { jsonrpc: "2.0", id: 1, method: "eth_subscribe", params: ["newHeads"] };

/**
 * Tells of new blocks as a node announces them over WebSocket. Where it does not, or while the connection is gone, it tells of none: who
 * watches looks at intervals besides.
 */
export class NewBlocks {
  readonly #url: string;
  readonly #onBlock: () => void;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #wait = RETRY.first;
  #isClosed = false;

  /** @param rpc URL of the node's JSON-RPC: its WebSocket is expected at the same place. */
  constructor(rpc: string, onBlock: () => void) {
    this.#url = rpc.replace(/^http/, "ws");
    this.#onBlock = onBlock;
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#wait = RETRY.first;
      socket.send(JSON.stringify(SUBSCRIBE));
      // What was missed meanwhile.
      this.#onBlock();
    });
    socket.addEventListener("message", ({ data }) => {
      if (String(data).includes("eth_subscription")) this.#onBlock();
    });
    // A failure to connect closes it too.
    socket.addEventListener("close", () => {
      if (this.#isClosed) return;
      this.#retry = setTimeout(() => {
        this.#connect();
      }, this.#wait);
      this.#wait = Math.min(2 * this.#wait, RETRY.longest);
    });
  }
}
