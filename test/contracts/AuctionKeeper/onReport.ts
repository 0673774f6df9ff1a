import { expect } from "chai";
import {
  concat,
  keccak256,
  stringToHex,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
} from "viem";

import { signReport, submitReport } from "../../../deploy/local/don/report.ts";
import { loadParameters } from "../../../deploy/parameters/loadParameters.ts";
import { encodeKeeperReport, type KeeperAction } from "../../../deploy/sdk/report/keeperReport.ts";
import type { ReportHeader } from "../../../deploy/sdk/report/reportHeader.ts";
import { buildRawReport } from "../../../deploy/sdk/report/forwarderReport.ts";
import { setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import { passUntil } from "../../fixtures/auctionSteps.ts";
import { keeperMarket, type KeeperMarket } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
/** Enough for the forwarder, and for all actions of these tests. */
const REPORT_GAS = 3_000_000n;

/** A lead that ended unsold, with a silent bidder, and the report that the DON makes of it. */
async function reportedMarket() {
  const m = await keeperMarket();
  const { leadId, auction } = await m.list();
  const silent = m.bidders[0];
  await m.commit(leadId, silent, usdc(120));
  await m.toRevealEnd(leadId);
  await m.toForfeits(leadId);
  const actions: KeeperAction[] = [
    { kind: "CloseUnsold", leadId },
    { kind: "ForfeitBond", leadId, round: 1, bidder: silent.address },
  ];
  const workflow = await m.keeper.read.workflow();
  const chainSelector = (await loadParameters("local"))["Keeper"]?.["chainSelector"] as bigint;
  const header: ReportHeader = {
    chainSelector,
    receiver: m.keeper.address,
    nonce: 1n,
    observedAt: auction.revealEnd,
  };
  const body = (changes: Partial<ReportHeader> = {}) =>
    encodeKeeperReport(actions, { ...header, ...changes });
  const metadata = (changes: Partial<typeof workflow> = {}) => {
    const { id, name, owner } = { ...workflow, id: keccak256("0x01"), ...changes };
    return concat([id, name, owner, "0x0001"]);
  };
  const onReport = async (report: Hex, meta: Hex = metadata(), options?: { account: Address }) =>
    m.keeper.write.onReport([meta, report], options ?? (await m.asForwarder()));
  return { ...m, leadId, auction, silent, actions, workflow, body, metadata, onReport };
}

/** Carries a report through the real forwarder, as the DON signs it. */
async function carry(
  m: KeeperMarket,
  workflow: { readonly name: Hex; readonly owner: Address },
  body: Hex,
  gas = REPORT_GAS,
) {
  const identity = { ...m.don.workflow, ...workflow, id: keccak256(stringToHex("keep-auctions")) };
  const rawReport = buildRawReport({ workflow: identity, body, timestamp: 1 });
  return submitReport(await signReport(rawReport, m.don.signers), {
    transmitter: m.don.transmitter,
    publicClient: m.publicClient,
    forwarder: m.forwarder.address,
    receiver: m.keeper.address,
    gas,
  });
}

describe("AuctionKeeper.onReport", () => {
  describe("given a report of its workflow, carried by the real forwarder", () => {
    it("should do what it says, tips for the treasury", async () => {
      const m = await reportedMarket();
      const { name, owner } = m.workflow;
      const changes = await m.changesOf([m.treasury, m.silent, m.holdings], async () => {
        const { delivered, hash } = await carry(m, { name, owner }, m.body());
        expect(delivered).to.equal(true);
        expect(await m.outcomeOf(hash)).to.deep.equal({ performed: 2, skipped: 0, left: 0 });
      });
      const bond = m.auction.bidBond;
      expect(changes).to.deep.equal([
        { free: bond, locked: 0n },
        { free: 0n, locked: -bond },
        { free: 0n, locked: 0n },
      ]);
      expect(await m.keeper.read.isReportUsed([1n])).to.equal(true);
    });

    it("should fail as a whole with too little gas, so that it can be sent again", async () => {
      const m = await reportedMarket();
      const { name, owner } = m.workflow;
      const workflow = { name, owner };
      expect((await carry(m, workflow, m.body(), 700_000n)).delivered).to.equal(false);
      expect(await m.keeper.read.isReportUsed([1n])).to.equal(false);
      expect(await m.due(m.actions)).to.deep.equal(m.actions);
      expect((await carry(m, workflow, m.body())).delivered).to.equal(true);
      expect(await m.due(m.actions)).to.deep.equal([]);
    });
  });

  describe("given too little gas for all actions", () => {
    it("reverts and says how much the next action needs", async () => {
      const m = await reportedMarket();
      const { account } = await m.asForwarder();
      const args = [m.metadata(), m.body()] as const;
      await assertions.revertWithCustomError(
        m.keeper.write.onReport(args, { account, gas: 650_000n }),
        m.keeper,
        "AuctionKeeper_InsufficientGas",
      );
    });
  });

  describe("given a report that was received before", () => {
    it("reverts", async () => {
      const m = await reportedMarket();
      await m.onReport(m.body());
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.body({ observedAt: 1 })),
        m.keeper,
        "WorkflowReceiver_ReportUsed",
        [1n],
      );
      await m.onReport(m.body({ nonce: 2n ** 64n - 1n }));
    });
  });

  describe("given a stale report", () => {
    it("should skip what is done meanwhile", async () => {
      const m = await reportedMarket();
      await m.perform(m.actions);
      const outcome = await m.outcomeOf(await m.onReport(m.body()));
      expect(outcome).to.deep.equal({ performed: 0, skipped: 2, left: 0 });
    });
  });

  describe("given a sender other than the forwarder", () => {
    it("reverts", async () => {
      const m = await reportedMarket();
      const account = m.anyone.address;
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.body(), m.metadata(), { account }),
        m.keeper,
        "WorkflowReceiver_UnauthorizedCaller",
        [account],
      );
    });
  });

  for (const [what, changes] of [
    ["owner", { owner: zeroAddress }],
    ["name", { name: "0x00000000000000000000" }],
  ] as const) {
    describe(`given a workflow of another ${what}`, () => {
      it("reverts", async () => {
        const m = await reportedMarket();
        await assertions.revertWithCustomError(
          m.onReport(m.body(), m.metadata(changes)),
          m.keeper,
          "WorkflowReceiver_WrongWorkflow",
        );
      });
    });
  }

  describe("given the workflow that reports leads", () => {
    it("reverts: it is not the one that keeps auctions", async () => {
      const m = await reportedMarket();
      const { name } = await m.verifier.read.workflow();
      const { owner } = m.workflow;
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.body(), m.metadata({ name })),
        m.keeper,
        "WorkflowReceiver_WrongWorkflow",
        [keccak256("0x01"), name, owner],
      );
    });
  });

  describe("given a pinned workflow id", () => {
    it("should take that version alone", async () => {
      const m = await reportedMarket();
      const id = keccak256("0x02");
      await setAsConfigurator(m, m.keeper, "setWorkflow", { ...m.workflow, id });
      await assertions.revertWithCustomError(
        m.onReport(m.body()),
        m.keeper,
        "WorkflowReceiver_WrongWorkflow",
      );
      await m.onReport(m.body(), m.metadata({ id }));
    });
  });

  for (const [what, changes] of [
    ["chain", { chainSelector: 1n }],
    ["contract", { receiver: zeroAddress }],
  ] as const) {
    describe(`given a report for another ${what}`, () => {
      it("reverts", async () => {
        const m = await reportedMarket();
        await assertions.revertWithCustomError(
          m.onReport(m.body(changes)),
          m.keeper,
          "WorkflowReceiver_WrongDestination",
        );
      });
    });
  }

  describe("given a report of another kind", () => {
    it("reverts", async () => {
      const m = await reportedMarket();
      const leads: Hex = `0x01${m.body().slice(4)}`;
      await assertions.revertWithCustomError(
        m.onReport(leads),
        m.keeper,
        "WorkflowReceiver_WrongDestination",
      );
    });
  });

  for (const length of [0, 41]) {
    describe(`given a body of ${length} bytes`, () => {
      it("reverts", async () => {
        const m = await reportedMarket();
        await assertions.revertWithCustomErrorWithArgs(
          m.onReport(`0x${"02".repeat(length)}`),
          m.keeper,
          "WorkflowReceiver_InvalidBody",
          [BigInt(length)],
        );
      });
    });
  }

  describe("given metadata of another length", () => {
    it("reverts", async () => {
      const m = await reportedMarket();
      await assertions.revertWithCustomErrorWithArgs(
        m.onReport(m.body(), zeroHash),
        m.keeper,
        "WorkflowReceiver_InvalidMetadata",
        [32n],
      );
    });
  });
});

