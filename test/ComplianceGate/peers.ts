import { zeroHash } from "viem";

import { networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { complianceMarket } from "../fixtures/compliance.ts";
import { Activity } from "../../tasks/compliance/finding.ts";

const { assertions } = viem;

describe("ComplianceGate, called by its peers only", () => {
  for (const [name, args] of [
    ["decide", [`0x${"1d".repeat(20)}`, Activity.Receive, 1]],
    ["confirm", [zeroHash, 1]],
    ["dropPasses", [[]]],
    ["dropAllPasses", []],
  ] as const) {
    it(`reverts when anybody else calls ${name}`, async () => {
      const { gate, accounts, deployer } = await complianceMarket();
      const call = gate.write[name] as (
        args: readonly unknown[],
        options: object,
      ) => Promise<string>;
      await assertions.revertWithCustomErrorWithArgs(
        call(args, { account: deployer.account }) as Promise<`0x${string}`>,
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
