import { expect } from "chai";
import {
  concat,
  hexToBigInt,
  keccak256,
  numberToHex,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  stringToHex,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { ORDER } from "../../deploy/sdk/crypto/scalar.ts";
import { signatureFault } from "../../deploy/workflows/shared/sellerSignature.ts";

const SELLER = privateKeyToAccount(generatePrivateKey());
const DIGEST = keccak256(stringToHex("a submission"));
const never = () => false;
const faultOf = (signature: Hex, askWallet: () => boolean | undefined = never) =>
  signatureFault({ seller: SELLER.address, digest: DIGEST, signature }, askWallet);

describe("signatureFault", () => {
  let signature: Hex;
  before(async () => {
    signature = await SELLER.sign({ hash: DIGEST });
  });

  it("should find none in the signature of the seller's key, and ask no wallet", () => {
    const ask = () => expect.fail("It was asked.");
    expect(faultOf(signature, ask)).to.equal(undefined);
  });

  it("should take the wallet's word for any other", () => {
    expect(faultOf("0x", () => true)).to.equal(undefined);
    expect(faultOf("0x", () => false)).to.equal("SIGNATURE_INVALID");
    expect(faultOf("0x", () => undefined)).to.equal("RUN_FULL");
  });

  it("should refuse another account's, and one of something else", async () => {
    const stranger = privateKeyToAccount(generatePrivateKey());
    expect(faultOf(await stranger.sign({ hash: DIGEST }))).to.equal("SIGNATURE_INVALID");
    const other = await SELLER.sign({ hash: keccak256("0x") });
    expect(faultOf(other)).to.equal("SIGNATURE_INVALID");
  });

  it("should refuse what the contracts refuse: other lengths, the higher s, another v", () => {
    const { r, s, yParity } = parseSignature(signature);
    const higher = numberToHex(ORDER - hexToBigInt(s), { size: 32 });
    for (const bad of [
      "0x",
      signature.slice(0, -2) as Hex,
      concat([signature, "0x00"]),
      serializeCompactSignature(signatureToCompactSignature({ r, s, yParity })),
      concat([r, higher, numberToHex(28 - yParity)]),
      concat([r, s, numberToHex(yParity, { size: 1 })]),
      concat([r, s, "0x1d"]),
      `0x${"00".repeat(64)}1b`,
      `0x${"ff".repeat(64)}1b`,
    ] as const) {
      expect(faultOf(bad), bad).to.equal("SIGNATURE_INVALID");
    }
  });
});
