import { expect } from "chai";
import { network } from "hardhat";

import { readLead } from "../../deploy/local/party.ts";
import { DEPOSIT, openMarket, usdc } from "../fixtures/market.ts";
import { rejection } from "../fixtures/rejection.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function market() {
  return openMarket(connection);
}

describe("a plain sale", () => {
  it("swaps the lead's key for the buyer's USDC in one transaction", async () => {
    const m = await networkHelpers.loadFixture(market);
    const { leadId, lead, disclosure } = await m.listLead();
    const [loser, buyer] = m.bidders;
    await m.runBids(leadId, [
      [loser, usdc(100)],
      [buyer, usdc(120)],
    ]);
    const delivery = await m.deliveryTo(leadId, buyer);
    const { deliveryBond } = await m.house.read.auctionOf([leadId]);
    await viem.assertions.emitWithArgs(
      m.house.write.deliver([...delivery]),
      m.house,
      "AuctionSettled",
      [
        leadId,
        1,
        buyer.address,
        m.seller.address,
        m.accounts.treasury,
        usdc(120),
        usdc(6),
        deliveryBond,
      ],
    );

    expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT + usdc(114), locked: 0n });
    expect(await m.balanceOf(buyer)).to.deep.equal({ free: DEPOSIT - usdc(120), locked: 0n });
    expect(await m.balanceOf(loser)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    expect((await m.nft.read.ownerOf([leadId])).toLowerCase()).to.equal(
      buyer.address.toLowerCase(),
    );

    const { contact } = await readLead(buyer, leadId, disclosure);
    expect(contact).to.deep.equal(lead.contact);
    expect(await rejection(readLead(loser, leadId, disclosure))).to.equal("KEY_MISMATCH");
  });
});
