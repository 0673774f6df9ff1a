import { FsBlockstore } from "blockstore-fs";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";

import { bytesResponse, HttpError, jsonResponse, serve, type Service } from "./http.ts";

const GATEWAY_PATH = "/ipfs/";
const RPC_PATH = "/api/v0/";
/** Largest block that IPFS nodes exchange, bytes. */
const MAX_BLOCK = 2 * 1_024 * 1_024;
/** Largest upload, bytes: a block, its multipart frame, and room to report by how much a block is too large. */
const MAX_UPLOAD = 2 * MAX_BLOCK;

/** An IPFS node of this machine: real CIDs and blocks, no network. */
export interface IpfsNode {
  /** Kubo RPC is under `/api/v0/`, the gateway under `/ipfs/`. */
  readonly url: string;
  /** `${gateway}/<cid>`. */
  readonly gateway: string;
  readonly close: () => Promise<void>;
}

/** Where an IPFS node keeps its blocks and answers. */
export interface IpfsOptions {
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/**
 * Starts an IPFS node on the loopback interface: a gateway, and the parts of Kubo's RPC that Graph Node (`version`) and the leads'
 * ciphertexts (`block/put`, `block/get`) need. A ciphertext is one raw block, so its CID follows from its hash.
 */
export async function startIpfs({ folder, port, log }: IpfsOptions): Promise<IpfsNode> {
  const blocks = new FsBlockstore(folder);
  await blocks.open();
  const service: Service = await serve((request) => answer(blocks, request), {
    port,
    portOption: "--ipfs-port",
    maxBody: MAX_UPLOAD,
    log,
  });
  return { ...service, gateway: `${service.url}/ipfs` };
}

async function answer(blocks: FsBlockstore, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname.startsWith(GATEWAY_PATH)) return gateway(blocks, request, pathname);
  const name = pathname.replace(RPC_PATH, "").replace(/\/$/, "");
  const command = COMMANDS[name];
  if (command === undefined) {
    const served = Object.keys(COMMANDS).join(", ");
    throw new HttpError(404, `There is no ${name}, only ${served}.`);
  }
  if (request.method !== "POST") throw new HttpError(405, `${name} needs POST.`);
  // As Kubo does: a web page must not be able to write to the node on its reader's machine.
  if (request.headers.has("origin")) throw new HttpError(403, "Browsers may use the gateway only.");
  return command(blocks, searchParams, request);
}

/** Content by CID for anyone, web pages included: it never changes. */
async function gateway(blocks: FsBlockstore, request: Request, path: string): Promise<Response> {
  if (request.method !== "GET") throw new HttpError(405, "The gateway needs GET.");
  return bytesResponse(await blockOf(blocks, path), {
    "cache-control": "public, max-age=29030400, immutable",
    "access-control-allow-origin": "*",
  });
}

type Command = (
  blocks: FsBlockstore,
  parameters: URLSearchParams,
  request: Request,
) => Promise<Response>;

const COMMANDS: Readonly<Record<string, Command>> = {
  version: () =>
    Promise.resolve(
      jsonResponse({ Version: "0.39.0", Commit: "", Repo: "18", System: "lead-engine" }),
    ),

  "block/get": async (blocks, parameters) => {
    const name = parameters.get("arg");
    if (name === null) throw new HttpError(400, 'argument "key" is required');
    return bytesResponse(await blockOf(blocks, name));
  },

  "block/put": async (blocks, parameters, request) => {
    const codec = parameters.get("cid-codec") ?? parameters.get("format") ?? "raw";
    const hash = parameters.get("mhtype") ?? "sha2-256";
    if (codec !== "raw" || hash !== "sha2-256") {
      throw new HttpError(400, `Only raw blocks by sha2-256 are served, not ${codec} by ${hash}.`);
    }
    const bytes = await uploadIn(request);
    if (bytes.length > MAX_BLOCK) {
      throw new HttpError(413, `The block has ${bytes.length} bytes; ${MAX_BLOCK} are allowed.`);
    }
    const cid = CID.createV1(raw.code, await sha256.digest(bytes));
    await blocks.put(cid, bytes);
    return jsonResponse({ Key: String(cid), Size: bytes.length });
  },
};

/** The bytes of a block by its CID, bare or as an `/ipfs/` path. */
async function blockOf(blocks: FsBlockstore, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const cid = parseCid(name);
  if (!(await blocks.has(cid))) throw new HttpError(404, `ipld: could not find ${String(cid)}`);
  const parts: Uint8Array[] = [];
  for await (const part of blocks.get(cid)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

function parseCid(text: string): CID {
  const name = text.replace(/^(\/ipfs\/|ipfs:\/\/)/, "");
  if (name.includes("/")) {
    throw new HttpError(400, `"${text}" names a file in a folder; this node serves blocks by CID.`);
  }
  try {
    return CID.parse(name);
  } catch {
    throw new HttpError(400, `invalid path "${text}": not a CID`);
  }
}

/** The first file of a multipart body. */
async function uploadIn(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new HttpError(400, "The body is not multipart/form-data with a file in it.");
  }
  const file = [...form.values()].find((entry) => entry instanceof File);
  if (file === undefined) throw new HttpError(400, "file argument 'path' is required");
  return new Uint8Array(await file.arrayBuffer());
}
