import { expect } from "chai";
import { encodeAbiParameters, parseAbiParameters, zeroAddress, type Address } from "viem";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { accessMarket } from "../../fixtures/accessMarket.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import { CONSENT, lacks, LEAD_REGION, LEAD_VERTICAL } from "../../fixtures/compliance.ts";

const { assertions } = viem;
const SELECTOR = "0x00000000";
/** `IPolicyEngine.PolicyResult.Allowed`. */
const ALLOWED = 1;
/** What the engine asks about leads of a vertical and region that have no number. */
const CONTEXT = encodeAbiParameters(parseAbiParameters("uint8, bytes32, bytes6"), [
  Activity.Receive,
  LEAD_VERTICAL,
  LEAD_REGION,
]);

/** The policy, asked by an account that is not the engine: its answer is the same for everybody. */
async function asked() {
  const m = await accessMarket();
  const ask = (subject: Address) =>
    m.gate.read.run([m.bidder.address, subject, SELECTOR, [], CONTEXT]);
  return { ...m, ask };
}

describe("LeadAccessPolicy.run", () => {
  it("should allow who is clear", async () => {
    const { ask, gate } = await asked();
    expect(await ask(gate.address)).to.equal(ALLOWED);
  });

  it("reverts with the reason for who is not", async () => {
    const { ask, gate, engine, bidder, revoke } = await asked();
    await revoke(bidder, CONSENT);
    await assertions.revertWithCustomErrorWithArgs(ask(gate.address), engine, "PolicyRejected", [
      lacks("consent", bidder, CONSENT),
    ]);
  });

  it("reverts where it guards anything but the gate", async () => {
    const { ask, gate } = await asked();
    await assertions.revertWithCustomErrorWithArgs(
      ask(zeroAddress),
      gate,
      "LeadAccessPolicy_UnknownSubject",
      [zeroAddress],
    );
  });
});

describe("LeadAccessPolicy.postRun", () => {
  it("reverts for everybody but the engine", async () => {
    const { gate, accounts, bidder } = await asked();
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.postRun([bidder.address, gate.address, SELECTOR, [], CONTEXT]),
      gate,
      "AcePolicy_UnauthorizedCaller",
      [accounts.deployer],
    );
  });
});
