import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import fc from "fast-check";
import { sha256, stringToBytes } from "viem";

import { startIpfs, type IpfsNode } from "../../deploy/local/ipfs.ts";
import { cidOf } from "../../deploy/sdk/crypto/cid.ts";
import { getContent, putContent } from "../../deploy/sdk/lead/contentStore.ts";

describe("IPFS node", () => {
  const unknown = cidOf(`0x${"11".repeat(32)}`);
  let folder: string;
  let node: IpfsNode;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ipfs-"));
    node = await startIpfs({ folder, port: 0, log: path.join(folder, "log") });
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

  describe("block/put and block/get", () => {
    it("should give content the CID that the contracts derive, and give it back", async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4_096 }), async (content) => {
          expect(await putContent(node.url, content)).to.equal(cidOf(sha256(content)));
          expect(await getContent(node.url, sha256(content))).to.deep.equal(content);
        }),
        { numRuns: 20 },
      );
    });

    it("should keep the largest block in one piece", async () => {
      const content = new Uint8Array(2_097_152).map((_, index) => index % 251);
      await putContent(node.url, content);
      expect(await getContent(node.url, sha256(content))).to.deep.equal(content);
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
      const cid = await putContent(node.url, stringToBytes("ciphertext"));
      const response = await fetch(`${node.gateway}/${cid}`);
      expect(await response.text()).to.equal("ciphertext");
      expect(response.headers.get("access-control-allow-origin")).to.equal("*");
    });

    it("should say that it does not hold a block", async () => {
      const response = await fetch(`${node.gateway}/${unknown}`);
      expect(response.status).to.equal(404);
      expect(await messageOf(response)).to.contain(`could not find ${unknown}`);
    });
  });

  describe("given a request that cannot be served", () => {
    for (const [label, command, status, message] of [
      ["an unknown CID", `block/get?arg=${unknown}`, 404, `could not find ${unknown}`],
      ["a tampered CID", `block/get?arg=${unknown.slice(0, -3)}`, 400, "not a CID"],
      ["no CID", "block/get", 400, "is required"],
      ["a path into a folder", `block/get?arg=${unknown}/a.txt`, 400, "serves blocks by CID"],
      ["an unknown command", "swarm/peers", 404, "There is no swarm/peers, only version,"],
      ["no upload", "block/put", 400, "not multipart/form-data"],
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
      const response = await post("block/put", form(new Uint8Array(5 * 1_024 * 1_024)));
      expect(response.status).to.equal(413);
      expect(await messageOf(response)).to.contain("4194304 are allowed");
    });
  });
});
