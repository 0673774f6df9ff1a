import { createHash } from "node:crypto";

import { expect } from "chai";
import { stringToBytes } from "viem";

import {
  contentHash,
  createContentKey,
  decryptContent,
  encryptContent,
  type ContentContext,
} from "../../deploy/sdk/crypto/content.ts";
import { rejection } from "../fixtures/rejection.ts";

const CONTEXT: ContentContext = {
  chainId: 31337,
  nft: `0x${"aa".repeat(20)}`,
  seller: `0x${"bb".repeat(20)}`,
  nonce: 7n,
};

describe("content encryption", () => {
  const plaintext = stringToBytes(JSON.stringify({ firstName: "Ada", phone: "+1 512 555 0100" }));
  const contentKey = createContentKey();
  const ciphertext = encryptContent(plaintext, contentKey, CONTEXT);

  it("it should open with the key in its context", () => {
    expect(decryptContent(ciphertext, contentKey, CONTEXT)).to.deep.equal(plaintext);
  });

  it("it should carry a nonce of 12 bytes, fresh each time, and a tag of 16", () => {
    const again = encryptContent(plaintext, contentKey, CONTEXT);
    expect(ciphertext.length).to.equal(12 + plaintext.length + 16);
    expect(again.subarray(0, 12)).not.to.deep.equal(ciphertext.subarray(0, 12));
  });

  it("it should open an empty content", () => {
    const empty = encryptContent(new Uint8Array(), contentKey, CONTEXT);
    expect(decryptContent(empty, contentKey, CONTEXT).length).to.equal(0);
  });

  it("it should not open with another key", async () => {
    const attempt = () => decryptContent(ciphertext, createContentKey(), CONTEXT);
    expect(await rejection(attempt)).to.equal("CONTENT_UNREADABLE");
  });

  for (const [field, value] of Object.entries({
    chainId: 8453,
    nft: `0x${"cc".repeat(20)}`,
    seller: `0x${"cc".repeat(20)}`,
    nonce: 8n,
  })) {
    it(`it should not open under another ${field}`, async () => {
      const attempt = () => decryptContent(ciphertext, contentKey, { ...CONTEXT, [field]: value });
      expect(await rejection(attempt)).to.equal("CONTENT_UNREADABLE");
    });
  }

  it("it should not open with any byte changed, or cut off", async () => {
    for (let index = 0; index < ciphertext.length; index++) {
      const changed = ciphertext.map((byte, at) => (at === index ? byte ^ 1 : byte));
      const attempt = () => decryptContent(changed, contentKey, CONTEXT);
      expect(await rejection(attempt), `byte ${index}`).to.equal("CONTENT_UNREADABLE");
    }
    for (const length of [0, 11, 12, 27, ciphertext.length - 1]) {
      const attempt = () => decryptContent(ciphertext.subarray(0, length), contentKey, CONTEXT);
      expect(await rejection(attempt), `${length} bytes`).to.equal("CONTENT_UNREADABLE");
    }
  });

  it("it should hash the ciphertext with SHA-256", () => {
    const expected = createHash("sha256").update(ciphertext).digest("hex");
    expect(contentHash(ciphertext)).to.equal(`0x${expected}`);
  });
});
