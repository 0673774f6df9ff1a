import { getAddress } from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { usdc } from "../fixtures/market.ts";
import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { openComplianceDesk } from "./compliance/desk.ts";

const LATECOMER = getAddress(`0x${"1a".repeat(20)}`);
const GAS = 3_000_000n;

describe("the subgraph after transactions that share a block", () => {
  it("takes neither a deposit for a bond nor a new account for an old one", async () => {
    const { stack } = await stackMarketDay();
    const m = await openComplianceDesk(stack, "oneBlock");
    const [bidder] = m.bidders;
    const { leadId } = await m.listLead();
    await m.commit(leadId, bidder, usdc(150));
    const { commitment } = await m.seal(leadId, bidder, usdc(160));
    const { round } = await m.house.read.auctionOf([leadId]);
    await m.usdc.write.mint([bidder.address, usdc(5)]);
    const from = { account: bidder.wallet.account, gas: GAS };
    await m.usdc.write.approve([m.vault.address, usdc(5)], from);
    const ccid = await m.ccidOf(bidder);
    const desk = { ...m.desk, gas: GAS };
    const { sanctioned } = CREDENTIAL_TYPES;

    await m.together(async () => {
      await m.vault.write.deposit([usdc(5)], from);
      await m.house.write.commitBid([leadId, round, commitment, "0xfeed"], from);
      await m.identities.write.registerIdentity([ccid, LATECOMER, "0x"], desk);
      await m.credentials.write.registerCredential([ccid, sanctioned, 0, "0x", "0x"], desk);
    });
    await assertAgreement(stack);

    await m.together(async () => {
      await m.identities.write.removeIdentity([ccid, LATECOMER, "0x"], desk);
      await m.credentials.write.removeCredential([ccid, sanctioned, "0x"], desk);
      await m.house.write.withdrawBid([leadId], from);
    });
    await m.house.write.cancelAuction([leadId], { account: m.seller.wallet.account });
    await assertAgreement(stack);
  }).timeout(300_000);
});
