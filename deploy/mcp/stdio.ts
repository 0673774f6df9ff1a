import type { Readable, Writable } from "node:stream";

import { isJSONRPCRequest, type JSONRPCMessage } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";

import { LIVE } from "./live/feed.ts";
import type { LiveFeed } from "./live/liveFeed.ts";
import type { ServerFactory } from "./server.ts";

/** Where the protocol is spoken. */
export interface StdioStreams {
  readonly input: Readable;
  /** Gets lines of the protocol and nothing else. */
  readonly output: Writable;
}

/** A client on the other end of the pipe. */
export interface StdioService {
  /** Resolves when the client is gone, or after `close`. */
  readonly closed: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Serves one client over a pipe, in the era that it opens with, until it closes its end. */
export function serveOverStdio(
  factory: ServerFactory,
  live: LiveFeed,
  { input, output }: StdioStreams,
): StdioService {
  const transport = new StdioServerTransport(input, output);
  let unsubscribe: (() => void) | undefined;
  let notify: () => void = () => undefined;
  const handle = serveStdio(
    (request) => {
      const server = factory(request);
      if (request.era === "modern") {
        // The transport keeps the newer protocol's subscriptions to itself: it forwards this to those who listen.
        notify = () => {
          void server.server.sendResourceUpdated({ uri: LIVE });
        };
      }
      return server;
    },
    {
      transport,
      onerror: (error) => {
        console.error(error.message);
      },
    },
  );
  const receive = transport.onmessage?.bind(transport);
  transport.onmessage = (message: JSONRPCMessage) => {
    if (isJSONRPCRequest(message) && message.method === "subscriptions/listen") {
      unsubscribe ??= live.subscribe(() => {
        notify();
      });
    }
    receive?.(message);
  };
  const end = transport.onclose?.bind(transport);
  const closed = new Promise<void>((resolve) => {
    transport.onclose = () => {
      end?.();
      live.close();
      resolve();
    };
  });
  return {
    closed,
    close: async () => {
      await handle.close();
      await closed;
    },
  };
}
