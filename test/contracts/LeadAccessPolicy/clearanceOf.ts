import { expect } from "chai";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { accessMarket } from "../../fixtures/accessMarket.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { CONSENT, KYC, LICENCE, STATE_LICENCE } from "../../fixtures/compliance.ts";

const { assertions } = viem;
const HOUR = 3_600;
const END_OF_TIME = 2 ** 40 - 1;

/** A bidder who has asked for a pass, so that the lead class has a number. */
async function classed() {
  const m = await accessMarket();
  await m.receive(m.bidder);
  const leadClass = await m.leadClass();
  const clearance = (activity: number = Activity.Receive) =>
    m.gate.read.clearanceOf([m.bidder.address, activity, leadClass]);
  return { ...m, clearance, now: await networkHelpers.time.latest() };
}

describe("LeadAccessPolicy.clearanceOf", () => {
  it("should be without end where no credential expires", async () => {
    const { clearance } = await classed();
    expect(await clearance()).to.equal(END_OF_TIME);
  });

  it("should end with the first credential that the activity needs", async () => {
    const { clearance, renew, bidder, now } = await classed();
    await renew(bidder, KYC, now + 3 * HOUR);
    await renew(bidder, CONSENT, now + 2 * HOUR);
    await renew(bidder, LICENCE, now + HOUR);
    expect(await clearance()).to.equal(now + HOUR);
    expect(await clearance(Activity.Sell)).to.equal(now + 3 * HOUR);
  });

  it("should rest on the country's licence where the state's, filed before, has expired", async () => {
    const { clearance, explain, revoke, grant, bidder, now } = await classed();
    await revoke(bidder, LICENCE);
    await grant(bidder, STATE_LICENCE, now + HOUR);
    await grant(bidder, LICENCE);
    expect(await clearance()).to.equal(now + HOUR);
    await networkHelpers.time.increaseTo(now + HOUR);
    expect(await clearance()).to.equal(END_OF_TIME);
    expect((await explain())["licence"]).to.deep.equal(["passed", LICENCE]);
    await revoke(bidder, LICENCE);
    expect((await explain())["licence"]).to.deep.equal(["failed", STATE_LICENCE]);
  });

  it("should be zero where a rule fails", async () => {
    const { clearance, revoke, bidder } = await classed();
    await revoke(bidder, CONSENT);
    expect(await clearance()).to.equal(0);
    expect(await clearance(Activity.Sell)).to.equal(END_OF_TIME);
  });

  it("should follow rules that have changed since anybody asked the engine", async () => {
    const { clearance, setCountry, bidder, leadClass, gate } = await classed();
    await setCountry("US", `0x${"00".repeat(32)}`);
    expect(await clearance()).to.equal(0);
    expect(
      await gate.read.clearanceOf([bidder.address, Activity.Sell, await leadClass()]),
    ).to.equal(END_OF_TIME);
  });

  it("reverts for a class without a number", async () => {
    const { gate, bidder, leadClass } = await classed();
    const unknown = (await leadClass()) + 1;
    for (const number of [0, unknown]) {
      await assertions.revertWithCustomErrorWithArgs(
        gate.read.clearanceOf([bidder.address, Activity.Receive, number]),
        gate,
        "ComplianceGate_UnknownLeadClass",
        [number],
      );
    }
  });
});
