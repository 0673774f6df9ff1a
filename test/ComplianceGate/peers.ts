import { networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { complianceMarket } from "../fixtures/compliance.ts";
import { Activity } from "../../tasks/compliance/finding.ts";

const { assertions } = viem;

describe("ComplianceGate, called by its peers only", () => {
  for (const name of ["decide", "dropPasses", "dropAllPasses"] as const) {
    it(`reverts when anybody else calls ${name}`, async () => {
      const { gate, accounts, bidders } = await complianceMarket();
      const attempts = {
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
