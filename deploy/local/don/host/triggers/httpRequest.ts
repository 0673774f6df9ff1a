import { createHash, randomUUID } from "node:crypto";

import { hexToBytes, isAddressEqual, recoverMessageAddress, type Address, type Hex } from "viem";
import { z } from "zod";

/** A request to start a run, as it goes over HTTP. */
export interface SignedRequest {
  /** A JSON-RPC 2.0 request of `workflows.execute`. */
  readonly body: string;
  /** `Bearer ` and a JWT that its caller signed. */
  readonly authorization: string;
}

/** What a request asks for, and who signed it. */
export interface VerifiedRequest {
  readonly id: string;
  readonly workflowId: Hex;
  readonly input: unknown;
  readonly signer: Address;
  /** Names the signature; no two requests have the same. */
  readonly tokenId: string;
  /** Unix seconds. */
  readonly expires: number;
}

/** Codes of JSON-RPC that the gateway answers with. */
export const REFUSALS = { parse: -32_700, invalid: -32_600, limit: -32_002 } as const;

/** A request that starts no run; the message says why. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  /** Of the JSON-RPC error. */
  readonly code: number;

  constructor(code: keyof typeof REFUSALS, message: string) {
    super(message);
    this.code = REFUSALS[code];
  }
}

/** Longest life of a signature, seconds, and how far a caller's clock may be ahead. */
const LIFE = 300;
const BEARER = "Bearer ";

const requestSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.string().regex(/^[^/]+$/),
  method: z.literal("workflows.execute"),
  params: z.object({
    input: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    workflow: z.object({ workflowID: z.string().regex(/^(0x)?[0-9a-f]{64}$/) }),
  }),
});
const headerSchema = z.object({ alg: z.literal("ETH"), typ: z.literal("JWT") });
const claimsSchema = z.object({
  digest: z.string(),
  iss: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1),
});

/** Who signs requests: an account of viem. */
export interface RequestSigner {
  readonly address: Address;
  readonly signMessage: (parameters: { message: string }) => Promise<Hex>;
}

/**
 * A request as CRE's gateway takes it: JSON-RPC, with a JWT (`alg: ETH`) over its digest that the caller signs as an Ethereum message.
 * @param input an object or an array; the workflow gets its JSON.
 * @param now milliseconds since 1970. The signature lives for five minutes.
 */
export async function signRequest(
  signer: RequestSigner,
  { workflowId, input }: { readonly workflowId: Hex; readonly input: object },
  now: number,
): Promise<SignedRequest> {
  const request = {
    jsonrpc: "2.0",
    id: randomUUID(),
    method: "workflows.execute",
    params: { input, workflow: { workflowID: workflowId.slice(2).toLowerCase() } },
  };
  const iat = Math.floor(now / 1_000);
  const claims = {
    digest: digestOf(JSON.parse(JSON.stringify(request)) as z.infer<typeof requestSchema>),
    iss: signer.address,
    iat,
    exp: iat + LIFE,
    jti: randomUUID(),
  };
  const message = [{ alg: "ETH", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = Buffer.from(hexToBytes(await signer.signMessage({ message })));
  signature[64] = (signature[64] ?? 0) % 27;
  const token = `${message}.${signature.toString("base64url")}`;
  return { body: JSON.stringify(request), authorization: BEARER + token };
}

/**
 * Checks a request and its signature as the gateway does. Whether the signer may start runs, and whether it did already with this token,
 * is for the caller to check.
 * @param now milliseconds since 1970.
 * @throws {RequestRefused}
 */
export async function verifyRequest(
  { body, authorization }: SignedRequest,
  now: number,
): Promise<VerifiedRequest> {
  const request = parse(requestSchema, body, "The body");
  if (!authorization.startsWith(BEARER)) {
    throw new RequestRefused("invalid", "The request carries no bearer token.");
  }
  const token = authorization.slice(BEARER.length);
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  if (more.length > 0) throw new RequestRefused("invalid", "The token has not three parts.");
  parse(headerSchema, textOf(header), "The token's header");
  const claims = parse(claimsSchema, textOf(payload), "The token's payload");

  const signer = await signerOf(`${header}.${payload}`, signature);
  const seconds = Math.floor(now / 1_000);
  const complaints: readonly (readonly [boolean, string])[] = [
    [!isAddressEqual(signer, claims.iss as Address), "is not signed by its issuer"],
    [claims.digest !== digestOf(request), "was signed for another request"],
    [claims.exp - claims.iat > LIFE, `lives longer than ${LIFE} s`],
    [claims.iat > seconds + LIFE, "is from the future"],
    [claims.exp <= seconds, "has expired"],
  ];
  const complaint = complaints.find(([applies]) => applies)?.[1];
  if (complaint !== undefined) throw new RequestRefused("invalid", `The token ${complaint}.`);

  const { input, workflow } = request.params;
  const workflowId: Hex = `0x${workflow.workflowID.replace("0x", "")}`;
  return { id: request.id, workflowId, input, signer, tokenId: claims.jti, expires: claims.exp };
}

/** SHA-256 of the request in the order of the gateway's fields. */
function digestOf({ jsonrpc, id, method, params }: z.infer<typeof requestSchema>): string {
  const text = JSON.stringify({ jsonrpc, id, method, params });
  return `0x${createHash("sha256").update(text).digest("hex")}`;
}

async function signerOf(message: string, signature: string): Promise<Address> {
  const bytes = Buffer.from(signature, "base64url");
  try {
    if (bytes.length !== 65) throw new RangeError("A signature has 65 bytes.");
    return await recoverMessageAddress({ message, signature: `0x${bytes.toString("hex")}` });
  } catch {
    throw new RequestRefused("invalid", "The token's signature is none.");
  }
}

function textOf(base64url: string): string {
  return Buffer.from(base64url, "base64url").toString();
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  what: string,
): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RequestRefused("parse", `${what} is not JSON.`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new RequestRefused("invalid", `${what} is wrong:\n${z.prettifyError(parsed.error)}`);
}
