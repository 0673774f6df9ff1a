import { expect } from "chai";
import { network } from "hardhat";
import { concat, getAddress, keccak256, zeroAddress } from "viem";

import { publicKeyOf } from "../../../deploy/sdk/crypto/point.ts";
import { encodeLeadReports, type ReportHeader } from "../../../deploy/sdk/report/leadReport.ts";
import {
  CHAIN_SELECTOR,
  DON_KEY,
  MAX_REPORT_AGE,
  verifierFixture,
  WORKFLOW,
} from "../../fixtures/verifier.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(verifierFixture);
const REPORT_ID = "0x0001";
/** A body whose header is never looked at. */
const ANY_BODY = "0x00";
const DAY = 86_400;
const FOREVER = 2 ** 40 - 1;

describe("CREVerifier.initialize", () => {
  it("should set the workflow, the oldest observation and the DON's first key, once", async () => {
    const { verifier, manager } = await fixture();
    expect(await verifier.read.workflow()).to.deep.equal(WORKFLOW);
    expect(await verifier.read.maxReportAge()).to.equal(MAX_REPORT_AGE);
    expect(await verifier.read.chainSelector()).to.equal(CHAIN_SELECTOR);
    expect(await verifier.read.donEpoch()).to.equal(1);
    expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, FOREVER]);
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
      verifier.write.onReport([metadataOf(), ANY_BODY], { account: stranger.account }),
      verifier,
      "CREVerifier_UnauthorizedCaller",
      [stranger.account.address],
    );
  });

  it("reverts for metadata of another length", async () => {
    const { verifier, forwarder } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.onReport([concat([metadataOf(), "0x00"]), ANY_BODY], {
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
      verifier.write.onReport([metadataOf(), ANY_BODY], { account: forwarder.account }),
      verifier,
      "CREVerifier_WrongWorkflow",
      [keccak256("0x01"), WORKFLOW.name, WORKFLOW.owner],
    );
  });

  it("reverts for a body that is shorter than its header", async () => {
    const { verifier, forwarder } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.onReport([metadataOf(), "0x0102"], { account: forwarder.account }),
      verifier,
      "CREVerifier_InvalidBody",
      [2n],
    );
  });

  describe("given a report without leads", () => {
    /** Sends a header alone. */
    async function send(changes: Partial<ReportHeader> = {}, kind = "01") {
      const context = await fixture();
      const { verifier, forwarder } = context;
      const observedAt = await networkHelpers.time.latest();
      const body = encodeLeadReports([], {
        ...{ chainSelector: CHAIN_SELECTOR, receiver: verifier.address, nonce: 5n, observedAt },
        ...changes,
      });
      const sent = verifier.write.onReport([metadataOf(), `0x${kind}${body.slice(4)}`], {
        account: forwarder.account,
      });
      return { ...context, sent };
    }

    it("reverts: a batch has one lead at least", async () => {
      const { verifier, sent } = await send();
      await viem.assertions.revertWithCustomErrorWithArgs(
        sent,
        verifier,
        "CREVerifier_InvalidBatch",
        [0n, 16n],
      );
      expect(await verifier.read.isReportNonceUsed([5n])).to.equal(false);
    });

    it("reverts for one of another kind", async () => {
      const { verifier, sent } = await send({}, "02");
      await viem.assertions.revertWithCustomErrorWithArgs(
        sent,
        verifier,
        "CREVerifier_WrongKind",
        [2, 1],
      );
    });

    it("reverts for one that names another chain", async () => {
      const { verifier, sent } = await send({ chainSelector: 1n });
      await viem.assertions.revertWithCustomErrorWithArgs(
        sent,
        verifier,
        "CREVerifier_WrongChain",
        [1n, CHAIN_SELECTOR],
      );
    });

    it("reverts for one that names another receiver", async () => {
      const { verifier, sent, stranger } = await send({ receiver: WORKFLOW.owner });
      expect(stranger.account.address).to.not.equal(WORKFLOW.owner);
      await viem.assertions.revertWithCustomErrorWithArgs(
        sent,
        verifier,
        "CREVerifier_WrongReceiver",
        [WORKFLOW.owner, getAddress(verifier.address)],
      );
    });

    it("reverts for one from the future, and for one that is too old", async () => {
      const latest = await fixture().then(() => networkHelpers.time.latest());
      const early = await send({ observedAt: latest + 600 });
      await viem.assertions.revertWithCustomError(
        early.sent,
        early.verifier,
        "CREVerifier_FutureReport",
      );
      const late = await send({ observedAt: latest - MAX_REPORT_AGE - 60 });
      await viem.assertions.revertWithCustomError(
        late.sent,
        late.verifier,
        "CREVerifier_StaleReport",
      );
    });
  });
});

