import { expect } from "chai";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  LEAD_REGION,
  LEAD_VERTICAL,
  type ComplianceMarket,
  Verdict,
} from "../../fixtures/compliance.ts";

const { assertions } = viem;
/** Code of contracts that have failed. */
const FAILURES = {
  reverts: "0x5f5ffd",
  "burns all gas": "0xfe",
  "returns nonsense": "0x601f5ff3",
  "is gone": "0x",
} as const;

/** What silence looks like to a caller that asks, and to one that wants a pass. */
async function expectSilence({ gate, vault, asHouse, bidders }: ComplianceMarket) {
  const [{ address }] = bidders;
  const subject = [LEAD_VERTICAL, LEAD_REGION] as const;
  expect(await gate.read.statusOf([address, Activity.Receive, ...subject])).to.deep.equal({
    ...{ remembered: false, verdict: Verdict.Unavailable, reason: "" },
  });
  for (const ask of [
    () => vault.write.requireReceiver([address, 1, 0], asHouse),
    () => gate.write.requireSeller([address, ...subject], asHouse),
    () => gate.read.checkReceiver([address, ...subject]),
  ]) {
    await assertions.revertWithCustomError(ask(), gate, "ComplianceGate_Unavailable");
  }
}

describe("ComplianceGate, while a registry gives no answer", () => {
  for (const registry of ["identities", "credentials"] as const) {
    for (const [failure, code] of Object.entries(FAILURES)) {
      it(`should clear nobody and deny nobody when that of ${registry} ${failure}`, async () => {
        const m = await complianceMarket();
        await m.sell(m.seller);
        await networkHelpers.setCode(m[registry].address, code);
        await expectSilence(m);
      });
    }
  }
});
