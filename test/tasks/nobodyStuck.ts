import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const [SELLER, ADA, BEN, CLEO] = ["8", "9", "10", "11"];
const TRADERS = [SELLER, ADA, BEN, CLEO];
/** Has nothing in the vault and no credential: what anyone can do, it can. */
const PASSER_BY = "12";
const COMPLIANCE = "19";
/** What it takes to sell and buy the example's lead. */
const CREDENTIALS = [
  { type: "kyc", jurisdiction: "US-TX" },
  { type: "consent" },
  { type: "licence", vertical: "solar", region: "US-TX" },
];
const DEPOSIT = 1_000;
const usdc = (dollars: number): number => dollars * 1_000_000;

interface Step {
  readonly what: string;
  readonly who: string;
  readonly command: string | null;
}

describe("a party that trades by hand can always go on", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
    for (const account of TRADERS) {
      const deposit = { account, amount: String(DEPOSIT), faucet: true };
      const { account: holder } = await run(["vault", "deposit"], deposit);
      for (const credential of CREDENTIALS) {
        await run(["credential", "issue"], { holder, account: COMPLIANCE, ...credential });
      }
    }
  });
  after(() => local.close());

  const run = async (id: string[], args: Record<string, unknown>) => {
    const { json, err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, `${id.join(" ")}\n${err.join("\n")}`).to.equal(true);
    return json;
  };
  const refused = async (id: string[], args: Record<string, unknown>): Promise<string> => {
    const { err, succeeded } = await runTask(id, { json: true, ...args });
    expect(succeeded, id.join(" ")).to.equal(false);
    return err.at(-1) ?? "";
  };

  /** A file with the lead of the consumer of this number. */
  const leadFile = async (consumer: number): Promise<string> => {
    const { connection, stack } = local;
    const now = await chainTime(await connection.viem.getPublicClient(), stack.chainId);
    const file = path.join(local.folder, `lead-${consumer}.json`);
    const email = `consumer${consumer}@fastmail.com`;
    const contact = { ...example.contact, email, phone: `(512) 867-53${consumer + 10}` };
    await writeFile(file, JSON.stringify({ ...example, contact, consentTime: now - 60 }));
    return file;
  };
  const submit = async (consumer: number) => {
    const lead = await run(["lead", "submit"], { account: SELLER, file: await leadFile(consumer) });
    return BigInt(String(lead["leadId"]));
  };
  const resubmit = async (consumer: number) =>
    refused(["lead", "submit"], { account: SELLER, file: await leadFile(consumer) });
  const bid = async (leadId: bigint, ...bids: (readonly [account: string, amount: string])[]) => {
    for (const [account, amount] of bids) await run(["bid", "commit"], { account, leadId, amount });
  };
  const advance = (until: string, leadId: bigint) =>
    run(["chain", "advance"], { until, lead: String(leadId) });
  const reveal = async (leadId: bigint, ...accounts: string[]) => {
    for (const account of accounts) await run(["bid", "reveal"], { account, leadId });
  };
  const deliver = (leadId: bigint) => run(["lead", "deliver"], { account: SELLER, leadId });
  const balanceOf = (account: string) => run(["vault", "balance"], { account });

  const waitsFor = async (leadId: bigint) =>
    (await run(["auction", "show"], { leadId }))["waitsFor"] as Step[];
  const commandsFor = async (leadId: bigint) =>
    (await waitsFor(leadId)).map(({ command }) => command);
  /** Does what `auction show` says that the lead waits for, by the command that it names. */
  const follow = async (verb: string, leadId: bigint, account = PASSER_BY) => {
    const command = `npx hardhat auction ${verb} ${leadId}`;
    expect(await commandsFor(leadId)).to.include(command);
    return run(["auction", verb], { account, leadId });
  };

  describe("when bids tie", () => {
    let leadId: bigint;
    before(async () => {
      leadId = await submit(1);
      await bid(leadId, [ADA, "120"], [BEN, "120"], [CLEO, "110"]);
      await advance("reveal", leadId);
      await reveal(leadId, CLEO, ADA, BEN);
    });

    it("anyone asks for the random word, then has the tie decided by it", async () => {
      expect(await follow("settle", leadId)).to.include({
        done: "requestTieBreak",
        phase: "TieBreak",
      });
      await local.vrf.answerAll();
      expect(await follow("settle", leadId)).to.include({ done: "resolveTie", phase: "Delivery" });
    });

    it("the loser's money is free in the end, and the winner's pays", async () => {
      if ((await commandsFor(leadId)).includes(`npx hardhat auction release ${leadId}`)) {
        await follow("release", leadId);
      }
      expect(await refused(["auction", "release"], { account: PASSER_BY, leadId })).to.include(
        "holds no beaten tied bid",
      );
      expect(await deliver(leadId)).to.include({ price: usdc(120) });
      for (const account of [ADA, BEN, CLEO]) {
        expect(await balanceOf(account)).to.include({ locked: 0 });
      }
    });
  });

  describe("when the random word never comes", () => {
    it("anyone has the tie decided for the first revealed, once the time-out has passed", async () => {
      const leadId = await submit(2);
      await bid(leadId, [ADA, "130"], [BEN, "130"]);
      await advance("reveal", leadId);
      await reveal(leadId, BEN, ADA);
      expect(await refused(["auction", "release"], { account: BEN, leadId })).to.include(
        "may still win",
      );
      await run(["chain", "advance"], { until: "24h" });
      expect(await follow("settle", leadId)).to.include({ done: "resolveTie", phase: "Delivery" });
      const { released } = await follow("release", leadId);
      expect(released).to.have.length(1);
      const { buyer } = await deliver(leadId);
      expect(buyer).to.equal((await balanceOf(BEN))["account"]);
    });

    it("anyone voids a tie that nobody has resolved for seven days, and unopened bonds go back", async () => {
      const leadId = await submit(3);
      await bid(leadId, [ADA, "130"], [BEN, "130"], [CLEO, "140"]);
      await advance("reveal", leadId);
      await reveal(leadId, BEN, ADA);
      await run(["chain", "advance"], { until: "8d" });
      expect(await follow("settle", leadId)).to.include({ done: "voidAuction", phase: "Voided" });
      await follow("release", leadId);
      const { bonds } = await follow("forfeit", leadId);
      expect(bonds).to.have.length(1);
      expect((bonds as object[])[0]).to.include({ treasury: null, tip: 0 });
      expect(await commandsFor(leadId)).to.deep.equal([`npx hardhat auction create ${leadId}`]);
    });
  });

  describe("when a tie is beaten", () => {
    it("anyone frees one beaten bid or all of them, in whatever round they are", async () => {
      const leadId = await submit(4);
      await bid(leadId, [ADA, "120"], [BEN, "120"], [CLEO, "150"]);
      await advance("reveal", leadId);
      await reveal(leadId, ADA, BEN, CLEO);
      const ben = (await balanceOf(BEN))["account"];
      expect(
        await refused(["auction", "release"], { account: PASSER_BY, leadId, bidder: "ben" }),
      ).to.include("ben is not an address");
      const { account: ada } = await balanceOf(ADA);
      expect(
        await refused(["auction", "release"], { account: PASSER_BY, leadId, bidder: ada }),
      ).to.include(`holds no beaten tied bid of ${String(ada)}`);
      const { released } = await run(["auction", "release"], {
        account: PASSER_BY,
        leadId,
        bidder: ben,
      });
      expect((released as object[])[0]).to.include({ bidder: ben, amount: usdc(120) });
      await deliver(leadId);
    });
  });

  describe("when nobody bids", () => {
    let leadId: bigint;
    before(async () => {
      leadId = await submit(5);
    });

    it("its seller is told that the lead is for sale when it submits it again", async () => {
      expect(await resubmit(5)).to.include(
        `Lead ${leadId} is for sale: round 1 is in phase Commit`,
      );
      expect(await refused(["auction", "create"], { account: SELLER, leadId })).to.include(
        "is for sale",
      );
    });

    it("its seller is told that the round ended unsold, and lists it again on other terms", async () => {
      await advance("delivery", leadId);
      expect(await resubmit(5)).to.include(`Round 1 of lead ${leadId} ended unsold`);
      const create = { account: SELLER, leadId, reserve: "88", premiumBps: "0" };
      expect(await refused(["auction", "create"], { ...create, account: ADA })).to.include(
        "by its seller",
      );
      const premiumBps = "10001";
      expect(await refused(["auction", "create"], { ...create, premiumBps })).to.include(
        "--premium-bps is out of bounds",
      );
      const listed = await run(["auction", "create"], create);
      expect(listed).to.include({ round: 2, phase: "Commit", reserve: usdc(88) });
    });

    it("its seller takes it back before the first bid, and nobody else does", async () => {
      expect(await refused(["auction", "cancel"], { account: ADA, leadId })).to.include(
        "is sold by",
      );
      expect(await follow("cancel", leadId, SELLER)).to.include({ round: 2 });
      expect(await resubmit(5)).to.include(`Lead ${leadId} is still its seller's`);
      expect(await balanceOf(SELLER)).to.include({ locked: 0 });
    });

    it("anyone closes a round that ended unsold, once", async () => {
      await follow("create", leadId, SELLER);
      await advance("delivery", leadId);
      expect(await follow("settle", leadId)).to.include({ done: "closeUnsold", closed: true });
      const again = await run(["auction", "settle"], { account: PASSER_BY, leadId });
      expect(again).to.include({ done: null, phase: "Unsold" });
    });

    it("its seller lists it again on the terms of its last round, and sells it", async () => {
      const listed = await follow("create", leadId, SELLER);
      expect(listed).to.include({ round: 4, reserve: usdc(88) });
      await bid(leadId, [ADA, "90"]);
      expect(await refused(["auction", "cancel"], { account: SELLER, leadId })).to.include(
        "before the first one only",
      );
      await advance("reveal", leadId);
      await reveal(leadId, ADA);
      await deliver(leadId);
      expect(await resubmit(5)).to.include(`Lead ${leadId} was sold to`);
      expect(await refused(["auction", "create"], { account: SELLER, leadId })).to.include(
        "A lead is sold once",
      );
      expect(await waitsFor(leadId)).to.deep.equal([]);
    });
  });

  describe("when the lead is not delivered", () => {
    it("anyone gives the buyer its money back, with half of the seller's bond", async () => {
      const leadId = await submit(6);
      await bid(leadId, [CLEO, "200"]);
      await advance("reveal", leadId);
      await reveal(leadId, CLEO);
      const early = await refused(["auction", "refund"], { account: CLEO, leadId });
      expect(early).to.include("refunding needs phase Undelivered").and.include("Possible from");
      await advance("refund", leadId);
      expect(await refused(["auction", "create"], { account: SELLER, leadId })).to.include(
        "not been refunded yet",
      );
      const { bid: price, compensation, penalty, buyer } = await follow("refund", leadId, CLEO);
      expect({ price, buyer }).to.deep.equal({
        price: usdc(200),
        buyer: (await balanceOf(CLEO))["account"],
      });
      expect(compensation).to.be.above(0).and.to.equal(penalty);
      expect(await refused(["auction", "refund"], { account: CLEO, leadId })).to.include(
        "has ended already",
      );
      expect(await commandsFor(leadId)).to.deep.equal([`npx hardhat auction create ${leadId}`]);
    });
  });

  describe("when bids are never opened", () => {
    it("anyone has their bonds forfeited, one or all, and gets a tip", async () => {
      const leadId = await submit(7);
      await bid(leadId, [ADA, "300"], [BEN, "120"], [CLEO, "310"]);
      const early = { account: PASSER_BY, leadId };
      expect(await refused(["auction", "forfeit"], early)).to.include(
        "bonds are forfeited from an hour later",
      );
      await advance("reveal", leadId);
      await reveal(leadId, BEN);
      await advance("delivery", leadId);
      await deliver(leadId);
      expect(await commandsFor(leadId)).to.deep.equal([null]);
      expect(await refused(["auction", "forfeit"], early)).to.include("can be forfeited from");
      const outage = { ...early, outage: true };
      expect(await refused(["auction", "report"], outage)).to.include("opened for 0 seconds");
      await run(["chain", "advance"], { until: "1h" });
      const ada = (await balanceOf(ADA))["account"];
      const one = await run(["auction", "forfeit"], { ...early, bidder: ada });
      expect(one["bonds"]).to.have.length(1);
      expect((one["bonds"] as object[])[0]).to.include({ bidder: ada, tip: 250_000 });
      expect((await follow("forfeit", leadId))["bonds"]).to.have.length(1);
      expect(await refused(["auction", "forfeit"], early)).to.include("holds no forfeited bond");
      expect(await balanceOf(PASSER_BY)).to.include({ free: 500_000 });
    });
  });

  describe("when the buyer may not have the lead any more", () => {
    it("its seller is told to report it, and then nobody is punished", async () => {
      const leadId = await submit(8);
      await bid(leadId, [CLEO, "200"]);
      await advance("reveal", leadId);
      await reveal(leadId, CLEO);
      expect(await refused(["auction", "report"], { account: PASSER_BY, leadId })).to.include(
        "nothing stands against its delivery",
      );
      const { account: cleo } = await balanceOf(CLEO);
      const sanction = { holder: cleo, type: "sanctioned", account: COMPLIANCE };
      await run(["credential", "issue"], sanction);
      const told = await refused(["lead", "deliver"], { account: SELLER, leadId });
      expect(told).to.include("cannot be delivered now").and.include("auction report");
      const { outcome } = await run(["auction", "report"], { account: PASSER_BY, leadId });
      expect(outcome).to.equal("ended");
      for (const account of [SELLER, CLEO]) {
        expect(await balanceOf(account)).to.include({ locked: 0 });
      }
    });
  });

  describe("when new business is stopped", () => {
    let unsold: bigint;
    before(async () => {
      unsold = await submit(10);
      await advance("delivery", unsold);
    });

    it("a seller takes a lead back that has bids, whose bonds go back at once", async () => {
      const leadId = await submit(9);
      await bid(leadId, [ADA, "120"], [BEN, "130"]);
      const { vault, accounts } = local.protocol;
      await vault.write.pause({ account: accounts.guardian });
      expect(await run(["auction", "cancel"], { account: SELLER, leadId })).to.include({
        bonds: 2,
      });
      const { bonds } = await follow("forfeit", leadId);
      expect((bonds as object[])[1]).to.include({ treasury: null, tip: 0 });
    });

    it("a lead stays in its unsold round while it cannot be listed again", async () => {
      expect(await refused(["auction", "create"], { account: SELLER, leadId: unsold })).to.include(
        "stopped new business",
      );
      expect(await follow("settle", unsold)).to.include({ done: "closeUnsold" });
    });
  });

  describe("when all is over", () => {
    it("nothing is locked, and everybody takes out everything", async () => {
      const { treasury } = local.protocol.accounts;
      for (const account of [...TRADERS, PASSER_BY, treasury]) {
        expect(await balanceOf(account), account).to.include({ locked: 0 });
        await run(["vault", "withdraw"], { account, amount: "all" });
      }
      expect(await local.protocol.vault.read.liabilities()).to.equal(0n);
    });
  });
});
