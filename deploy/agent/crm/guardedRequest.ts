import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";

import {
  RequestFilteringHttpAgent,
  RequestFilteringHttpsAgent,
  type RequestFilteringAgentOptions,
} from "request-filtering-agent";

/** How long a request may take in all, milliseconds. */
const TIMEOUT = 15_000;
/** Most bytes of an answer that are read: the rest is not waited for. */
const MAX_ANSWER = 65_536;

/** Why a request got no answer. */
export type RequestFault = "ADDRESS_NOT_ALLOWED" | "INSECURE_URL" | "TIMED_OUT" | "UNREACHABLE";

/** A request got no answer. It names neither the address nor what was sent: a hook's URL can be a secret. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly code: RequestFault;

  constructor(code: RequestFault) {
    super(code);
    this.code = code;
  }
}

/** What is sent. */
export interface GuardedRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the address may be private or loopback, and HTTP do without TLS. */
  readonly allowPrivate: boolean;
}

/** What came back. */
export interface GuardedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends requests. */
export interface Requester {
  /** @throws {RequestFailed} there is no answer. */
  readonly send: (request: GuardedRequest) => Promise<GuardedAnswer>;
  readonly close: () => void;
}

/** What tests replace. */
export interface RequesterOptions {
  /** Resolves names; the system's resolver by default. */
  readonly lookup?: LookupFunction;
  /** Certificates of authorities that are trusted beside Node's, PEM. */
  readonly ca?: string;
  /** Milliseconds; 15 s by default. */
  readonly timeout?: number;
}

/**
 * Sends to public addresses only, unless a request allows private ones: the address is checked when it is connected to, after its name was
 * resolved, so that a name cannot turn into another address in between. Redirects are not followed, time and size of an answer are bounded.
 */
export function openRequester({ lookup, ca, timeout = TIMEOUT }: RequesterOptions = {}): Requester {
  const agentsFor = (allowPrivate: boolean) => {
    const options: RequestFilteringAgentOptions &
      Pick<RequestOptions, "lookup"> & { keepAlive: boolean } = {
      keepAlive: true,
      allowPrivateIPAddress: allowPrivate,
      ...(lookup === undefined ? {} : { lookup }),
    };
    return {
      "http:": new RequestFilteringHttpAgent(options),
      "https:": new RequestFilteringHttpsAgent({ ...options, ...(ca === undefined ? {} : { ca }) }),
    };
  };
  const open = { public: agentsFor(false), any: agentsFor(true) };

  function send(sent: GuardedRequest): Promise<GuardedAnswer> {
    const { method, url, headers, body, allowPrivate } = sent;
    const isPlain = url.protocol === "http:";
    if (isPlain && !allowPrivate) return Promise.reject(new RequestFailed("INSECURE_URL"));
    const agent = open[allowPrivate ? "any" : "public"][isPlain ? "http:" : "https:"];
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeout);
      const fail = (error: Error) => {
        reject(error instanceof RequestFailed ? error : new RequestFailed(faultOf(error, signal)));
      };
      const request = (isPlain ? httpRequest : httpsRequest)(
        url,
        {
          method,
          agent,
          signal,
          headers: {
            "user-agent": "lead-engine",
            ...headers,
            ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
          },
        },
        (response) => {
          const { statusCode: status = 0, headers: given } = response;
          const chunks: Buffer[] = [];
          let size = 0;
          const answer = () => {
            resolve({ status, headers: given, body: Buffer.concat(chunks).toString() });
          };
          response.on("data", (chunk: Buffer) => {
            size += chunk.length;
            if (size <= MAX_ANSWER) {
              chunks.push(chunk);
              return;
            }
            answer();
            response.destroy();
          });
          response.once("error", fail);
          response.once("end", answer);
        },
      );
      request.once("error", (error: NodeJS.ErrnoException) => {
        // The other side closed the connection before it saw the request.
        if (request.reusedSocket && error.code === "ECONNRESET") resolve(send(sent));
        else fail(error);
      });
      request.end(body);
    });
  }

  return {
    send,
    close: () => {
      for (const agents of Object.values(open)) {
        for (const agent of Object.values(agents)) agent.destroy();
      }
    },
  };
}

function faultOf(error: Error, signal: AbortSignal): RequestFault {
  if (signal.aborted) return "TIMED_OUT";
  return error.message.includes("is not allowed.") ? "ADDRESS_NOT_ALLOWED" : "UNREACHABLE";
}
