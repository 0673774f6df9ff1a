import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import fc from "fast-check";
import { create, type KuboRPCClient } from "kubo-rpc-client";
import { bytesToHex, sha256, stringToBytes } from "viem";

import { startIpfs, type IpfsNode } from "../../deploy/local/ipfs/server.ts";
import { cidOf } from "../../tasks/crypto/cid.ts";

/** Awaits everything that a call of the Kubo client yields. */
async function all<ItemT>(items: AsyncIterable<ItemT>): Promise<ItemT[]> {
  const list: ItemT[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("IPFS node", () => {
  let folder: string;
  let node: IpfsNode;
  let kubo: KuboRPCClient;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ipfs-"));
    node = await startIpfs({ folder, port: 0, log: path.join(folder, "log") });
    kubo = create({ url: node.url });
  });
  after(async () => {
    await node.close();
    await rm(folder, { recursive: true });
  });

  const post = (command: string, body?: FormData) =>
    fetch(`${node.url}/api/v0/${command}`, { method: "POST", ...(body && { body }) });
  const messageOf = async (response: Response) =>
    ((await response.json()) as { Message: string }).Message;
  const form = (bytes: Uint8Array) => {
    const data = new FormData();
    data.append("file", new Blob([new Uint8Array(bytes)]), "lead");
    return data;
  };

  describe("add with raw leaves and CID version 1", () => {
    it("should give a small file the CID that the contracts derive", async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4_096 }), async (content) => {
          const { cid } = await kubo.add(content, { rawLeaves: true, cidVersion: 1 });
          expect(String(cid)).to.equal(cidOf(sha256(content)));
          expect(Buffer.concat(await all(kubo.cat(cid)))).to.deep.equal(Buffer.from(content));
        }),
        { numRuns: 20 },
      );
    });
  });

  describe("add as graph-cli does", () => {
    it("should give the CIDs that Kubo gives, answer the content, and pin it", async () => {
      const [file] = await all(kubo.addAll([{ path: "a.txt", content: "hello world\n" }]));
      // `printf 'hello world\n' | ipfs add`
      expect(String(file?.cid)).to.equal("QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o");
      expect(file?.path).to.equal("a.txt");
      if (file === undefined) throw new Error("nothing was added");
      expect(String(await kubo.pin.add(file.cid))).to.equal(String(file.cid));
      expect(Buffer.concat(await all(kubo.cat(file.cid))).toString()).to.equal("hello world\n");
    });

    it("should give back a file of many blocks", async () => {
      const content = new Uint8Array(700_000).map((_, index) => index % 251);
      const { cid } = await kubo.add(content);
      expect(Buffer.concat(await all(kubo.cat(cid)))).to.deep.equal(Buffer.from(content));
    });
  });

  describe("block/put, block/get, block/stat, block/rm", () => {
    it("should keep more than a chunk as one block, and forget it on demand", async () => {
      const content = new Uint8Array(300_000).fill(7);
      const cid = await kubo.block.put(content);
      expect(String(cid)).to.equal(cidOf(sha256(content)));
      expect(bytesToHex(await kubo.block.get(cid))).to.equal(bytesToHex(content));
      expect((await kubo.block.stat(cid)).size).to.equal(content.length);

      const [removed] = await all(kubo.block.rm(cid));
      const [again] = await all(kubo.block.rm(cid));
      expect(removed?.error).to.equal(undefined);
      expect(again?.error?.message).to.contain("could not find");
      expect((await fetch(`${node.gateway}/${String(cid)}`)).status).to.equal(404);
    });

    it("should refuse a block that no node would pass on", async () => {
      const response = await post("block/put", form(new Uint8Array(2_097_153)));
      expect(response.status).to.equal(413);
      expect(await messageOf(response)).to.equal(
        "The block has 2097153 bytes; 2097152 are allowed.",
      );
    });

    it("should refuse another codec", async () => {
      const response = await post("block/put?cid-codec=dag-cbor", form(Uint8Array.of(1)));
      expect(await messageOf(response)).to.contain("not dag-cbor by sha2-256");
    });
  });

  describe("the gateway", () => {
    it("should answer a file to any web page", async () => {
      const cid = await kubo.block.put(stringToBytes("ciphertext"));
      const response = await fetch(`${node.gateway}/${String(cid)}`);
      expect(await response.text()).to.equal("ciphertext");
      expect(response.headers.get("access-control-allow-origin")).to.equal("*");
    });
  });

  describe("given a request that cannot be served", () => {
    const unknown = cidOf(`0x${"11".repeat(32)}`);
    for (const [label, command, status, message] of [
      ["an unknown CID", `cat?arg=${unknown}`, 404, `could not find ${unknown}`],
      ["a tampered CID", `cat?arg=${unknown.slice(0, -3)}`, 400, "not a CID"],
      ["no CID", "cat", 400, "is required"],
      ["a path into a folder", `cat?arg=${unknown}/a.txt`, 400, "serves files by CID"],
      ["an unknown command", "swarm/peers", 404, "There is no swarm/peers; served are version,"],
      ["no upload", "add", 400, "not multipart/form-data"],
      ["a CID version that does not exist", "add?cid-version=2", 400, "must be 0 or 1"],
      ["an unknown chunker", "add?chunker=rabin", 400, "chunker must be size-N"],
      ["a folder", "add?wrap-with-directory=true", 400, "add files one by one"],
      ["an unknown block to pin", `pin/add?arg=${unknown}`, 404, "could not find"],
    ] as const) {
      it(`should refuse ${label} with the reason`, async () => {
        const response = await post(command);
        expect(response.status).to.equal(status);
        expect(await messageOf(response)).to.contain(message);
      });
    }

    it("should refuse a web page that would write to it", async () => {
      const headers = { origin: "https://example.com" };
      const response = await fetch(`${node.url}/api/v0/version`, { method: "POST", headers });
      expect(response.status).to.equal(403);
    });

    it("should refuse an upload that is too large", async () => {
      const response = await post("add", form(new Uint8Array(33 * 1_024 * 1_024)));
      expect(response.status).to.equal(413);
      expect(await messageOf(response)).to.contain("33554432 are allowed");
    });
  });
});
