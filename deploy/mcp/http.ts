import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import {
  localhostHostValidation,
  localhostOriginValidation,
  NodeStreamableHTTPServerTransport,
  toNodeHandler,
  toWebRequest,
} from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  InMemoryServerEventBus,
  isLegacyRequest,
  type McpServer,
  type ServerEventBus,
} from "@modelcontextprotocol/server";

import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { LIVE } from "./live/feed.ts";
import type { LiveFeed } from "./live/liveFeed.ts";
import type { ServerFactory } from "./server.ts";

const HOST = "127.0.0.1";
const PATH = "/mcp";
/** Largest request, bytes. */
const MAX_BODY = 1_048_576;
/** Most clients of 2025 at once. */
const MAX_SESSIONS = 64;
/** How long one may say nothing, and how long one that listened has to come back, milliseconds. The official client tries after a second. */
const IDLE = 30 * 60_000;
const ABSENCE = 5_000;
/** How often a silent stream shows that it lives, milliseconds. */
const KEEP_ALIVE = 15_000;
/** Fewest characters of the token: it is the only thing that keeps other users of the machine out. */
export const MIN_TOKEN = 32;

/** A client of 2025: it opened a session. */
interface Session {
  readonly transport: NodeStreamableHTTPServerTransport;
  readonly server: McpServer;
  /** Requests that are not over: a stream that is open is a client that is there. */
  open: number;
  /** Whether it has listened. */
  isListener: boolean;
  timer?: NodeJS.Timeout;
}

/** Where it answers, and to whom. */
export interface HttpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly token: string;
  /** Gets a line for every request that is refused and every failure. */
  readonly log: (line: string) => void;
}

/** The server on this machine. */
export interface HttpService {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves clients of both eras over streamable HTTP at `/mcp`, on the loopback interface, to whoever has the token. Requests of web pages and
 * for other hosts are refused.
 * @throws {LeadEngineError} `CANNOT_LISTEN`
 */
export async function startMcpHttp(
  factory: ServerFactory,
  live: LiveFeed,
  { port, token, log }: HttpOptions,
): Promise<HttpService> {
  const tell = (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
  };
  const handler = createMcpHandler(factory, {
    legacy: "reject",
    bus: liveBus(live),
    keepAliveMs: KEEP_ALIVE,
    maxRequestBodySize: MAX_BODY,
    onerror: tell,
  });
  const modern = toNodeHandler(handler, { onerror: tell, maxRequestBodySize: MAX_BODY });
  const sessions = new Sessions(factory);
  const isHostAllowed = localhostHostValidation();
  const isOriginAllowed = localhostOriginValidation();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
    if (!isBearer(request.headers.authorization, token)) {
      refuse(response, 401, "Give the server's token: Authorization: Bearer TOKEN.");
      return;
    }
    if (new URL(request.url ?? "/", `http://${HOST}`).pathname !== PATH) {
      refuse(response, 404, `There is only ${PATH}.`);
      return;
    }
    const body = await bodyOf(request);
    if (body.isTooLarge) {
      refuse(response, 413, `A request has ${MAX_BODY} bytes at most.`);
      return;
    }
    // A request that a server got has a method: its type is that of answers, too.
    const incoming = request as IncomingMessage & { method: string; url: string };
    const isLegacy = await isLegacyRequest(await toWebRequest(incoming, body.json), body.json);
    if (isLegacy) await sessions.answer(request, response, body.json);
    else await modern(incoming, response, body.json);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      tell(error);
      if (!response.headersSent) refuse(response, 500, "The server failed.");
      else response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => {
      reject(cannotListen(port, code));
    });
    server.listen(port, HOST, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${taken}${PATH}`,
    close: async () => {
      await sessions.close();
      await handler.close();
      live.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Clients of 2025, each with a server of its own: they are asked before something is sent, and told of new leads. */
class Sessions {
  readonly #factory: ServerFactory;
  readonly #open = new Map<string, Session>();

  constructor(factory: ServerFactory) {
    this.#factory = factory;
  }

  async answer(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const id = [request.headers["mcp-session-id"]].flat()[0];
    const known = id === undefined ? undefined : this.#open.get(id);
    if (id !== undefined && known === undefined) {
      refuse(response, 404, "The session is over: initialize again.");
      return;
    }
    const session = known ?? (await this.#begin());
    clearTimeout(session.timer);
    session.open++;
    session.isListener ||= request.method === "GET";
    response.once("close", () => {
      session.open--;
      this.#expect(session);
    });
    await session.transport.handleRequest(request, response, body);
    // A first request that does not initialize opens no session.
    if (session.transport.sessionId === undefined) await session.server.close();
  }

  async close(): Promise<void> {
    for (const { server } of [...this.#open.values()]) await server.close();
  }

  async #begin(): Promise<Session> {
    const server = this.#factory({ era: "legacy" });
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#open.set(id, session);
        const [oldest] = this.#open.values();
        if (this.#open.size > MAX_SESSIONS) void oldest?.server.close();
      },
      onsessionclosed: () => server.close(),
    });
    const session: Session = { transport, server, open: 0, isListener: false };
    await server.connect(transport);
    const end = transport.onclose;
    transport.onclose = () => {
      clearTimeout(session.timer);
      if (transport.sessionId !== undefined) this.#open.delete(transport.sessionId);
      end?.();
    };
    return session;
  }

  /** Ends a session whose client does not come back. */
  #expect(session: Session): void {
    const id = session.transport.sessionId;
    if (id === undefined || !this.#open.has(id) || session.open > 0) return;
    clearTimeout(session.timer);
    const patience = session.isListener ? ABSENCE : IDLE;
    session.timer = setTimeout(() => {
      void session.server.close();
    }, patience).unref();
  }
}

/** Where the newer protocol's subscriptions listen: leads are looked for while somebody does. */
function liveBus(live: LiveFeed): ServerEventBus {
  const bus = new InMemoryServerEventBus();
  return {
    publish: (event) => {
      bus.publish(event);
    },
    subscribe: (listener) => {
      const stop = bus.subscribe(listener);
      const unsubscribe = live.subscribe(() => {
        listener({ kind: "resource_updated", uri: LIVE });
      });
      return () => {
        unsubscribe();
        stop();
      };
    },
  };
}

async function bodyOf(request: IncomingMessage) {
  if (request.method !== "POST") return { isTooLarge: false, json: undefined };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  if (size > MAX_BODY) return { isTooLarge: true, json: undefined };
  try {
    return { isTooLarge: false, json: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
  } catch {
    // The protocol answers what is no JSON.
    return { isTooLarge: false, json: "" };
  }
}

/** Whether a header holds the token; takes as long whatever it holds. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const headers = {
    "content-type": "application/json",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  };
  const error = { code: -32_000, message };
  response.writeHead(status, headers).end(JSON.stringify({ jsonrpc: "2.0", id: null, error }));
}

function cannotListen(port: number, code: string): LeadEngineError {
  return new LeadEngineError(
    "CANNOT_LISTEN",
    `The server cannot listen on port ${port}: ${code}.`,
    "Choose another port with --http (0 takes a free one).",
  );
}
