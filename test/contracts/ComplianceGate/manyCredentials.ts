import { expect } from "chai";
import { pad, toHex } from "viem";

import {
  Clearance,
  complianceMarket,
  CONSENT,
  newIdentityOf,
  SANCTIONED,
} from "../../fixtures/compliance.ts";

/** Credentials on file besides what a trader needs: SECURITY.md says that the gas for an exit's answer is enough for about a hundred. */
const MORE = 97;
const BATCH = 25;

/** A bidder with a hundred credentials, and what the vault would answer an exit. */
async function collector() {
  const m = await complianceMarket();
  const [bidder] = m.bidders;
  const types = Array.from({ length: MORE }, (_, i) => pad(toHex(i + 1), { size: 32 }));
  for (let from = 0; from < MORE; from += BATCH) {
    const some = types.slice(from, from + BATCH);
    await m.credentials.write.registerCredentials(
      [newIdentityOf(bidder.address), some, 0, some.map(() => "0x" as const), "0x"],
      { account: m.compliance.account },
    );
  }
  await m.sell(bidder);
  const clearanceAtExit = async () => {
    const asked = [bidder.address, await m.leadClass()] as const;
    const { result } = await m.vault.simulate.receiverClearance(asked, {
      account: m.house.address,
      gas: 3_000_000n,
    });
    return result[0];
  };
  return { ...m, bidder, clearanceAtExit };
}

describe("ComplianceGate, asked about an identity with a hundred credentials", () => {
  it("should clear it within the gas that an exit gives", async () => {
    const { clearanceAtExit } = await collector();
    expect(await clearanceAtExit()).to.equal(Clearance.Clear);
  });

  it("should deny it within the gas that an exit gives", async () => {
    const { clearanceAtExit, revoke, grant, bidder } = await collector();
    await revoke(bidder, CONSENT);
    await grant(bidder, CONSENT, 0);
    expect(await clearanceAtExit()).to.equal(Clearance.Clear);
    await grant(bidder, SANCTIONED);
    expect(await clearanceAtExit()).to.equal(Clearance.Denied);
  });
});
