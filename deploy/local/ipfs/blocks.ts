import { FsBlockstore } from "blockstore-fs";
import { exporter } from "ipfs-unixfs-exporter";
import { importBytes, type ImporterOptions } from "ipfs-unixfs-importer";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";

import { HttpError } from "../http/response.ts";

/** Blocks, and files in blocks, kept in a folder. */
export type BlockStore = Awaited<ReturnType<typeof openBlocks>>;

/** Opens (or begins) a block store in a folder. */
export async function openBlocks(folder: string) {
  const store = new FsBlockstore(folder);
  await store.open();

  const requireBlock = async (cid: CID) => {
    if (!(await store.has(cid))) throw new HttpError(404, `ipld: could not find ${String(cid)}`);
  };

  return {
    /** Stores bytes as one raw block: CIDv1, SHA-256 of all of them. */
    put: async (bytes: Uint8Array): Promise<CID> => {
      const cid = CID.createV1(raw.code, await sha256.digest(bytes));
      await store.put(cid, bytes);
      return cid;
    },

    /** A block's bytes. */
    get: async (cid: CID): Promise<Uint8Array<ArrayBuffer>> => {
      await requireBlock(cid);
      return collect(store.get(cid));
    },

    /** Forgets a block; whether it was there. */
    remove: async (cid: CID): Promise<boolean> => {
      const known = await store.has(cid);
      await store.delete(cid);
      return known;
    },

    /** Stores a file as IPFS does, in as many blocks as it needs. */
    add: async (bytes: Uint8Array, options: ImporterOptions) => {
      const { cid, size } = await importBytes(bytes, store, options);
      return { cid, size };
    },

    /** A file's content. */
    cat: async (cid: CID): Promise<Uint8Array<ArrayBuffer>> => {
      await requireBlock(cid);
      const entry = await exporter(cid, store);
      if (entry.type !== "file" && entry.type !== "raw" && entry.type !== "identity") {
        throw new HttpError(400, `${String(cid)} is no file`);
      }
      return collect(entry.content());
    },
  };
}

async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}
