import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import { parse } from "graphql";
import { zeroHash } from "viem";

import { askFresh } from "../../deploy/sdk/subgraph/indexedChain.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { headOf, queryAtBlock } from "../../deploy/sdk/subgraph/queryAtBlock.ts";
import type { Query } from "../../tasks/query/action.ts";
import { errorOf } from "../fixtures/errorOf.ts";

const QUERY: Query = parse("query Sum($a: Int) { sum(a: $a) }");

/** Serves an index that is one block further at each question. */
async function serveGrowingIndex() {
  let number = 0;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      asked.push(Buffer.concat(chunks).toString());
      number += 1;
      const _meta = { block: { number, hash: zeroHash } };
      response.end(JSON.stringify({ data: { sum: 10 * number, _meta } }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe("an index that is behind its chain", () => {
  let index: Awaited<ReturnType<typeof serveGrowingIndex>>;
  beforeEach(async () => {
    index = await serveGrowingIndex();
  });
  afterEach(() => index.close());
  const chainAt = (head: number) => ({ head: () => Promise.resolve(head) });

  it("tells with any answer which block it is of", async () => {
    const { answer, block } = await queryAtBlock(index.url, QUERY, { a: 1 });
    expect(answer).to.include({ sum: 10 });
    expect(block).to.deep.equal({ number: 1, hash: zeroHash });
    expect(index.asked[0]).to.include("_meta").and.include("sum(a: $a)");
    expect((await headOf(index.url))?.number).to.equal(2);
  });

  it("is waited for where the present is asked for", async () => {
    const ask = askFresh(index.url, chainAt(3));
    expect(await ask(QUERY, {})).to.include({ sum: 30 });
  });

  it("is not waited for for ever", async () => {
    const ask = askFresh(index.url, chainAt(1_000), 0);
    const { message } = await errorOf(ask(QUERY, {}), LeadEngineError);
    expect(message).to.match(/is at block \d+, behind block 1000, the chain's latest/);
  });
});
