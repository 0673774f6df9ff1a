import { expect } from "chai";
import hre from "hardhat";
import { createPublicClient, http, toHex, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

import { startChain, type Chain } from "../../../deploy/local/stack/chain.ts";
import { senderOf } from "../../../tasks/soak/sender.ts";
import type { SoakParty } from "../../../tasks/soak/soakMarket.ts";

describe("sender of a soak", () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const party = { address: account.address, account } as SoakParty;
  let chain: Chain;
  let revert: Address;
  before(async () => {
    chain = await startChain(hre, 0);
    const { provider } = chain.connection;
    await provider.request({
      method: "hardhat_setBalance",
      params: [party.address, toHex(10n ** 20n)],
    });
    // PUSH0 PUSH0 REVERT
    revert = `0x${"fe".repeat(20)}`;
    await provider.request({ method: "hardhat_setCode", params: [revert, "0x5f5ffd"] });
  });

  it("sends a party's calls in order, and those after one that failed", async () => {
    const client = createPublicClient({ chain: hardhat, transport: http(chain.rpc) });
    const sendFrom = senderOf(client, hardhat.id);
    const calls = [party.address, revert, party.address].map((to) => sendFrom(party, to, "0x"));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected", "fulfilled"]);
    expect(await client.getTransactionCount({ address: party.address })).to.equal(3);
  });

  it("tells each caller that the chain is gone, and nobody else", async () => {
    const client = createPublicClient({
      chain: hardhat,
      transport: http(chain.rpc, { retryCount: 0 }),
    });
    const sendFrom = senderOf(client, hardhat.id);
    await chain.close();
    const calls = [1, 2, 3].map(() => sendFrom(party, party.address, "0x"));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
    // A rejection that nobody handles would fail this test now.
    await new Promise(setImmediate);
  });
});