describe("CREVerifier.setDonKey", () => {
  const NEXT = publicKeyOf(2n);

  it("reverts for a caller without the role", async () => {
    const { verifier, stranger } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.setDonKey([NEXT, 0], { account: stranger.account }),
      verifier,
      "AccessManagedUnauthorized",
      [stranger.account.address],
    );
  });

  it("should begin an epoch, and let the one before go on until it is said to end", async () => {
    const { verifier } = await fixture();
    const until = (await networkHelpers.time.latest()) + DAY;
    await viem.assertions.emitWithArgs(
      verifier.write.setDonKey([NEXT, until]),
      verifier,
      "DonKeySet",
      [2, NEXT, until],
    );
    expect(await verifier.read.donEpoch()).to.equal(2);
    expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, until]);
    expect(await verifier.read.donKeyOf([2])).to.deep.equal([NEXT, FOREVER]);
    expect(await verifier.read.donKeyOf([3])).to.deep.equal([{ x: 0n, y: 0n }, 0]);
  });

  it("should end the epoch before the last at once: two keys are alive at most", async () => {
    const { verifier } = await fixture();
    const until = (await networkHelpers.time.latest()) + DAY;
    await verifier.write.setDonKey([NEXT, until]);
    await verifier.write.setDonKey([publicKeyOf(3n), until]);
    const now = await networkHelpers.time.latest();
    expect(await verifier.read.donKeyOf([1])).to.deep.equal([DON_KEY, now]);
    expect(await verifier.read.donKeyOf([2])).to.deep.equal([NEXT, until]);
  });

  it("reverts for what is no point of the curve", async () => {
    const { verifier } = await fixture();
    for (const [x, y] of [
      [0n, 0n],
      [NEXT.x, NEXT.y + 1n],
    ] as const) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.setDonKey([{ x, y }, 0]),
        verifier,
        "CREVerifier_InvalidDonKey",
        [x, y],
      );
    }
  });

  it("reverts for an overlap of more than 30 days", async () => {
    const { verifier } = await fixture();
    const time = (await networkHelpers.time.latest()) + 10;
    const max = time + 30 * DAY;
    await networkHelpers.time.setNextBlockTimestamp(time);
    await viem.assertions.revertWithCustomErrorWithArgs(
      verifier.write.setDonKey([NEXT, max + 1]),
      verifier,
      "CREVerifier_InvalidPreviousUntil",
      [BigInt(max + 1), BigInt(max)],
    );
  });
});

describe("CREVerifier.submitLead", () => {
  it("should emit what anybody posts, up to 4,800 bytes", async () => {
    const { verifier, stranger } = await fixture();
    const posted = `0x${"ab".repeat(4_800)}` as const;
    await viem.assertions.emitWithArgs(
      verifier.write.submitLead([posted], { account: stranger.account }),
      verifier,
      "LeadSubmitted",
      [getAddress(stranger.account.address), posted],
    );
  });

  for (const length of [0, 4_801]) {
    it(`reverts for ${length} bytes`, async () => {
      const { verifier } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.submitLead([`0x${"ab".repeat(length)}`]),
        verifier,
        "CREVerifier_InvalidPackage",
        [BigInt(length), 4_800n],
      );
    });
  }
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
