import { fixedSize } from "ipfs-unixfs-importer/chunker";
import type { ImporterOptions } from "ipfs-unixfs-importer";
import { CID } from "multiformats/cid";

import { HttpError } from "../http/response.ts";

/** Kubo's default chunk, bytes. */
const CHUNK_SIZE = 262_144;
/** Largest block that IPFS nodes exchange, bytes. */
export const MAX_BLOCK = 2 * 1_024 * 1_024;

/** A content id, bare or as an `/ipfs/` path. */
export function parseCid(text: string): CID {
  const name = text.replace(/^(\/ipfs\/|ipfs:\/\/)/, "");
  if (name.includes("/")) {
    throw new HttpError(400, `"${text}" names a file in a folder; this node serves files by CID.`);
  }
  try {
    return CID.parse(name);
  } catch {
    throw new HttpError(400, `invalid path "${text}": not a CID`);
  }
}

/** All `arg` parameters of a Kubo request as content ids; there must be one at least. */
export function cidArguments(parameters: URLSearchParams): [CID, ...CID[]] {
  const [first, ...rest] = parameters.getAll("arg").map(parseCid);
  if (first === undefined) throw new HttpError(400, 'argument "key" is required');
  return [first, ...rest];
}

/** A file of a multipart body. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The files of a multipart body; there must be one at least. */
export async function uploadsOf(request: Request): Promise<[Upload, ...Upload[]]> {
  const [first, ...rest] = await Promise.all((await filesOf(request)).map(toUpload));
  if (first === undefined) throw new HttpError(400, "file argument 'path' is required");
  return [first, ...rest];
}

/** How `add` stores a file: Kubo's parameters and its defaults. */
export function importOptions(parameters: URLSearchParams): ImporterOptions {
  if (parameters.get("wrap-with-directory") === "true") {
    throw new HttpError(400, "wrap-with-directory is not served: add files one by one.");
  }
  const version = parameters.get("cid-version") ?? "0";
  if (version !== "0" && version !== "1") {
    throw new HttpError(400, `cid-version must be 0 or 1, not "${version}".`);
  }
  const cidVersion = version === "1" ? 1 : 0;
  const rawLeaves = parameters.get("raw-leaves") ?? String(cidVersion === 1);
  return {
    profile: "unixfs-v0-2015",
    cidVersion,
    rawLeaves: rawLeaves === "true",
    chunker: fixedSize({ chunkSize: chunkSize(parameters.get("chunker")) }),
    // Kubo gives a file of one raw leaf the leaf's own CID.
    reduceSingleLeafToSelf: true,
  };
}

function chunkSize(chunker: string | null): number {
  if (chunker === null) return CHUNK_SIZE;
  const size = Number(/^size-(\d+)$/.exec(chunker)?.[1]);
  if (!(size > 0 && size <= MAX_BLOCK)) {
    throw new HttpError(400, `chunker must be size-N with N from 1 to ${MAX_BLOCK}.`);
  }
  return size;
}

async function filesOf(request: Request): Promise<File[]> {
  try {
    const form = await request.formData();
    return [...form.values()].filter((entry) => entry instanceof File);
  } catch {
    throw new HttpError(400, "The body is not multipart/form-data with a file in it.");
  }
}

async function toUpload(file: File): Promise<Upload> {
  if (file.type === "application/x-directory") {
    throw new HttpError(400, "Folders are not served: add files one by one.");
  }
  return { name: decodeURIComponent(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };
}
