import { expect } from "chai";
import { network } from "hardhat";
import { concat, keccak256, zeroAddress } from "viem";

import { DON_KEY, MAX_REPORT_AGE, verifierFixture, WORKFLOW } from "../../fixtures/verifier.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(verifierFixture);
const REPORT_ID = "0x0001";

describe("CREVerifier.initialize", () => {
  it("should set the workflow, the oldest observation and the DON's key, once", async () => {
    const { verifier, manager } = await fixture();
    expect(await verifier.read.workflow()).to.deep.equal(WORKFLOW);
    expect(await verifier.read.maxReportAge()).to.equal(MAX_REPORT_AGE);
    expect(await verifier.read.donEpoch()).to.equal(1);
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.initialize([manager.address, WORKFLOW, MAX_REPORT_AGE, DON_KEY]),
      verifier,
      "InvalidInitialization",
      [],
    );
  });
});

describe("CREVerifier.setWorkflow", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { verifier, stranger } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.setWorkflow([WORKFLOW], { account: stranger.account }),
        verifier,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given the role", () => {
    it("should set it", async () => {
      const { verifier } = await fixture();
      const config = { ...WORKFLOW, id: keccak256("0x01") };
      await viem.assertions.emitWithArgs(
        verifier.write.setWorkflow([config]),
        verifier,
        "WorkflowSet",
        [config],
      );
      expect(await verifier.read.workflow()).to.deep.equal(config);
    });

    for (const change of [{ owner: zeroAddress }, { name: "0x00000000000000000000" }] as const) {
      it(`reverts for no ${Object.keys(change).join()}`, async () => {
        const { verifier } = await fixture();
        const config = { ...WORKFLOW, ...change };
        await viem.assertions.revertWithCustomErrorWithArgs(
          verifier.write.setWorkflow([config]),
          verifier,
          "CREVerifier_InvalidWorkflow",
          [config.owner, config.name],
        );
      });
    }
  });
});

describe("CREVerifier.setMaxReportAge", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { verifier, stranger } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.setMaxReportAge([60], { account: stranger.account }),
        verifier,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given the role", () => {
    for (const age of [60, 86_400]) {
      it(`should take ${age} s`, async () => {
        const { verifier } = await fixture();
        await viem.assertions.emitWithArgs(
          verifier.write.setMaxReportAge([age]),
          verifier,
          "MaxReportAgeSet",
          [age],
        );
      });
    }

    for (const age of [59, 86_401]) {
      it(`reverts for ${age} s`, async () => {
        const { verifier } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          verifier.write.setMaxReportAge([age]),
          verifier,
          "CREVerifier_InvalidMaxReportAge",
          [BigInt(age), 60n, 86_400n],
        );
      });
    }
  });
});

describe("CREVerifier.cancelSubmissions", () => {
  it("should use the caller's nonces only", async () => {
    const { verifier, stranger, admin } = await fixture();
    const hash = verifier.write.cancelSubmissions([[3n, 300n]], { account: stranger.account });
    for (const nonce of [3n, 300n]) {
      await viem.assertions.emitWithArgs(hash, verifier, "SubmissionCancelled", [
        stranger.account.address,
        nonce,
      ]);
      expect(await verifier.read.isNonceUsed([stranger.account.address, nonce])).to.equal(true);
      expect(await verifier.read.isNonceUsed([admin.account.address, nonce])).to.equal(false);
    }
  });

  it("should skip a nonce that is used, without an event, and cancel the others", async () => {
    const { verifier, stranger } = await fixture();
    const { account } = stranger;
    await verifier.write.cancelSubmissions([[5n]], { account });
    await verifier.write.cancelSubmissions([[4n, 5n, 6n, 6n]], { account });
    const events = await verifier.getEvents.SubmissionCancelled({ seller: account.address });
    expect(events.map(({ args }) => args.nonce)).to.deep.equal([4n, 6n]);
  });
});

describe("CREVerifier.onReport called directly", () => {
  const metadataOf = (id = keccak256("0x01")) =>
    concat([id, WORKFLOW.name, WORKFLOW.owner, REPORT_ID]);

  it("reverts for a caller other than the forwarder", async () => {
    const { verifier, stranger } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.onReport([metadataOf(), "0x"], { account: stranger.account }),
      verifier,
      "CREVerifier_UnauthorizedCaller",
      [stranger.account.address],
    );
  });

  it("reverts for metadata of another length", async () => {
    const { verifier, forwarder } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.onReport([concat([metadataOf(), "0x00"]), "0x"], {
        account: forwarder.account,
      }),
      verifier,
      "CREVerifier_InvalidMetadata",
      [65n],
    );
  });

  it("reverts for another workflow id where one is pinned", async () => {
    const { verifier, forwarder } = await fixture();
    await verifier.write.setWorkflow([{ ...WORKFLOW, id: keccak256("0x02") }]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.onReport([metadataOf(), "0x"], { account: forwarder.account }),
      verifier,
      "CREVerifier_WrongWorkflow",
      [keccak256("0x01"), WORKFLOW.name, WORKFLOW.owner],
    );
  });
});

describe("CREVerifier.supportsInterface", () => {
  for (const [name, id, supported] of [
    ["ERC-165", "0x01ffc9a7", true],
    ["IReceiver", "0x805f2132", true],
    ["the invalid interface", "0xffffffff", false],
  ] as const) {
    it(`should be ${String(supported)} for ${name}`, async () => {
      const { verifier } = await fixture();
      expect(await verifier.read.supportsInterface([id])).to.equal(supported);
    });
  }
});
