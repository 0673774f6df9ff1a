import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import { poll } from "../../deploy/sdk/poll.ts";

/** How long the board may take to show something, milliseconds: other tests load the machine. */
const PATIENCE = 60_000;
const AXE = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));

/** The board in a browser, with what went wrong in it and whom it asked. */
export interface BoardPage {
  readonly page: Page;
  readonly faults: readonly string[];
  readonly hosts: ReadonlySet<string>;
}

/** Opens a page for the board. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BoardPage> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  const hosts = new Set<string>();
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!["data:", "file:"].includes(protocol)) hosts.add(hostname);
  });
  return { page, faults, hosts };
}

/** Waits until the board shows a block, or a later one. Its policy takes no script that waits in the page. */
export async function shows(page: Page, block: bigint | number): Promise<void> {
  await poll({
    look: async () => {
      const shown = await page.evaluate<number>("Number(document.body.dataset.block)");
      return shown >= block ? true : undefined;
    },
    deadline: PATIENCE,
    interval: 100,
    late: () => new Error(`The board does not show block ${block}.`),
  });
}

/** What axe-core has against a page as it is: a line for each fault. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
}

/** The texts of a table's rows, cell by cell. @param body id of its body. */
export async function rowsOf(page: Page, body: string): Promise<string[][]> {
  return page.evaluate<string[][]>(
    `[...document.querySelectorAll("#${body} > tr")].map((row) => [...row.children].map((cell) => cell.innerText))`,
  );
}
