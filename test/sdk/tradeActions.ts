import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { listBids, listBidsDefinition } from "../../deploy/sdk/actions/bid/listBids.ts";
import { getSolvency, getSolvencyDefinition } from "../../deploy/sdk/actions/vault/getSolvency.ts";
import { clientOf, type Client } from "../../deploy/sdk/client.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const BIDDER = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const TX = `0x${"ab".repeat(32)}`;

/** A bid that was beaten, as the subgraph lists it. */
const BEATEN = {
  id: "0x01",
  leadId: "7",
  round: 2,
  status: "Outbid",
  amount: "120000000",
  bond: "10000000",
  locked: "0",
  outbidBy: { id: BIDDER.toLowerCase() },
  revealFault: null,
  tip: "0",
  compensation: "0",
  committedAt: "1790000000",
  withdrawnAt: null,
  revealedAt: "1790001000",
  endedAt: "1790001000",
  commitTx: TX,
  revealTx: TX,
  endTx: TX,
  auction: {
    verticalSlug: "solar.residential",
    region: "US-TX",
    score: 9_000,
    reserve: "95000000",
    commitEnd: "1790000500",
    revealEnd: "1790002000",
    deliveryEnd: null,
    refundableAt: null,
    forfeitableAt: "1790005600",
    outcome: null,
    leadingBid: "130000000",
    leader: { id: BIDDER.toLowerCase() },
  },
};

describe("what the SDK reads", () => {
  let local: LocalStack;
  let client: Client;
  const asked: Record<string, unknown>[] = [];
  const index = createServer((request, response) => {
    void (async () => {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part as Uint8Array);
      const body = JSON.parse(String(Buffer.concat(parts))) as Record<string, unknown>;
      asked.push(body["variables"] as Record<string, unknown>);
      const { number, hash } = await (await local.connection.viem.getPublicClient()).getBlock();
      const _meta = { block: { number: Number(number), hash } };
      const accounts = [{ id: "0x01", free: "200000000", locked: "100000000" }];
      response.end(JSON.stringify({ data: { _meta, bids: [BEATEN], accounts } }));
    })();
  });
  before(async () => {
    local = await openLocalStack();
    await new Promise<void>((resolve) => index.listen(0, "127.0.0.1", resolve));
    const graphql = `http://127.0.0.1:${(index.address() as AddressInfo).port}`;
    const { addresses: deployment, chainId } = local.stack;
    const publicClient = await local.connection.viem.getPublicClient();
    client = clientOf(publicClient, chainId, { deployment, services: { graphql } });
  });
  after(async () => {
    await new Promise((resolve) => index.close(resolve));
    await local.close();
  });

  it("is what the vault holds and owes", async () => {
    await runTask(["vault", "deposit"], { account: "8", amount: "300", faucet: true });
    const solvency = await getSolvency(client);
    expect(getSolvencyDefinition.result.parse(solvency)).to.deep.include({
      balance: 300_000_000n,
      liabilities: 300_000_000n,
      solvent: true,
      paused: false,
      insolvency: null,
      proof: null,
      accounts: { free: 200_000_000n, locked: 100_000_000n, agree: true },
      stopped: { deposits: [], bids: [] },
    });
  });

  it("is an account's bids, page by page", async () => {
    const { bids, cursor } = listBidsDefinition.result.parse(
      await listBids(client, { account: BIDDER, limit: 1 }),
    );
    expect(asked.at(-1)).to.deep.equal({
      account: BIDDER.toLowerCase(),
      before: "0xff",
      first: 1,
    });
    expect(bids[0]).to.deep.include({ leadId: 7n, status: "Outbid", amount: 120_000_000n });
    expect(cursor).to.equal("0x01");
    expect((await listBids(client, { account: BIDDER })).cursor).to.equal(null);
  });
});
