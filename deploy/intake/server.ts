import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { isIP, type AddressInfo } from "node:net";

import { HttpError, jsonResponse } from "../local/http.ts";
import { portBusy } from "../local/stack/ports.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import type { IntakeHandler } from "./intake.ts";

/** Largest body, bytes: some times the longest lead. */
const MAX_BODY = 32_768;
/** How long a request may take to arrive, milliseconds. */
const ARRIVAL = 10_000;
const MAX_CONNECTIONS = 512;
/** Requests that are worked on at once; sealing costs some tens of milliseconds of the processor each. */
const MAX_AT_WORK = 64;

/** Headers of every answer. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** Where an intake listens. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM; without it a proxy in front must speak TLS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Whether a proxy of ours adds the client's address at the end of `x-forwarded-for`. */
  readonly isBehindProxy: boolean;
}

/** A server that answers. */
export interface IntakeServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves an intake. It writes no log: an address or a path could name a person. */
export async function listen(
  handler: IntakeHandler,
  { host, port, tls, isBehindProxy }: ListenOptions,
): Promise<IntakeServer> {
  let atWork = 0;
  const listener: RequestListener = (incoming, outgoing) => {
    atWork++;
    void answer(handler, incoming, { isBehindProxy, isBusy: atWork > MAX_AT_WORK })
      .then(async (response) => {
        const body = Buffer.from(await response.arrayBuffer());
        const headers = { ...HEADERS, ...Object.fromEntries(response.headers) };
        outgoing.writeHead(response.status, headers).end(body);
      })
      .catch(() => outgoing.destroy())
      .finally(() => {
        atWork--;
      });
  };
  const limits = { requestTimeout: ARRIVAL, headersTimeout: ARRIVAL };
  const server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...tls }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? portBusy(port, "--port") : error);
    });
    server.listen(port, host, resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? "http" : "https"}://${name}:${given}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handler: IntakeHandler,
  incoming: IncomingMessage,
  { isBehindProxy, isBusy }: { readonly isBehindProxy: boolean; readonly isBusy: boolean },
): Promise<Response> {
  try {
    if (isBusy) throw new HttpError(503, "Too many leads at once; try again.");
    return await handler(await requestOf(incoming), addressOf(incoming, isBehindProxy));
  } catch (error) {
    return failureOf(error);
  }
}

/** An unforeseen error may quote what was sent, so its text is not repeated. */
function failureOf(error: unknown): Response {
  const { status, code, says } =
    error instanceof HttpError
      ? { status: error.status, code: CODES[error.status] ?? "REFUSED", says: error.message }
      : error instanceof LeadEngineError
        ? { status: 503, code: error.code, says: "The lead was not taken; send it again later." }
        : { status: 503, code: "FAILED", says: "The lead was not taken; send it again later." };
  const response = jsonResponse({ error: { code, says } }, status);
  if (status === 401) response.headers.set("www-authenticate", "Bearer");
  if (status === 429 || status === 503) response.headers.set("retry-after", "60");
  return response;
}

const CODES: Readonly<Record<number, string>> = {
  400: "NOT_JSON",
  401: "WRONG_KEY",
  404: "NOT_FOUND",
  413: "TOO_LARGE",
  415: "WRONG_TYPE",
  429: "TOO_MANY",
  503: "BUSY",
};

function addressOf({ socket, headers }: IncomingMessage, isBehindProxy: boolean): string {
  const named = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)?.trim();
  if (isBehindProxy && named !== undefined && isIP(named) !== 0) return named;
  return (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}

/** The request in the web's own types, its body up to the limit. */
async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/", headers } = incoming;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  if (size > MAX_BODY) throw new HttpError(413, `The body has more than ${MAX_BODY} bytes.`);
  const wanted = ["authorization", "content-type", "user-agent"] as const;
  const known = wanted.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  const { pathname } = new URL(url, "http://intake");
  return new Request(`http://intake${pathname}`, {
    method,
    headers: known,
    ...(method === "POST" ? { body: Buffer.concat(chunks) } : {}),
  });
}
