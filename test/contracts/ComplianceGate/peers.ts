import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { complianceMarket, LEAD_REGION, LEAD_VERTICAL } from "../../fixtures/compliance.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";

const { assertions } = viem;

describe("ComplianceGate, called by its peers only", () => {
  for (const name of ["requireSeller", "decide", "dropPasses", "dropAllPasses"] as const) {
    it(`reverts when anybody else calls ${name}`, async () => {
      const { gate, accounts, bidders } = await complianceMarket();
      const attempts = {
        requireSeller: () =>
          gate.write.requireSeller([bidders[0].address, LEAD_VERTICAL, LEAD_REGION]),
        decide: () => gate.write.decide([bidders[0].address, Activity.Receive, 1]),
        dropPasses: () => gate.write.dropPasses([[]]),
        dropAllPasses: () => gate.write.dropAllPasses(),
      };
      await assertions.revertWithCustomErrorWithArgs(
        attempts[name](),
        gate,
        "ComplianceGate_UnauthorizedCaller",
        [accounts.deployer],
      );
    });
  }

  for (const peer of ["house", "verifier"] as const) {
    it(`should answer the ${peer} about a seller`, async () => {
      const m = await complianceMarket();
      const { address } = m[peer];
      await networkHelpers.impersonateAccount(address);
      await networkHelpers.setBalance(address, 10n ** 18n);
      const args = [m.seller.address, LEAD_VERTICAL, LEAD_REGION] as const;
      await assertions.emitWithArgs(
        m.gate.write.requireSeller(args, { account: address }),
        m.gate,
        "LeadClassAdded",
        [1, LEAD_VERTICAL, LEAD_REGION],
      );
    });
  }

  it("reverts when the vault asks for a class without a number", async () => {
    const { gate, vault, bidders } = await complianceMarket();
    await networkHelpers.impersonateAccount(vault.address);
    await networkHelpers.setBalance(vault.address, 10n ** 18n);
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.decide([bidders[0].address, Activity.Receive, 7], { account: vault.address }),
      gate,
      "ComplianceGate_UnknownLeadClass",
      [7],
    );
  });
});
