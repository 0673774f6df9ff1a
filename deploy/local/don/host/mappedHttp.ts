import { isIP } from "node:net";

import type { HttpRequest, HttpResponse } from "./httpMessages.ts";
import { within } from "./limits.ts";

/** What goes to a server. */
export type OutgoingRequest = Pick<
  HttpRequest,
  "url" | "method" | "headers" | "multiHeaders" | "body" | "timeout"
>;

/** Sends a request. @throws {Error} the target is refused, or gives no answer within the limits. */
export type Send = (request: OutgoingRequest) => Promise<Pick<HttpResponse, "statusCode" | "body">>;

/** How long a server may take, milliseconds. */
const TIMEOUT = 10_000;

/**
 * HTTP as an enclave does it, for servers of this machine: HTTPS names from a list, each served by a port of the loopback interface.
 * Nothing else is called, and no other name is even resolved: an enclave refuses private addresses and names that lead to them, the local
 * DON all that is not on the list. Redirects are not followed.
 * @param ports by host name.
 * @param milliseconds that a server may take; a request can ask for less.
 * @throws {RangeError} a name on the list is one that an enclave would refuse.
 */
export function mappedHttp(ports: ReadonlyMap<string, number>, milliseconds = TIMEOUT): Send {
  for (const host of ports.keys()) {
    if (isIP(host) !== 0 || !host.includes(".") || host.endsWith(".localhost")) {
      throw new RangeError(`An enclave calls no ${host}: give the server a public name.`);
    }
  }
  return async ({ url, method, headers, multiHeaders, body, timeout }) => {
    const { protocol, host, username, pathname, search } = new URL(url);
    if (protocol !== "https:") throw new Error("An enclave calls HTTPS servers only.");
    const port = ports.get(host);
    if (port === undefined || username !== "") throw new Error(`${host} is not served here.`);

    const sent = new Headers({ ...headers });
    for (const [name, { values }] of Object.entries(multiHeaders)) {
      for (const value of values) sent.append(name, value);
    }
    const patience =
      timeout === undefined
        ? milliseconds
        : Number(timeout.seconds) * 1_000 + timeout.nanos / 1_000_000;
    const response = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
      method: method || "GET",
      headers: sent,
      ...(body.length === 0 ? {} : { body: Uint8Array.from(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(Math.min(patience, milliseconds)),
    });
    return { statusCode: response.status, body: await readBody(response) };
  };
}

/** Stops to read where the limit is: a body may have no end. */
async function readBody(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    within("httpResponseBytes", length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
