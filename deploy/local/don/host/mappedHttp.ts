import { within } from "./limits.ts";
import type { HttpRequest, HttpResponse } from "./httpMessages.ts";

/** How long a server may take, milliseconds. */
const TIMEOUT = 10_000;

/**
 * HTTP as an enclave does it, for servers of this machine: HTTPS names from a list, each served by a port of the loopback interface. All
 * else is refused, and redirects are not followed.
 * @param ports by host name.
 */
export function mappedHttp(ports: ReadonlyMap<string, number>, milliseconds = TIMEOUT) {
  return async ({
    url,
    method,
    headers,
    multiHeaders,
    body,
  }: HttpRequest): Promise<Pick<HttpResponse, "statusCode" | "body">> => {
    const { protocol, hostname, pathname, search } = new URL(url);
    if (protocol !== "https:") throw new Error("An enclave calls HTTPS servers only.");
    const port = ports.get(hostname);
    if (port === undefined) throw new Error(`The host ${hostname} is not served here.`);

    const sent = new Headers({ ...headers });
    for (const [name, { values }] of Object.entries(multiHeaders)) {
      for (const value of values) sent.append(name, value);
    }
    const response = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
      method: method || "GET",
      headers: sent,
      ...(body.length === 0 ? {} : { body: Uint8Array.from(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(milliseconds),
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
