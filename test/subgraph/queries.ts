import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { Kind, parse, type DocumentNode } from "graphql";

import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import { postBounty } from "../fixtures/postBounty.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { groupBy } from "./facts/groupBy.ts";
import { closeStray } from "./random/bidChores.ts";
import { bountyEnds } from "./random/bountyEnds.ts";
import { sleep } from "./random/chores.ts";
import { openChain, type Chain } from "./truth/chain.ts";
import { chainTruth } from "./truth/chainTruth.ts";
import { plain } from "./truth/jsonText.ts";
import { mintListed } from "./random/leadChores.ts";
import { openScene, type Scene } from "./random/scene.ts";
import { chainRows } from "./reference/chainRows.ts";
import { askReference, type Reference } from "./reference/referenceApi.ts";
import { VARIABLES } from "./reference/variables.ts";

const QUERIES = fileURLToPath(new URL("../../subgraph/queries/", import.meta.url));
/** Fewer than there are leads, accounts and auctions. */
const PAGE = 3;

describe("the subgraph's queries", () => {
  let url: string;
  let scene: Scene;
  /** Bounties of the first poster that are not over. */
  let open: readonly bigint[] = [];
  let chain: Chain;
  let reference: Reference;

  before(async function () {
    this.timeout(OPENING);
    const { stack } = await stackMarketDay();
    scene = await openScene(stack);
    const { stage } = scene;
    const [, first, second] = stage.bidders;
    const { time } = stack.connection.networkHelpers;
    const { bountyId } = await bountyEnds(stage, [first, second], time);
    open = [bountyId, await postBounty(stage, first, { regions: [] })];
    for (const entropy of [0, 1]) await mintListed(scene, moveOf(entropy));
    await stack.indexed();
    url = stack.urls.graphql;
    const client = await stack.connection.viem.getPublicClient();
    const { number, hash, timestamp } = await client.getBlock();
    chain = await openChain(client, stack.protocol, number);
    const block = { number: Number(number), hash, timestamp: Number(timestamp) };
    const meta = { block, hasIndexingErrors: false };
    reference = { rows: chainRows(await chainTruth(chain)), meta };
  });
  after("free all money", async () => {
    const [, { wallet }] = scene.stage.bidders;
    const { account } = wallet;
    for (const id of open) await scene.stage.matcher.write.withdrawBounty([id], { account });
    await sleep(scene);
    while (scene.strays.length > 0) await closeStray(scene);
  });

  for (const file of readdirSync(QUERIES)) {
    describe(file, () => {
      const document = parse(readFileSync(QUERIES + file, "utf8"));

      it("gives what the chain says", async () => {
        const variables = VARIABLES[file]?.(reference) ?? [];
        assert.notEqual(variables.length, 0, `${file} has no variables to be tested with`);
        let isEmpty = true;
        for (const values of variables) {
          const answer = await ask(document, values);
          const expected = await askReference(reference, document, values);
          assert.deepEqual(plainSettings(settled(answer)), settled(expected as Row));
          isEmpty &&= Object.values(answer).every(
            (part) => Array.isArray(part) && part.length === 0,
          );
        }
        assert.equal(isEmpty, false, `${file} found nothing`);
      });

      const key = cursorOf(document);
      if (key === undefined) return;
      it("gives everything, page by page", async () => {
        const [values = {}] = VARIABLES[file]?.(reference) ?? [];
        const whole = rowsOf(await ask(document, { ...values, first: 1_000 }));
        const size = Math.min(PAGE, whole.length - 1);
        assert.ok(size > 0, `${file} has too little to page through`);
        const paged: { readonly id: string }[] = [];
        for (let cursor = {}; ; cursor = { [key]: paged.at(-1)?.id }) {
          const page = rowsOf(await ask(document, { ...values, first: size, ...cursor }));
          paged.push(...page);
          if (page.length < size) break;
        }
        assert.deepEqual(paged, whole);
      });
    });
  }

  async function ask(document: DocumentNode, values: Readonly<Record<string, unknown>>) {
    return querySubgraph<Record<string, unknown>, Record<string, unknown>>(url, document, values);
  }
});

/** An answer with the values of settings, which are JSON, in their plain form. */
function plainSettings(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const changes = answer["configurationChanges"] as { readonly value: string }[] | undefined;
  if (changes === undefined) return answer;
  const plainChanges = changes.map(({ value, ...change }) => ({
    ...change,
    value: JSON.stringify(plain(JSON.parse(value))),
  }));
  return { ...answer, configurationChanges: plainChanges };
}

type Row = Readonly<Record<string, unknown>>;

/** An answer whose rows of one period are in the order of their text: Graph Node orders them by the points they are made of. */
function settled(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const periods = answer["verticalPeriods"] as
    readonly { readonly timestamp: string }[] | undefined;
  if (periods === undefined) return answer;
  const groups = [...groupBy(periods, ({ timestamp }) => timestamp).values()];
  const inOrder = groups.flatMap((rows) => rows.map((row) => JSON.stringify(row)).sort());
  return { ...answer, verticalPeriods: inOrder };
}

/** The rows that a query pages through: its last list. */
function rowsOf(answer: Readonly<Record<string, unknown>>): { readonly id: string }[] {
  return Object.values(answer).at(-1) as { readonly id: string }[];
}

/** The variable by which a query that pages at its top takes the last id of the page before; undefined where there is none. */
function cursorOf({ definitions }: DocumentNode): string | undefined {
  const [definition] = definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const names = definition.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  if (!names.includes("first")) return undefined;
  return names.find((name) => name === "after" || name === "before");
}

function moveOf(entropy: number) {
  const [lead, action, caller, subject, amount] = [0, 0, 0, 0, 20_000];
  return { lead, wild: false, action, caller, subject, amount, entropy };
}
