import { expect } from "chai";
import hre, { network } from "hardhat";
import type { NetworkHooks } from "hardhat/types/hooks";

import { openBids } from "../../deploy/sdk/actions/keeper/openBids.ts";
import { getBids } from "../../deploy/sdk/actions/bid/getBids.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { deliverLead } from "../../deploy/sdk/actions/lead/deliverLead.ts";
import { getLead } from "../../deploy/sdk/actions/lead/getLead.ts";
import { usdc } from "../fixtures/market.ts";
import { marketOf, openServers, servedMarket } from "../fixtures/servedMarket.ts";

/** Blocks before a lead is minted: far more than a search for something recent needs. */
const OLD = 1_200;

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("a lead on a chain with a long history", () => {
  const fixture = marketOf(connection);
  let servers: Awaited<ReturnType<typeof openServers>>;
  before(async () => {
    servers = await openServers(connection);
  });
  after(() => servers.close());

  it("is sold without a search through what was before it", async () => {
    const m = await servedMarket(connection, fixture, servers.urls);
    const deployed = await m.time.latestBlock();
    for (let block = 0; block < OLD; block++) await connection.networkHelpers.mine();
    const asked: number[] = [];
    const onRequest: NetworkHooks["onRequest"] = (context, to, request, next) => {
      if (request.method === "eth_getLogs") {
        const [{ address, fromBlock }] = request.params as [{ address: string; fromBlock: string }];
        // The buyer's delivery key is older than the lead.
        if (address !== m.vault.address) asked.push(Number(fromBlock));
      }
      return next(context, to, request);
    };
    hre.hooks.registerHandlers("network", { onRequest });
    try {
      const leadId = await m.list();
      await m.bid(leadId, usdc(100), usdc(150));
      await m.toOpening(leadId);
      const opened = await openBids(m.anyone, leadId);
      expect(opened?.bids).to.equal(2);
      const { bids } = await getBids(m.anyone, { leadId });
      expect(bids.map(({ status }) => status)).to.have.members(["Leading", "Outbid"]);
      await m.toRevealEnd(leadId);
      await deliverLead(m.seller, { leadId });
      const { contact } = await decryptLead(m.bidders[1], { leadId });
      expect(contact).to.not.deep.equal({});
      await getLead(m.anyone, { leadId });
    } finally {
      hre.hooks.unregisterHandlers("network", { onRequest });
    }
    expect(asked.length).to.be.greaterThan(0);
    expect(Math.min(...asked)).to.be.greaterThan(deployed + OLD / 2);
  });
});
