import { expect } from "chai";
import { concat, keccak256, slice, stringToHex, zeroAddress, zeroHash, type Hex } from "viem";

import { by, networkHelpers, setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import {
  BUDGET,
  bountyMarket,
  NO_MATCH,
  PRICE,
  Rule,
  type PrivateMatch,
} from "../../fixtures/bounties.ts";

const { assertions } = viem;
const CRITERIA = {
  privateCriteriaHash: keccak256(stringToHex("not from our old customers, salt 1")),
  sealedCriteria: "0x5ea1ed",
} as const;

/** A lead, a bounty with private criteria, and what the DON says when the lead meets them. */
async function attested() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  const [poster, other] = m.bidders;
  const bountyId = await m.post(poster, CRITERIA);
  const content: PrivateMatch = { leadId: lead.leadId, bountyId, version: 1, facts: lead.facts };
  const { name, owner } = await m.matcher.read.workflow();
  const metadata = concat([keccak256("0x01"), name, owner, "0x0001"]);
  const onReport = async (body: Hex, meta: Hex = metadata) =>
    m.matcher.write.onReport([meta, body], await m.asForwarder());
  return { ...m, ...lead, poster, other, bountyId, content, metadata, onReport };
}

describe("BountyMatcher.onReport", () => {
  describe("given a report of its workflow, carried by the real forwarder", () => {
    it("should match a bounty with private criteria, without a tip", async () => {
      const m = await attested();
      const { delivered, hash } = await m.reportMatch(m.bodyOf(m.content));
      expect(delivered).to.equal(true);
      await assertions.emitWithArgs(Promise.resolve(hash), m.matcher, "BountyMatched", [
        m.bountyId,
        m.leadId,
        1,
        m.poster.address,
        zeroAddress,
        PRICE,
        0,
        BUDGET - PRICE,
      ]);
      expect((await m.auctionOf(m.leadId)).leader).to.equal(m.poster.address);
      expect(await m.matcher.read.isReportUsed([1n])).to.equal(true);
    });

    it("should show nothing of the criteria but what the poster has published", async () => {
      const m = await attested();
      const { receipt } = await m.reportMatch(m.bodyOf(m.content));
      const said = receipt.logs.flatMap(({ data, topics }) => [data, ...topics]).join();
      expect(said).not.to.contain(CRITERIA.sealedCriteria.slice(2));
      expect(said).not.to.contain(CRITERIA.privateCriteriaHash.slice(2));
    });

    it("should match one without private criteria as well", async () => {
      const m = await attested();
      const bountyId = await m.post(m.other);
      expect((await m.reportMatch(m.bodyOf({ ...m.content, bountyId }))).delivered).to.equal(true);
    });

    it("should leave the window of an instant sale to better offers", async () => {
      const m = await attested();
      const { leadId, facts } = await m.listForInstantSale();
      await m.reportMatch(m.bodyOf({ ...m.content, leadId, facts }));
      const { commitEnd } = await m.auctionOf(leadId);
      expect(commitEnd).to.equal((await networkHelpers.time.latest()) + 4);
    });

    it("should be taken again after it failed", async () => {
      const m = await attested();
      const body = m.bodyOf(m.content);
      await m.matcher.write.setBountyPaused([m.bountyId, true], by(m.poster));
      expect((await m.reportMatch(body)).delivered).to.equal(false);
      expect(await m.matchOf(m.leadId)).to.deep.equal(NO_MATCH);
      expect(await m.matcher.read.isReportUsed([1n])).to.equal(false);
      await m.matcher.write.setBountyPaused([m.bountyId, false], by(m.poster));
      expect((await m.reportMatch(body)).delivered).to.equal(true);
    });
  });

  describe("given terms that the DON has not seen", () => {
    it("reverts: criteria changed after it looked", async () => {
      const m = await attested();
      await m.matcher.write.changeBounty([m.bountyId, await m.termsOf(CRITERIA)], by(m.poster));
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf(m.content)),
        m.matcher,
        "BountyMatcher_TermsChanged",
        [m.bountyId, 1, 2],
      );
    });

    it("reverts for a bounty that there is not", async () => {
      const m = await attested();
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf({ ...m.content, bountyId: 9n })),
        m.matcher,
        "BountyMatcher_TermsChanged",
        [9n, 1, 0],
      );
    });
  });

  describe("given a rule that anyone can check against it", () => {
    it("reverts: the DON says no more than that private criteria are met", async () => {
      const m = await attested();
      const bountyId = await m.post(m.other, { ...CRITERIA, minScore: 10_001 });
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf({ ...m.content, bountyId })),
        m.matcher,
        "BountyMatcher_NoMatch",
        [bountyId, m.leadId, Rule.Score],
      );
    });

    it("reverts for other facts than the attested ones", async () => {
      const m = await attested();
      const facts = { ...m.facts, source: zeroHash };
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf({ ...m.content, facts })),
        m.matcher,
        "BountyMatcher_WrongFacts",
        [m.leadId],
      );
    });
  });

  describe("given a report that is not for it", () => {
    it("reverts for a sender other than the forwarder", async () => {
      const m = await attested();
      await assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.onReport([m.metadata, m.bodyOf(m.content)]),
        m.matcher,
        "WorkflowReceiver_UnauthorizedCaller",
        [m.anyone.address],
      );
    });

    it("reverts for another workflow", async () => {
      const m = await attested();
      const { name, owner } = await m.keeper.read.workflow();
      const meta = concat([zeroHash, name, owner, "0x0001"]);
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf(m.content), meta),
        m.matcher,
        "WorkflowReceiver_WrongWorkflow",
        [zeroHash, name, owner],
      );
    });

    for (const [what, changes] of [
      ["chain", { chainSelector: 1n }],
      ["contract", { receiver: zeroAddress }],
    ] as const) {
      it(`reverts for another ${what}`, async () => {
        const m = await attested();
        await assertions.revertWithCustomError(
          m.onReport(m.bodyOf(m.content, changes)),
          m.matcher,
          "WorkflowReceiver_WrongDestination",
        );
      });
    }

    it("reverts for another kind", async () => {
      const m = await attested();
      await assertions.revertWithCustomError(
        m.onReport(concat(["0x02", slice(m.bodyOf(m.content), 1)])),
        m.matcher,
        "WorkflowReceiver_WrongDestination",
      );
    });

    it("reverts for one that was received before", async () => {
      const m = await attested();
      await m.onReport(m.bodyOf(m.content, { nonce: 5n }));
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.bodyOf(m.content, { nonce: 5n })),
        m.matcher,
        "WorkflowReceiver_ReportUsed",
        [5n],
      );
    });

    it("reverts for a body that ends within its header", async () => {
      const m = await attested();
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport("0x04"),
        m.matcher,
        "WorkflowReceiver_InvalidBody",
        [1n],
      );
    });
  });
});

