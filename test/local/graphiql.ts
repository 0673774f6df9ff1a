import { expect } from "chai";
import type { Browser, Page } from "playwright-core";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { documentedQueries } from "../../subgraph/build/queries.ts";
import { launchChromium } from "../../deploy/board/chromium.ts";
import { sharedStack } from "../fixtures/stack.ts";

/** Pixels. The editor renders only the lines in sight: high enough for ten auctions. */
const WINDOW = { width: 1_280, height: 2_400 };

describe("stack: GraphiQL", () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  const hosts = new Set<string>();

  before(async () => {
    stack = await sharedStack();
    browser = await launchChromium();
    page = await browser.newPage({ viewport: WINDOW });
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      // What the page holds itself has no host.
      if (!["data:", "blob:"].includes(protocol)) hosts.add(hostname);
    });
    await stack.indexed();
  });
  after(() => browser.close());

  /** Runs what is in the editor, or the query of a link, and reads the result pane once it holds `awaited`. */
  async function answer(awaited: string, query?: string): Promise<string> {
    const search = query === undefined ? "" : `?query=${encodeURIComponent(query)}`;
    await page.goto(`${stack.urls.graphiql}/${search}`);
    // The button is there before the editor has its text.
    const word = /\w+/.exec(query ?? "Auctions")?.[0] ?? "";
    await page.locator(".graphiql-query-editor", { hasText: word }).waitFor();
    await page.locator(".graphiql-execute-button").click();
    const pane = page.locator(".graphiql-response", { hasText: awaited });
    // The pane shows spaces as no-break spaces.
    return (await pane.innerText()).replaceAll("\u00a0", " ");
  }

  describe("given a browser without the Internet", () => {
    it("it should answer the query that it opens with", async () => {
      // The pane holds only the lines in sight.
      expect(await answer('"auctions"'))
        .to.match(/"auctions": \[/)
        .and.not.contain('"errors"');
    });
    it("it should have a tab for each documented query, by reader, with the variables that it needs", async () => {
      const queries = await documentedQueries();
      const titles = await page.locator(".graphiql-tab-button").allInnerTexts();
      expect(titles).to.deep.equal(queries.map(({ text }) => /^query (\w+)/m.exec(text)?.[1]));
      // By the keyboard: a click can be taken for the begin of a drag.
      await page.locator(".graphiql-tab-button", { hasText: "MyBids" }).press("Enter");
      await page.locator(".graphiql-query-editor", { hasText: "MyBids" }).waitFor();
      // Its variables come after its text.
      await page.getByText('"account"').first().waitFor();
      await page.locator(".graphiql-execute-button").click();
      const pane = page.locator(".graphiql-response", { hasText: '"bids"' });
      expect(await pane.innerText()).to.not.contain("errors");
    });
    it("it should answer the query of a link", async () => {
      const query = '{ verticals(where: { slug: "solar" }) { slug parent { id } } }';
      expect(JSON.parse(await answer('"verticals"', query))).to.deep.equal({
        data: { verticals: [{ slug: "solar", parent: null }] },
      });
    });
    it("it should show what the subgraph refuses", async () => {
      expect(await answer('"errors"', "{ leads { shoeSize } }")).to.contain("shoeSize");
    });
    it("it should ask nobody but this machine", () => {
      expect([...hosts]).to.deep.equal(["127.0.0.1"]);
      expect(faults).to.deep.equal([]);
    });
  });
});
