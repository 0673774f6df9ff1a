import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { expect } from "chai";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { releaseTiedBids } from "../../deploy/sdk/actions/auction/releaseTiedBids.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { HARDHAT } from "../fixtures/hardhatProcess.ts";
import { runTask } from "../fixtures/runTask.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import { sharedStack } from "../fixtures/stack.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";
import { openComplianceDesk, type ComplianceDesk } from "../subgraph/compliance/desk.ts";

/** How long a line may take, milliseconds: other tests load the machine. */
const PATIENCE = 90_000;
/** Gives a program a terminal; part of util-linux. */
const SCRIPT = "/usr/bin/script";
const ESCAPE = "\x1b[";
/** Where a drawing begins. */
const HOME = `${ESCAPE}H`;

describe("hardhat auction watch", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let tasks: TasksOnStack;
  let leadId: bigint;
  let reserve: bigint;

  before(async function () {
    this.timeout(OPENING);
    stack = await sharedStack();
    m = await openComplianceDesk(stack, "watch");
    tasks = await tasksOn(stack);
    ({ leadId } = await m.listLead());
    ({ reserve } = await m.house.read.auctionOf([leadId]));
    await stack.indexed();
  });
  after(() => tasks.close());

  /** Runs a program that watches; its lines come as they are printed. */
  function watching(program: string, args: readonly string[]) {
    const child = spawn(program, args, {
      env: { ...process.env, ...tasks.environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const printed = (words: string) =>
      poll({
        look: () => Promise.resolve(lines.find((line) => line.includes(words))),
        deadline: PATIENCE,
        interval: 100,
        late: () => new Error(`Nothing says "${words}": ${lines.join("\n")}`),
      });
    return { child, lines, ended, printed };
  }

  describe("given a pipe, and own bids to mark", () => {
    let watch: ReturnType<typeof watching>;
    before(() => {
      const { address } = m.bidders[1];
      watch = watching(process.execPath, [HARDHAT, "auction", "watch", "--account", address]);
    });
    after(() => watch.child.kill("SIGKILL"));

    it("prints a line for each change, and marks own bids also when tied", async () => {
      expect(await watch.printed(`lead ${leadId}, round 1`)).to.include(
        `0 bids, 0 sealed; reserve ${usdcText(reserve)}`,
      );
      const bids = [];
      for (const bidder of m.bidders.slice(0, 2))
        bids.push(await m.commit(leadId, bidder, reserve));
      expect(await watch.printed("2 bids, 2 sealed"))
        .to.include("own bid Committed")
        .and.include("Commit until");
      await m.toReveal(leadId);
      for (const { opening } of bids) await m.house.write.revealBid([leadId, opening]);
      expect(await watch.printed("(2 tied)")).to.include("own bid Tied");
    }).timeout(OPENING);

    it("looks once with --once, and prints an object a line with --json", async () => {
      const { out, json, succeeded } = await runTask(["auction", "watch"], {
        ...{ json: true, once: true, account: m.bidders[1].address },
      });
      expect(succeeded).to.equal(true);
      const looks = out
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { auction: Record<string, unknown> });
      const found = looks.find(({ auction }) => auction["leadId"] === Number(leadId));
      expect(found?.auction).to.include({ round: 1, ownBid: "Tied", tiedBids: 1, bidCount: 2 });
      expect(json["open"]).to.include(Number(leadId));
    });

    it("tells how an auction has ended, and ends itself on ctrl-C", async () => {
      await m.nft.write.erase([leadId], { account: m.seller.wallet.account });
      await releaseTiedBids(m.bidders[0], { leadId });
      expect(await watch.printed("Erased (closed)")).to.include(`lead ${leadId}, round 1`);
      watch.child.kill("SIGINT");
      expect(await watch.ended).to.equal(0);
      expect(watch.lines.join("\n")).to.not.include(ESCAPE);
      expect(watch.lines.at(-1)).to.match(/^\d+ auctions are open\.$/);
    }).timeout(OPENING);
  });

  it("refuses what is no duration", async () => {
    const { error } = await runTask(["auction", "watch"], { json: true, for: "soon" });
    expect(error?.code).to.equal("INVALID_DURATION");
  });

  if (existsSync(SCRIPT)) {
    it("draws a table into a terminal, as wide as its window, and gives the terminal back", async () => {
      const { lines, ended } = watching(SCRIPT, [
        ...["--quiet", "--return", "--flush", "--command"],
        `stty cols 50 rows 10; ${process.execPath} ${HARDHAT} auction watch --for 3s`,
        "/dev/null",
      ]);
      expect(await ended).to.equal(0);
      const drawn = lines.join("\n");
      expect(drawn)
        .to.include("\x1b[?1049h")
        .and.include("\x1b[?1049l")
        .and.include("open auctions");
      // What follows is the last table, on the screen that was there before.
      const live = drawn.slice(0, drawn.indexOf("\x1b[?1049l")).split("\n");
      const parts = live.flatMap((line) => line.split(HOME));
      for (const line of parts.map(stripVTControlCharacters)) {
        expect(line.trimEnd().length, line).to.be.at.most(50);
      }
    }).timeout(OPENING);
  }
});
