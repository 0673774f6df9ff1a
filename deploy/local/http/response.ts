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
  return new Response(`${toJson(value)}\n`, {
    status,
    headers: { "content-type": "application/json" },
  });
}

/** One JSON object a line, as Kubo streams them. */
export function jsonLines(values: readonly unknown[]): Response {
  const lines = values.map((value) => `${toJson(value)}\n`);
  return new Response(lines.join(""), { headers: { "content-type": "application/json" } });
}

/** Bytes as an answer. */
export function bytesResponse(bytes: Uint8Array<ArrayBuffer>, headers = {}): Response {
  return new Response(bytes, {
    headers: { "content-type": "application/octet-stream", ...headers },
  });
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? String(item) : item,
  );
}
