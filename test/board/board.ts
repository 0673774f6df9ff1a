import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { stringToHex } from "viem";

import { launchChromium } from "../../deploy/board/chromium.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { usdcOf } from "../../deploy/sdk/codes/usdc.ts";
import { queriesOf } from "../../deploy/sdk/generated/queries.ts";
import { askIndex } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import { runTask } from "../fixtures/runTask.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { tasksOn, type TasksOnStack } from "../fixtures/tasksOn.ts";
import { openComplianceDesk, type ComplianceDesk } from "../subgraph/compliance/desk.ts";
import { openHostileSeller } from "../subgraph/compliance/hostileSeller.ts";
import { axeFaults, openPage, rowsOf, shows, type BoardPage } from "./boardPage.ts";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1_280, height: 900 };
/** What would run if a seller's text became part of the page. */
const HOSTILE = `<img src=x onerror="document.title='taken'">`;

describe("the market board", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let browser: Browser;
  let board: BoardPage;
  let page: Page;
  let openLead: bigint;
  let otherLead: bigint;
  let hostileLead: bigint;

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "board");
    const mint = await openHostileSeller(m);
    await mint(stringToHex(JSON.stringify({ roofType: HOSTILE })));
    hostileLead = await m.nft.read.lastLeadId();
    ({ leadId: openLead } = await m.listLead());
    const { reserve } = await m.house.read.auctionOf([openLead]);
    await m.commit(openLead, m.bidders[0], reserve);
    ({ leadId: otherLead } = await m.listLead());
    browser = await launchChromium();
    board = await openPage(browser, { viewport: DESK });
    ({ page } = board);
    await page.goto(stack.urls.board);
    await showsPresent(page);
  });
  after("close the browser, and free all money", async () => {
    await browser.close();
    for (const { wallet } of m.bidders.slice(0, 2)) {
      await m.house.write.withdrawBid([openLead], { account: wallet.account });
    }
    await m.toRevealEnd(otherLead);
    for (const leadId of [openLead, otherLead]) await m.house.write.closeUnsold([leadId]);
  });

  /** Waits until a page shows the chain as it is now. */
  async function showsPresent(shown: Page): Promise<void> {
    await stack.indexed();
    await shows(shown, await m.publicClient.getBlockNumber({ cacheTime: 0 }));
  }
  const index = () => queriesOf(askIndex(stack.urls.graphql));
  const text = (id: string) => page.locator(`#${id}`).innerText();

  describe("given a subgraph", () => {
    it("shows the totals that the query `solvency` answers", async () => {
      const { vaults, protocols, reservesProofs } = await index().solvency({});
      const [vault] = vaults;
      const [protocol] = protocols;
      expect(await text("sold-count")).to.equal(String(protocol?.soldAuctions));
      expect(await text("lead-count")).to.equal(`of ${protocol?.leads} leads`);
      expect(await text("bid-count")).to.equal(`${protocol?.bids} bids`);
      expect(unitsOf(await text("volume"))).to.equal(protocol?.volume);
      expect(unitsOf(await text("owed"))).to.equal(vault?.liabilities);
      expect(unitsOf(await text("locked"))).to.equal(vault?.locked);
      expect(await text("verdict")).to.equal("Solvent");
      const proofs = await rowsOf(page, "proofs");
      expect(proofs.length).to.equal(Math.min(reservesProofs.length, 4));
    });

    it("shows the open auction with its bid, and the time that is left", async () => {
      const { auctions } = await index().auctions({ where: { outcome: null } });
      const rows = await rowsOf(page, "auctions");
      expect(rows).to.have.length(auctions.length);
      const row = rows.find(([lead]) => lead?.startsWith(`Lead ${openLead}\n`)) ?? [];
      const [, phase, left, bids, , reserve, score] = row;
      expect([phase, bids]).to.deep.equal(["Taking bids", "1"]);
      expect(left).to.match(/^\d+ (d|h|min|s)/);
      const auction = auctions.find(({ leadId }) => leadId === String(openLead));
      expect(unitsOf(reserve ?? "")).to.equal(auction?.reserve);
      expect(Number(score?.replace(",", ""))).to.equal(auction?.score);
    });

    it("shows the rounds that ended last with their prices", async () => {
      const { auctions } = await index().market({});
      const rows = await rowsOf(page, "ended");
      expect(
        rows.map(([lead, , price]) => [lead?.split("\n")[0], unitsOf(price ?? "")]),
      ).to.deep.equal(auctions.map(({ leadId, price }) => [`Lead ${leadId}`, price ?? ""]));
    });

    it("shows prices by vertical: sales, mean, lowest and highest", async () => {
      await page.locator(".prices summary").click();
      const rows = await rowsOf(page, "prices");
      expect(rows.length).to.be.above(0);
      for (const [vertical = "", sales, mean = "", lowest = ""] of rows) {
        const { verticalPeriods } = await index().prices({ vertical });
        const sold = verticalPeriods.reduce((sum, period) => sum + BigInt(period.sales), 0n);
        const volume = verticalPeriods.reduce((sum, period) => sum + BigInt(period.volume), 0n);
        const prices = verticalPeriods.map(({ minPrice }) => Number(minPrice));
        expect(sales, vertical).to.equal(String(sold));
        expect(BigInt(unitsOf(mean)) / 10_000n, vertical).to.equal(volume / sold / 10_000n);
        expect(Number(unitsOf(lowest)), vertical).to.equal(Math.min(...prices));
      }
      expect(await page.locator("#price-chart svg path").count()).to.be.above(0);
    });

    it("follows the market without being loaded again", async () => {
      const { reserve } = await m.house.read.auctionOf([openLead]);
      await m.commit(openLead, m.bidders[1], reserve);
      await showsPresent(page);
      const row = (await rowsOf(page, "auctions")).find(([lead]) =>
        lead?.startsWith(`Lead ${openLead}\n`),
      );
      expect(row?.[3]).to.equal("2");
    });
  });

  describe("given a keyboard", () => {
    const focused = () =>
      page.evaluate<string>("document.activeElement?.getAttribute('href') ?? ''");

    it("opens a lead's story, and comes back to where it was", async () => {
      await page.evaluate("document.activeElement.blur()");
      let presses = 0;
      do await page.keyboard.press("Tab");
      while (!(await focused()).startsWith("#lead-") && ++presses < 20);
      const link = await focused();
      expect(link).to.match(/^#lead-\d+$/);
      await page.keyboard.press("Enter");
      await page.locator("#story-body").waitFor();
      expect(await text("story-title")).to.equal(`Lead ${link.slice("#lead-".length)}`);
      expect(await page.evaluate("document.activeElement?.closest('dialog')?.id")).to.equal(
        "story",
      );
      await page.keyboard.press("Escape");
      await page.locator("#story").waitFor({ state: "hidden" });
      expect(await focused()).to.equal(link);
      await page.waitForURL(({ hash }) => hash === "");
    });

    it("stays on a row while others come and go", async () => {
      const links = page.locator("#auctions a");
      expect(await links.count()).to.be.above(1);
      const last = links.last();
      await last.focus();
      const lead = ((await last.getAttribute("href")) ?? "").slice("#lead-".length);
      const only = (text: string) =>
        page.evaluate(
          `document.getElementById("filter").value = "${text}"; document.getElementById("filter").dispatchEvent(new Event("input"))`,
        );
      for (const text of [lead, ""]) {
        await only(text);
        expect(await focused()).to.equal(`#lead-${lead}`);
      }
      // A row that is there again is another one than that where the story was opened.
      await page.keyboard.press("Enter");
      await page.locator("#story-body").waitFor();
      for (const text of ["no such vertical", ""]) await only(text);
      await page.keyboard.press("Escape");
      await page.waitForURL(({ hash }) => hash === "");
      expect(await focused()).to.equal(`#lead-${lead}`);
    });

    it("finds auctions by what is typed", async () => {
      await page.locator("#filter").fill(`no such vertical`);
      expect(await text("no-auctions")).to.equal("No open auction matches.");
      await page.locator("#filter").fill("");
      expect((await rowsOf(page, "auctions")).length).to.be.above(0);
    });
  });

  describe("given what a seller wrote", () => {
    it("tells a lead's story step by step, and takes its text for text", async () => {
      await page.goto(`${stack.urls.board}/#lead-${hostileLead}`);
      await page.locator("#story-body").waitFor();
      expect(await text("story-facts")).to.include(`roofType ${HOSTILE}`);
      expect(await page.locator("#story img").count()).to.equal(0);
      expect(await page.title()).to.equal("Lead Engine: market board");
      const { leads } = await index().leadStory({ leadId: String(hostileLead) });
      const steps = page.locator("#story-steps li");
      expect(await steps.count()).to.equal(leads[0]?.actions.length);
      expect(await steps.first().innerText()).to.include("attested and minted for 0x");
    });

    it("says that there is no lead of a number", async () => {
      await page.goto(`${stack.urls.board}/#lead-999999`);
      await page.locator("#story-state", { hasText: "The subgraph knows no such lead." }).waitFor();
      await page.locator("#close-story").click();
    });
  });

  for (const [device, viewport] of [
    ["a phone", PHONE],
    ["a desk", DESK],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`has nothing against it by axe-core, and no sideways scroll: ${device}, ${colorScheme}`, async () => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        for (const place of ["", "#lead-1"]) {
          await page.goto(`${stack.urls.board}/${place}`);
          await showsPresent(page);
          if (place !== "") await page.locator("#story-body").waitFor();
          expect(await axeFaults(page)).to.deep.equal([]);
          const width = await page.evaluate("document.documentElement.scrollWidth");
          expect(width).to.be.at.most(viewport.width);
          if (place !== "") await page.locator("#close-story").click();
        }
      });
    }
  }

  it("has asked nobody but this machine, without a fault", () => {
    expect([...board.hosts]).to.deep.equal(["127.0.0.1"]);
    expect(board.faults).to.deep.equal([]);
  });

  describe("given a subgraph that does not answer", () => {
    it("says so, and goes on as soon as it answers", async () => {
      const other = (await openPage(browser)).page;
      await other.route(stack.urls.graphql, (route) => route.abort());
      await other.goto(stack.urls.board);
      const says = `No subgraph answers at ${stack.urls.graphql}. Trying again.`;
      await other.locator("#status", { hasText: says }).waitFor();
      await other.unroute(stack.urls.graphql);
      await other.locator("#status", { hasText: "Connected" }).waitFor();
      await showsPresent(other);
    });
  });

  describe("given --plot", () => {
    let tasks: TasksOnStack;
    before(async () => {
      tasks = await tasksOn(stack);
    });
    after(() => tasks.close());

    for (const [task, args, words] of [
      [["query"], { query: "market", vars: [] }, "Prices over time"],
      [["query"], { query: "prices", vars: ["vertical=solar"] }, "solar and all below"],
      [["lead", "show"], { leadId: 1n }, "Score of lead 1: "],
    ] as const) {
      it(`draws what ${task.join(" ")} shows: ${words}`, async () => {
        const plot = path.join(tasks.folder, "plot.svg");
        const { succeeded, err } = await runTask([...task], { ...args, plot, json: true });
        expect(succeeded, err.join("\n")).to.equal(true);
        expect(await readFile(plot, "utf8"))
          .to.match(/^<svg /)
          .and.include(words);
      });
    }

    it("refuses the answer of another query", async () => {
      const args = { query: "solvency", vars: [], plot: path.join(tasks.folder, "plot.svg") };
      const { error } = await runTask(["query"], { ...args, json: true });
      expect(error?.code).to.equal("NOTHING_TO_PLOT");
    });
  });

  describe("hardhat board build", () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "lead-engine-board-"));
    });
    after(() => rm(folder, { recursive: true }));

    it("writes files that work from a folder, for the subgraph of their address", async () => {
      const out = path.join(folder, "board");
      const { json } = await runTask(["board", "build"], { out, graphql: "", json: true });
      expect(json).to.deep.equal({ out, files: ["index.html", "board.js", "board.css"] });
      const { page: other, faults } = await openPage(browser);
      const file = pathToFileURL(path.join(out, "index.html"));
      await other.goto(file.href);
      await other.locator("#status", { hasText: "No subgraph is named." }).waitFor();
      await other.locator("#source").fill("javascript:alert(1)");
      await other.locator("#source").press("Enter");
      expect(new URL(other.url()).search).to.equal("");
      await other.locator("#source").fill(stack.urls.graphql);
      await other.locator("#source").press("Enter");
      await showsPresent(other);
      expect(faults).to.deep.equal([]);
    });

    it("refuses a URL that is none, and a folder that cannot be written", async () => {
      for (const [args, code] of [
        [{ out: folder, graphql: "javascript:alert(1)" }, "INVALID_URL"],
        [{ out: "/dev/null/board", graphql: "" }, "FILE_NOT_WRITTEN"],
      ] as const) {
        const { error } = await runTask(["board", "build"], { ...args, json: true });
        expect(error?.code).to.equal(code);
      }
    });
  });
});

/** What an amount says in USDC units; empty where there is none. */
function unitsOf(words: string): string {
  const amount = words.replaceAll(",", "").replace(/ USDC$/, "");
  return amount === "–" || amount === "" ? "" : String(usdcOf(amount));
}
