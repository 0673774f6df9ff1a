import { expect } from "chai";
import type { TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { type BidContext, deriveSalt } from "../../deploy/sdk/bid/sealedBid.ts";

const WALLET = privateKeyToAccount(`0x${"11".repeat(32)}`);
const OTHER_WALLET = privateKeyToAccount(`0x${"22".repeat(32)}`);

describe("deriveSalt", () => {
  const context: BidContext = {
    chainId: 31337,
    house: `0x${"aa".repeat(20)}`,
    leadId: 3n,
    round: 1,
    bidder: WALLET.address,
  };

  it("it should give the same salt again, so that no file must be kept", async () => {
    const first = await deriveSalt(WALLET, context);
    expect(first.recoverable).to.equal(true);
    expect(await deriveSalt(WALLET, context)).to.deep.equal(first);
  });

  it("it should give another salt for each wallet, chain, house, lead, round and bidder", async () => {
    const salts = await Promise.all([
      deriveSalt(WALLET, context),
      deriveSalt(OTHER_WALLET, context),
      deriveSalt(WALLET, { ...context, chainId: 8453 }),
      deriveSalt(WALLET, { ...context, house: `0x${"dd".repeat(20)}` }),
      deriveSalt(WALLET, { ...context, leadId: 4n }),
      deriveSalt(WALLET, { ...context, round: 2 }),
      deriveSalt(WALLET, { ...context, bidder: OTHER_WALLET.address }),
    ]);
    expect(new Set(salts.map(({ salt }) => salt)).size).to.equal(salts.length);
  });

  it("it should ask a wallet twice for its first signature, and once for each that follows", async () => {
    let calls = 0;
    const counted = (typedData: TypedDataDefinition) => {
      calls++;
      return WALLET.signTypedData(typedData);
    };
    const first = await deriveSalt(counted, context);
    expect([calls, first.recoverable]).to.deep.equal([2, true]);
    const second = await deriveSalt(counted, { ...context, leadId: 4n });
    expect([calls, second.recoverable]).to.deep.equal([3, true]);
    expect(second).to.deep.equal(await deriveSalt(WALLET, { ...context, leadId: 4n }));
  });

  it("it should give a random salt, and say so, when the wallet's signatures differ", async () => {
    let calls = 0;
    const unsteady = async (typedData: TypedDataDefinition) =>
      (calls++ % 2 === 0 ? WALLET : OTHER_WALLET).signTypedData(typedData);
    const first = await deriveSalt(unsteady, context);
    const second = await deriveSalt(unsteady, context);
    expect([first.recoverable, second.recoverable]).to.deep.equal([false, false]);
    expect(first.salt).not.to.equal(second.salt);
  });
});