describe("AuctionKeeper.setWorkflow", () => {
  it("should set the workflow, by the configurator a day later", async () => {
    const m = await keeperMarket();
    const config = {
      owner: m.anyone.address,
      name: "0x01020304050607080910",
      id: zeroHash,
    } as const;
    await setAsConfigurator(m, m.keeper, "setWorkflow", config);
    expect(await m.keeper.read.workflow()).to.deep.equal(config);
  });

  it("reverts for everybody else", async () => {
    const m = await keeperMarket();
    await assertions.revertWithCustomErrorWithArgs(
      m.keeper.write.setWorkflow([await m.keeper.read.workflow()]),
      m.keeper,
      "AccessManagedUnauthorized",
      [m.anyone.address],
    );
  });

  for (const [what, changes] of [
    ["owner", { owner: zeroAddress }],
    ["name", { name: "0x00000000000000000000" }],
  ] as const) {
    it(`reverts without an ${what}`.replace("an n", "a n"), async () => {
      const m = await keeperMarket();
      const config = { ...(await m.keeper.read.workflow()), ...changes };
      await assertions.revertWithCustomErrorWithArgs(
        setAsConfigurator(m, m.keeper, "setWorkflow", config),
        m.keeper,
        "WorkflowReceiver_InvalidWorkflow",
        [config.owner, config.name],
      );
    });
  }
});

describe("AuctionKeeper.supportsInterface", () => {
  it("should know the forwarder's question", async () => {
    const { keeper } = await keeperMarket();
    // ERC-165 and IReceiver, then what nobody has.
    expect(await keeper.read.supportsInterface(["0x01ffc9a7"])).to.equal(true);
    expect(await keeper.read.supportsInterface(["0x805f2132"])).to.equal(true);
    expect(await keeper.read.supportsInterface(["0xffffffff"])).to.equal(false);
  });
});

describe("AuctionKeeper.initialize", () => {
  it("should take the workflow of the deployment's parameters", async () => {
    const { keeper, accounts } = await keeperMarket();
    const name = stringToHex("424425db8a");
    expect(await keeper.read.workflow()).to.deep.equal({
      owner: accounts.workflowOwner,
      name,
      id: zeroHash,
    });
  });
});

describe("the time of a report", () => {
  it("should not matter: what is due decides", async () => {
    const m = await reportedMarket();
    await passUntil(m.auction.revealEnd + 100_000);
    const outcome = await m.outcomeOf(await m.onReport(m.body({ observedAt: 0 })));
    expect(outcome).to.deep.equal({ performed: 2, skipped: 0, left: 0 });
  });
});
