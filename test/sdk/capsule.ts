import { expect } from "chai";

import { createCapsule, openCapsule } from "../../deploy/sdk/crypto/capsule.ts";
import { createContentKey } from "../../deploy/sdk/crypto/content.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { ORDER } from "../../deploy/sdk/crypto/scalar.ts";
import { pointBeyondOrder } from "../fixtures/proofModel.ts";
import { rejection } from "../fixtures/rejection.ts";

describe("capsule", () => {
  const secret = 12345n;
  const contentKey = createContentKey();
  const capsule = createCapsule(contentKey, publicKeyOf(secret));

  it("it should open to the content key with the owner's secret", () => {
    expect(openCapsule(capsule, secret)).to.deep.equal(contentKey);
  });

  it("it should differ each time", () => {
    expect(createCapsule(contentKey, publicKeyOf(secret)).a).not.to.deep.equal(capsule.a);
  });

  it("it should not open with another secret", async () => {
    expect(await rejection(() => openCapsule(capsule, 54321n))).to.equal("KEY_MISMATCH");
  });

  it("it should not open to another's content when its key is renamed", () => {
    const renamed = { ...capsule, p: publicKeyOf(54321n) };
    expect(openCapsule(renamed, 54321n)).not.to.deep.equal(contentKey);
  });

  for (const invalid of [0n, ORDER, -1n]) {
    it(`it should refuse the secret ${invalid === ORDER ? "n" : invalid}`, async () => {
      expect(await rejection(() => openCapsule(capsule, invalid))).to.equal("INVALID_SCALAR");
    });
  }

  it("it should refuse points that are not on the curve, infinite, or beyond the order", async () => {
    for (const invalid of [{ x: 1n, y: 1n }, { x: 0n, y: 0n }, pointBeyondOrder()]) {
      const create = () => createCapsule(contentKey, invalid);
      expect(await rejection(create)).to.equal("INVALID_POINT");
    }
    const open = () => openCapsule({ ...capsule, a: { x: 1n, y: 1n } }, secret);
    expect(await rejection(open)).to.equal("INVALID_POINT");
  });

  it("it should refuse to open a capsule of nothing", async () => {
    const nothing = { ...capsule, a: publicKeyOf(1n), b: capsule.p };
    expect(await rejection(() => openCapsule(nothing, secret))).to.equal("INVALID_POINT");
  });
});
