import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { startChain } from "../../deploy/local/stack/chain.ts";
import { gndBinary } from "../../deploy/local/stack/gnd.ts";
import { awaitIndexed } from "../../deploy/local/stack/indexed.ts";
import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { StackOptions } from "../../deploy/local/stack/options.ts";
import { HOST } from "../../deploy/local/stack/ports.ts";
import { graphNodeAt } from "../../deploy/local/stack/remoteGraphNode.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { StackError } from "../../deploy/local/stack/stackError.ts";
import { readStackFile } from "../../deploy/local/stack/stackFile.ts";
import { buildSubgraph } from "../../tasks/subgraph/buildSubgraph.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { processesIn } from "../fixtures/processes.ts";

/** A port on which nobody answers: the discard service's. */
const NOBODY = `http://${HOST}:9`;

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
/** The message of the error that a stack does not start for; closes it should it start. */
async function faultOf(options: StackOptions): Promise<string> {
  const opening = openStack(hre, options).then((stack) => stack.close());
  return (await errorOf(opening, StackError)).message;
}
/** Answers of the subgraph. */
async function query<DataT>({ urls }: Stack, text: string): Promise<DataT> {
  const response = await fetch(urls.graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: text }),
  });
  return ((await response.json()) as { data: DataT }).data;
}
const indexedBlock = async (stack: Stack) =>
  (await query<{ _meta: { block: { number: number; hash: string } } }>(
    stack,
    "{ _meta { block { number hash } } }",
  ))._meta.block;

describe("openStack", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "stack-test-"));
  });
  afterEach(async () => {
    expect(await processesIn(folder)).to.deep.equal([]);
    await rm(folder, { recursive: true, force: true });
  });
