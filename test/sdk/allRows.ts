import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { expect } from "chai";
import { numberToHex } from "viem";

import { allRows } from "../../deploy/sdk/actions/allRows.ts";
import { BidsDocument } from "../../deploy/sdk/generated/queries.ts";

describe("allRows", () => {
  const idOf = (index: number) => numberToHex(index, { size: 4 });

  /** Reads a list of so many bids from an index that is at block 100, and a block further back with every page. */
  async function readAll(count: number) {
    const list = Array.from({ length: count }, (_, index) => ({ id: idOf(index) }));
    const asked: Record<string, unknown>[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const { variables } = JSON.parse(body) as {
          variables: { after: string; first: number };
        };
        const bids = list.filter(({ id }) => id > variables.after).slice(0, variables.first);
        const block = { number: 100 - asked.length, hash: null };
        asked.push(variables);
        response.end(JSON.stringify({ data: { _meta: { block }, bids } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const where = { leadId: "1" };
    try {
      const read = await allRows(url, BidsDocument, { where }, ({ bids }) => bids);
      return { ...read, list, asked };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it("should read a list of several pages to its end, with the oldest block of them", async () => {
    const { rows, block, list, asked } = await readAll(2_500);
    expect(rows).to.deep.equal(list);
    expect(block).to.equal(98);
    const pages = ["0x", idOf(999), idOf(1_999)];
    expect(asked).to.deep.equal(
      pages.map((after) => ({ where: { leadId: "1" }, after, first: 1_000 })),
    );
  });

  it("should read an empty list, and one whose last page is full", async () => {
    expect(await readAll(0)).to.deep.include({ rows: [], block: 100 });
    const { rows, asked } = await readAll(1_000);
    expect([rows.length, asked.length]).to.deep.equal([1_000, 2]);
  });
});