describe("BountyMatcher.setWorkflow", () => {
  it("should set the workflow, by the configurator a day later", async () => {
    const m = await bountyMarket();
    const name = "0x01020304050607080910";
    const config = { owner: m.anyone.address, name, id: zeroHash } as const;
    await setAsConfigurator(m, m.matcher, "setWorkflow", config);
    expect(await m.matcher.read.workflow()).to.deep.equal(config);
  });

  it("reverts for everybody else", async () => {
    const m = await bountyMarket();
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.setWorkflow([await m.matcher.read.workflow()]),
      m.matcher,
      "AccessManagedUnauthorized",
      [m.anyone.address],
    );
  });
});

describe("BountyMatcher.initialize", () => {
  it("should take the workflow of the deployment's parameters, which reads leads", async () => {
    const { matcher, verifier } = await bountyMarket();
    expect(await matcher.read.workflow()).to.deep.equal(await verifier.read.workflow());
  });

  it("reverts the second time", async () => {
    const m = await bountyMarket();
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.initialize([m.accessManager.address, await m.matcher.read.workflow()]),
      m.matcher,
      "InvalidInitialization",
      [],
    );
  });
});

describe("BountyMatcher.supportsInterface", () => {
  it("should know the forwarder's question", async () => {
    const { matcher } = await bountyMarket();
    // ERC-165 and IReceiver, then what nobody has.
    expect(await matcher.read.supportsInterface(["0x01ffc9a7"])).to.equal(true);
    expect(await matcher.read.supportsInterface(["0x805f2132"])).to.equal(true);
    expect(await matcher.read.supportsInterface(["0xffffffff"])).to.equal(false);
  });
});
