import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import {
  encodeAbiParameters,
  keccak256,
  numberToHex,
  parseSignature,
  recoverPublicKey,
  serializeSignature,
  zeroAddress,
  type Address,
  type Hex,
} from "viem";
import { publicKeyToAddress } from "viem/accounts";

import { POINT_PARAMETER } from "../../../deploy/sdk/crypto/capsule.ts";
import { provePossession, type DeliveryKey } from "../../../deploy/sdk/delivery/deliveryKey.ts";
import { publicKeyOf, toCurvePoint, type Point } from "../../../deploy/sdk/crypto/point.ts";
import { ORDER } from "../../../deploy/sdk/crypto/scalar.ts";
import { deployDeliveryKeysHarness } from "../../fixtures/deliveryKeysHarness.ts";
import type { DeliveryKeysFixture } from "../../fixtures/deliveryKeysHarness.ts";

describe("DeliveryKeys.registerDeliveryKey", () => {
  let fixture: DeliveryKeysFixture;
  let signature: Hex;

  beforeEach(async () => {
    fixture = await deployDeliveryKeysHarness();
    signature = await provePossession(fixture.key, fixture.account, fixture.vault);
  });

  describe("given an account without locked money", () => {
    describe("when it proves that it holds the key", () => {
      it("it should store the key's hash, say so and call the hook", async () => {
        const { viem, keys, key, account } = fixture;
        const { publicKey } = key;
        const hash = await keys.write.registerDeliveryKey([publicKey, signature]);
        await viem.assertions.emitWithArgs(hash, keys, "DeliveryKeyRegistered", [
          account,
          publicKey,
        ]);
        await viem.assertions.emitWithArgs(hash, keys, "HookCalled", [account]);
        expect(await keys.read.deliveryKeyHashOf([account])).to.equal(hashOf(publicKey));
      });

      it("it should replace an earlier key", async () => {
        const { keys, key, account, vault } = fixture;
        await keys.write.registerDeliveryKey([key.publicKey, signature]);
        const other = keyOf(5n);
        const proof = await provePossession(other, account, vault);
        await keys.write.registerDeliveryKey([other.publicKey, proof]);
        expect(await keys.read.deliveryKeyHashOf([account])).to.equal(hashOf(other.publicKey));
      });
    });

    describe("when the signature is by another key", () => {
      it("reverts with that key's address", async () => {
        const { account, vault, key } = fixture;
        // What the other key signs names the registered key, so the recovered address is the other key's own.
        const liar: DeliveryKey = { secret: 5n, publicKey: key.publicKey };
        const forged = await provePossession(liar, account, vault);
        await expectInvalid(key.publicKey, forged, addressOf(publicKeyOf(5n)));
      });
    });

    describe("when the signature is for another account, chain, vault or key", () => {
      it("reverts", async () => {
        const { account, vault, key, stranger } = fixture;
        const proofs = [
          await provePossession(key, stranger.account.address, vault),
          await provePossession(key, account, { ...vault, chainId: vault.chainId + 1 }),
          await provePossession(key, account, { ...vault, vault: account }),
          await provePossession({ ...key, publicKey: publicKeyOf(5n) }, account, vault),
        ];
        for (const proof of proofs) await expectInvalid(key.publicKey, proof, isNotZero);
      });
    });

    describe("when the key is computed to fit a signature that nobody made", () => {
      it("reverts, for the digest names the key", async () => {
        const { keys, key, account } = fixture;
        const madeUp = serializeSignature({
          r: numberToHex(publicKeyOf(9n).x, { size: 32 }),
          s: numberToHex(7n, { size: 32 }),
          yParity: 0,
        });
        const hash = await keys.read.possessionDigest([account, key.publicKey]);
        const fitting = await recoverPublicKey({ hash, signature: madeUp });
        const { x, y } = secp256k1.Point.fromHex(fitting.slice(2)).toAffine();
        await expectInvalid({ x, y }, madeUp, isNotZero);
      });
    });

    describe("when the signature is malleated to a high s", () => {
      it("reverts", async () => {
        const { r, s, yParity } = parseSignature(signature);
        const malleated = serializeSignature({
          r,
          s: numberToHex(ORDER - BigInt(s), { size: 32 }),
          yParity: yParity === 0 ? 1 : 0,
        });
        await expectInvalid(fixture.key.publicKey, malleated, zeroAddress);
      });
    });

    describe("when the signature is not 65 bytes or not a signature", () => {
      it("reverts", async () => {
        const { publicKey } = fixture.key;
        await expectInvalid(publicKey, "0x", zeroAddress);
        await expectInvalid(publicKey, signature.slice(0, -2) as Hex, zeroAddress);
        await expectInvalid(publicKey, `0x${"00".repeat(65)}`, zeroAddress);
      });
    });

    describe("when the key is not on the curve, or infinity", () => {
      it("reverts", async () => {
        const { publicKey } = fixture.key;
        await expectInvalid({ x: publicKey.x, y: publicKey.y + 1n }, signature, isNotZero);
        await expectInvalid({ x: 0n, y: 0n }, signature, isNotZero);
      });
    });
  });

  describe("given an account with locked money", () => {
    it("should register a first key", async () => {
      const { keys, key, account } = fixture;
      await keys.write.setLocked([account, 1n]);
      await keys.write.registerDeliveryKey([key.publicKey, signature]);
      expect(await keys.read.deliveryKeyHashOf([account])).to.equal(hashOf(key.publicKey));
    });

    it("should take the present key again without a word, whatever the signature", async () => {
      const { keys, key, account, publicClient } = fixture;
      await keys.write.registerDeliveryKey([key.publicKey, signature]);
      await keys.write.setLocked([account, 1n]);
      const hash = await keys.write.registerDeliveryKey([key.publicKey, "0x"]);
      const { logs } = await publicClient.getTransactionReceipt({ hash });
      expect(logs).to.deep.equal([]);
      expect(await keys.read.deliveryKeyHashOf([account])).to.equal(hashOf(key.publicKey));
    });

    it("reverts with the locked amount and keeps the key", async () => {
      const { viem, keys, key, account, vault } = fixture;
      await keys.write.registerDeliveryKey([key.publicKey, signature]);
      await keys.write.setLocked([account, 1n]);
      const other = keyOf(5n);
      const proof = await provePossession(other, account, vault);
      await viem.assertions.revertWithCustomErrorWithArgs(
        keys.write.registerDeliveryKey([other.publicKey, proof]),
        keys,
        "DeliveryKeys_LockedFunds",
        [account, 1n],
      );
      expect(await keys.read.deliveryKeyHashOf([account])).to.equal(hashOf(key.publicKey));
    });
  });

  async function expectInvalid(
    publicKey: Point,
    proof: Hex,
    recovered: Address | ((value: unknown) => boolean),
  ): Promise<void> {
    const { viem, keys, account } = fixture;
    await viem.assertions.revertWithCustomErrorWithArgs(
      keys.write.registerDeliveryKey([publicKey, proof]),
      keys,
      "DeliveryKeys_InvalidPossessionProof",
      [account, rawAddressOf(publicKey), recovered],
    );
  }
});

const isNotZero = (value: unknown): boolean => value !== zeroAddress;

const keyOf = (secret: bigint): DeliveryKey => ({ secret, publicKey: publicKeyOf(secret) });

const encode = (point: Point): Hex => encodeAbiParameters([POINT_PARAMETER], [point]);

const hashOf = (point: Point): Hex => keccak256(encode(point));

const addressOf = (point: Point): Address =>
  publicKeyToAddress(`0x${toCurvePoint(point).toHex(false)}`);

/** The address that the coordinates hash to, even if they are not a point. */
const rawAddressOf = (point: Point): Address => publicKeyToAddress(`0x04${encode(point).slice(2)}`);
