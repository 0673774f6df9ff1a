import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, sha256, stringToBytes } from "viem";

import { cidOf, digestOf, uriOf } from "../../deploy/sdk/crypto/cid.ts";
import { rejection } from "../fixtures/rejection.ts";

describe("cid", () => {
  // `ipfs add --cid-version 1 --raw-leaves` of the text "hello world".
  const cid = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
  const digest = sha256(stringToBytes("hello world"));

  it("it should be the CIDv1 that IPFS gives a raw block", () => {
    expect(cidOf(digest)).to.equal(cid);
    expect(uriOf(digest)).to.equal(`ipfs://${cid}`);
  });

  it("it should give the digest back for every digest", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const hex = bytesToHex(bytes);
        expect(digestOf(cidOf(hex))).to.equal(hex);
        expect(digestOf(uriOf(hex))).to.equal(hex);
      }),
    );
  });

  for (const [label, text] of Object.entries({
    "an empty text": "",
    "a CIDv0": "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
    "upper case": cid.toUpperCase(),
    "another base": `z${cid.slice(1)}`,
    "another codec": cid.replace("bafkrei", "bafybei"),
    "a digest that is too long": `${cid}aa`,
    "a digest that is too short": cid.slice(0, -2),
    "bits after the end": `${cid.slice(0, -1)}f`,
  })) {
    it(`it should refuse ${label}`, async () => {
      expect(await rejection(() => digestOf(text))).to.equal("INVALID_CID");
    });
  }

  it("it should refuse a digest that is not 32 bytes long", async () => {
    expect(await rejection(() => cidOf("0x00"))).to.equal("INVALID_CID");
  });
});
