import { expect } from "chai";
import type { Hex, TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { deliveryKeyOfTrader } from "../../deploy/sdk/actions/deliveryKeys.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { deriveDeliveryKey } from "../../deploy/sdk/delivery/deliveryKey.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { rejection } from "../fixtures/rejection.ts";

const WALLET = privateKeyToAccount(`0x${"11".repeat(32)}`);
const OTHER_WALLET = privateKeyToAccount(`0x${"22".repeat(32)}`);
const VAULT = { chainId: 31337, vault: `0x${"aa".repeat(20)}` } as const;
const sign = (typedData: TypedDataDefinition): Promise<Hex> => WALLET.signTypedData(typedData);

describe("a trader's delivery key", () => {
  it("it should ask the wallet once in a process", async () => {
    let signatures = 0;
    const signTypedData = (typedData: TypedDataDefinition) => {
      signatures++;
      return sign(typedData);
    };
    const { chainId, vault } = VAULT;
    const trader = { wallet: { signTypedData }, chainId, contracts: { vault: { address: vault } } };
    const key = await deliveryKeyOfTrader(trader as unknown as Trader);
    expect(key).to.deep.equal(await deriveDeliveryKey(WALLET, VAULT));
    const asked = signatures;
    expect(await deliveryKeyOfTrader(trader as unknown as Trader)).to.equal(key);
    expect(signatures).to.equal(asked);
  });
});

describe("deriveDeliveryKey", () => {
  it("it should give the same key for the same wallet and vault", async () => {
    const key = await deriveDeliveryKey(WALLET, VAULT);
    expect(await deriveDeliveryKey(sign, VAULT)).to.deep.equal(key);
    expect(key.publicKey).to.deep.equal(publicKeyOf(key.secret));
  });

  it("it should give another key for another wallet, chain or vault", async () => {
    const keys = await Promise.all([
      deriveDeliveryKey(WALLET, VAULT),
      deriveDeliveryKey(OTHER_WALLET, VAULT),
      deriveDeliveryKey(WALLET, { ...VAULT, chainId: 8453 }),
      deriveDeliveryKey(WALLET, { ...VAULT, vault: `0x${"bb".repeat(20)}` }),
    ]);
    expect(new Set(keys.map(({ secret }) => secret)).size).to.equal(keys.length);
  });

  it("it should not depend on how the wallet writes the recovery byte or the hex digits", async () => {
    const key = await deriveDeliveryKey(WALLET, VAULT);
    const rewritten = await deriveDeliveryKey(async (typedData) => {
      const signature = await sign(typedData);
      const recoveryByte = signature.endsWith("1b") ? "00" : "01";
      return `0x${signature.slice(2, -2).toUpperCase()}${recoveryByte}`;
    }, VAULT);
    expect(rewritten).to.deep.equal(key);
  });

  it("it should refuse a wallet whose signatures differ each time", async () => {
    let calls = 0;
    const unsteady = async (typedData: TypedDataDefinition) =>
      (calls++ === 0 ? WALLET : OTHER_WALLET).signTypedData(typedData);
    expect(await rejection(deriveDeliveryKey(unsteady, VAULT))).to.equal("NOT_DETERMINISTIC");
  });

  it("it should refuse a signature that is not 65 bytes long", async () => {
    const odd = () => Promise.resolve(`0x${"ab".repeat(64)}` as const);
    expect(await rejection(deriveDeliveryKey(odd, VAULT))).to.equal("INVALID_SIGNATURE");
  });
});
