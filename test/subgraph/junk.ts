import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import hre from "hardhat";
import { parse, print, visit } from "graphql";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { collectionName, entityName } from "../../subgraph/build/apiSchema.ts";
import { buildSubgraph } from "../../subgraph/build/buildSubgraph.ts";
import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import { openMarketOn } from "../fixtures/market.ts";
import { withRoles } from "../fixtures/protocol.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import { countsOf } from "./facts/countsOf.ts";
import { trade, type Market } from "./junk/bystanders.ts";
import { openBatch, type Batch } from "./junk/batch.ts";
import { JUNK_KINDS, junkOf, type Junk, type JunkKind } from "./junk/junk.ts";
import { chainRows } from "./reference/chainRows.ts";
import { VARIABLES } from "./reference/variables.ts";
import { openChain } from "./truth/chain.ts";
import { chainTruth } from "./truth/chainTruth.ts";

/** Of each kind: more than a page of Graph Node's. Another multiple of a batch by `JUNK_AMOUNT`, such as 5000. */
const AMOUNT = Number(process.env["JUNK_AMOUNT"] ?? 1_200);
/** As many calls as fit into a transaction. */
const BATCH = 200;
const TIMEOUT = 300_000;
const QUERIES = fileURLToPath(new URL("../../subgraph/queries/", import.meta.url));
/** Tell of everybody: the totals, and what came last. */
const GLOBAL = ["solvency.graphql", "action-feed.graphql"];

type Asked = readonly (readonly [file: string, variables: Readonly<Record<string, unknown>>])[];

describe(`the subgraph after ${AMOUNT} times each thing that anybody can do for gas alone`, () => {
  let stack: Stack;
  let m: Market;
  let batch: Batch;
  let kinds: Readonly<Record<JunkKind, Junk>>;
  let asked: Asked;
  let counts: ReadonlyMap<string, number>;
  let calm: readonly unknown[];

  before(async function () {
    this.timeout(OPENING);
    stack = await openStack(hre, { buildSubgraph });
    const { connection, protocol } = stack;
    m = await openMarketOn(connection, await withRoles(connection, protocol));
    const bystanders = await trade(m);
    batch = await openBatch(m, stack);
    kinds = await junkOf(m, batch.address, bystanders);
    // The account appears, and a first failure of an opening is told; all that follow tell the same.
    await batch.run(kinds["deposits of the smallest amount"], 0, 1);
    await batch.run(kinds["openings that do not fit"], 0, 1);
    counts = await count();
    asked = await questions();
    calm = await answers();
  });
  after(() => stack.close());

  for (const kind of JUNK_KINDS) {
    it(`has for ${kind} no more entities than each of them makes`, async () => {
      const [junk, old] = [kinds[kind], counts];
      for (let n = 0; n < AMOUNT; n += BATCH) {
        assert.ok((await batch.run(junk, n, BATCH)) >= BATCH, "each of them is told by an event");
      }
      counts = await count();
      const grown = [...counts].filter(([type, now]) => now !== old.get(type));
      const expected = junk.makes.map((type) => [type, AMOUNT]);
      const found = grown.map(([type, now]) => [type, now - (old.get(type) ?? 0)]);
      assert.deepEqual(found.sort(), expected.sort());
    }).timeout(TIMEOUT);
  }

  it("answers everybody else's questions as before", async () => {
    const after = await answers();
    for (const [i, [file, variables]] of asked.entries()) {
      assert.deepEqual(after[i], calm[i], `${file} ${JSON.stringify(variables)}`);
    }
    assert.ok(asked.length > JUNK_KINDS.length);
  }).timeout(TIMEOUT);

  it("is asked for such entities by key or from a place in the chain only, or for the latest few", () => {
    const made = new Set(Object.values(kinds).flatMap(({ makes }) => makes));
    const collections = [...made].flatMap((type) => [collectionName(type), entityName(type)]);
    const found: string[] = [];
    for (const file of readdirSync(QUERIES)) {
      visit(parse(readFileSync(QUERIES + file, "utf8")), {
        Field: (node) => {
          if (!collections.includes(node.name.value) || !node.selectionSet) return;
          const args = (node.arguments ?? []).map(print).join(", ");
          found.push(`${file}: ${node.name.value}(${args})`);
        },
      });
    }
    const isByKey = (text: string) =>
      /\(id: |where: \{ ?(id|txHash): |\bid_(gt: \$after|lt: \$before)\b/.test(text) ||
      /orderBy: \w*[iI]d, .*first: 10\b/.test(text);
    // A reference to one entity takes no arguments.
    const open = found.filter((text) => !text.endsWith("()") && !isByKey(text));
    assert.deepEqual(open, []);
    assert.ok(found.length > made.size);
  });

  it("is healthy, and indexes what comes next", async () => {
    const { leadId } = await m.listLead();
    await stack.indexed();
    const { leads } = await ask(`{ leads(where: { leadId: ${leadId} }) { leadId } }`);
    assert.deepEqual(leads, [{ leadId: String(leadId) }]);
  }).timeout(TIMEOUT);

  /** Every documented query, with values that find something. */
  async function questions(): Promise<Asked> {
    const { number, hash, timestamp } = await m.publicClient.getBlock();
    const chain = await openChain(m.publicClient, stack.protocol, number);
    const block = { number: Number(number), hash, timestamp: Number(timestamp) };
    const reference = {
      rows: chainRows(await chainTruth(chain)),
      meta: { block, hasIndexingErrors: false },
    };
    const files = readdirSync(QUERIES).filter((file) => !GLOBAL.includes(file));
    return files.flatMap((file) =>
      (VARIABLES[file]?.(reference) ?? []).map((variables) => [file, variables] as const),
    );
  }

  async function answers(): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const [file, variables] of asked) {
      found.push(await ask(readFileSync(QUERIES + file, "utf8"), variables));
    }
    return found;
  }

  async function count() {
    await stack.indexed();
    const head = await m.publicClient.getBlockNumber({ cacheTime: 0 });
    return countsOf(stack.urls.graphql, head);
  }

  function ask(query: string, variables: Readonly<Record<string, unknown>> = {}) {
    return querySubgraph<Record<string, unknown>, Record<string, unknown>>(
      stack.urls.graphql,
      parse(query),
      variables,
    );
  }
});
