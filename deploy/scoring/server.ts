import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { scoringRequestSchema } from "../workflows/shared/scoringService.ts";
import { scoreBatch, type ScoringContext } from "./scoreBatch.ts";

/** Where the service answers questions. */
export const SCORE_PATH = "/v1/score";
/** Most bytes of a question: more than CRE lets a workflow send. */
export const MAX_BODY_BYTES = 125_000;
/**
 * How far the caller's time may be from this machine's, seconds: the age at which the verifier refuses a report. The caller's time counts,
 * because the chain compares with it and the nodes agreed on it. But whoever has the API key chooses it: without a bound, consent could
 * look fresh, or a key's epoch alive, as of any day.
 */
export const MAX_TIME_GAP = 900;
/** How long a client may take to send its headers, and all of its question, milliseconds. */
const HEADERS_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 15_000;
/** How long requests may go on when the service ends, milliseconds. */
const GRACE = 30_000;

/** What the service works with. */
export interface ScoringOptions extends ScoringContext {
  /** Who has it may ask. */
  readonly apiKey: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** This machine's time, Unix seconds. */
  readonly now: () => number;
  /** Gets a line of JSON for every request: its id, counts, codes and times; nothing of a consumer or a key. */
  readonly log: (line: string) => void;
}

/** A service that answers. */
export interface ScoringServer {
  readonly url: string;
  /** Takes no further requests, and ends when those that run have their answer, 30 s later at the latest. */
  readonly close: () => Promise<void>;
}

/** A request that gets no scores: an HTTP status and a code, never a text. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

interface Reply {
  readonly status: number;
  readonly body: object;
  /** For the log: how often each code was given to a package. */
  readonly codes?: Readonly<Record<string, number>>;
}

/**
 * Starts the scoring service: `POST /v1/score` takes `ScoringRequest` with the API key as bearer token and answers `{"packages": [Verdict]}`;
 * `GET /health` answers without a key. It speaks plain HTTP: HTTPS ends before it.
 *
 * Refusals are `{"code": …}`: `REQUEST_MALFORMED` (400), `UNAUTHORIZED` (401), `NOT_FOUND` (404), `BODY_TOO_LARGE` (413),
 * `TIME_OUT_OF_BOUNDS` (422), `UNEXPECTED` (500).
 * @throws {Error} the port is busy.
 */
export async function startScoring(options: ScoringOptions): Promise<ScoringServer> {
  const server = createServer((request, response) => {
    void serve(options, request, response, () => server.listening);
  });
  server.headersTimeout = HEADERS_TIMEOUT;
  server.requestTimeout = REQUEST_TIMEOUT;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === "IPv6" ? `[${address}]` : address;
  return { url: `http://${host}:${port}`, close: () => close(server) };
}

async function serve(
  options: ScoringOptions,
  request: IncomingMessage,
  response: ServerResponse,
  goesOn: () => boolean,
): Promise<void> {
  const id = randomUUID();
  const start = performance.now();
  const { status, body, codes } = await answer(options, request).catch(refused);
  const text = JSON.stringify(body);
  // What was not read of a refused question is not waited for, nor is another one when the service ends.
  const connection = request.complete && goesOn() ? {} : { connection: "close" };
  const headers = { "content-type": "application/json", "x-request-id": id, ...connection };
  response.writeHead(status, headers).end(text);
  options.log(
    JSON.stringify({
      time: new Date(options.now() * 1_000).toISOString(),
      id,
      status,
      ...("code" in body ? { code: body.code } : {}),
      ...(codes === undefined ? {} : { codes }),
      milliseconds: Math.round(performance.now() - start),
    }),
  );
}

function refused(error: unknown): Reply {
  const { status, code } = error instanceof Refusal ? error : new Refusal(500, "UNEXPECTED");
  return { status, body: { code } };
}

async function answer(options: ScoringOptions, request: IncomingMessage): Promise<Reply> {
  const route = `${request.method ?? ""} ${request.url ?? ""}`;
  if (route === "GET /health") return { status: 200, body: { status: "ok" } };
  if (route !== `POST ${SCORE_PATH}`) throw new Refusal(404, "NOT_FOUND");
  if (!isAuthorized(request.headers.authorization ?? "", options.apiKey)) {
    throw new Refusal(401, "UNAUTHORIZED");
  }
  const asked = scoringRequestSchema.safeParse(parse(await readBody(request)));
  if (!asked.success) throw new Refusal(400, "REQUEST_MALFORMED");
  if (Math.abs(asked.data.observedAt - options.now()) > MAX_TIME_GAP) {
    throw new Refusal(422, "TIME_OUT_OF_BOUNDS");
  }
  const packages = await scoreBatch(asked.data, options);
  const codes: Record<string, number> = {};
  for (const { code } of packages) codes[code] = (codes[code] ?? 0) + 1;
  return { status: 200, body: { packages }, codes };
}

/** Takes as long for a wrong key as for the right one, whatever their lengths. */
function isAuthorized(authorization: string, apiKey: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${apiKey}`));
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    throw new Refusal(413, "BODY_TOO_LARGE");
  }
  const parts: Buffer[] = [];
  let length = 0;
  // The connection stays, for the answer.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Refusal(413, "BODY_TOO_LARGE");
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "REQUEST_MALFORMED");
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, GRACE);
  await closed;
  clearTimeout(timer);
}
