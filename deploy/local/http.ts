import { createWriteStream, type WriteStream } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { z } from "zod";

import { messageOf } from "./messageOf.ts";
import { HOST, portBusy } from "./stack/ports.ts";

/** A request that cannot be served; the message is the answer. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** JSON as an answer; bigints as decimal strings. */
export function jsonResponse(value: unknown, status = 200): Response {
  const json = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? String(item) : item,
  );
  return new Response(`${json}\n`, {
    status,
    headers: { "content-type": "application/json" },
  });
}

/**
 * The JSON that a request brings, by a schema.
 * @param says what is wrong with JSON that the schema does not take.
 * @throws {HttpError} 400: it is no JSON, or not by the schema.
 */
export async function requestJson<T>(
  request: Request,
  schema: z.ZodType<T>,
  says: (error: z.ZodError) => string,
): Promise<T> {
  let json: unknown;
  try {
    json = await request.json();
  } catch {
    throw new HttpError(400, "The body is not JSON.");
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  throw new HttpError(400, says(error));
}

/** Bytes as an answer. */
export function bytesResponse(bytes: Uint8Array<ArrayBuffer>, headers = {}): Response {
  return new Response(bytes, {
    headers: { "content-type": "application/octet-stream", ...headers },
  });
}

/** Answers a local service's requests, in the web's own types. */
export type Handler = (request: Request) => Promise<Response>;

/** Where and how a handler is served. */
export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The option that sets the port, for the message when it is busy. */
  readonly portOption: string;
  /** Largest request body, bytes. */
  readonly maxBody: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/** A handler that answers on this machine. */
export interface Service {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a handler on the loopback interface. Errors are answered as JSON: `HttpError` with its status, all others with 500. */
export async function serve(
  handler: Handler,
  { port, portOption, maxBody, log }: ServeOptions,
): Promise<Service> {
  const journal = createWriteStream(log, { flags: "a" });
  const server = createServer((incoming, outgoing) => {
    void answer(handler, incoming, maxBody).then(async (response) => {
      const body = Buffer.from(await response.arrayBuffer());
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
      const { method = "", url = "" } = incoming;
      journal.write(`${new Date().toISOString()} ${method} ${url} ${response.status}\n`);
    });
  });
  await listen(server, port, portOption);
  const address = server.address() as AddressInfo;
  return { url: `http://${HOST}:${address.port}`, close: () => close(server, journal) };
}

async function answer(
  handler: Handler,
  incoming: IncomingMessage,
  maxBody: number,
): Promise<Response> {
  try {
    return await handler(await toRequest(incoming, maxBody));
  } catch (error) {
    const status = error instanceof HttpError ? error.status : 500;
    const message = messageOf(error);
    return jsonResponse({ Message: message, error: message, Code: 0, Type: "error" }, status);
  }
}

async function toRequest(incoming: IncomingMessage, maxBody: number): Promise<Request> {
  const { method = "GET", url = "/", headers } = incoming;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (size <= maxBody) chunks.push(chunk);
  }
  if (size > maxBody) {
    throw new HttpError(413, `The body has ${size} bytes; ${maxBody} are allowed.`);
  }
  const flat = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, [value].flat().join(", ")]],
  );
  const bodyless = method === "GET" || method === "HEAD";
  return new Request(new URL(url, `http://${HOST}`), {
    method,
    headers: flat,
    ...(bodyless ? {} : { body: Buffer.concat(chunks) }),
  });
}

function listen(server: Server, port: number, portOption: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? portBusy(port, portOption) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

async function close(server: Server, journal: WriteStream): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  await new Promise<void>((resolve) => journal.end(resolve));
}
