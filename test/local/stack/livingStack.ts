import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";

import { livingStack, requireNoStack } from "../../../deploy/local/stack/stackFile.ts";
import { refusalOf } from "../../fixtures/errorOf.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";

const NOBODY = "http://127.0.0.1:9";

describe("a stack that a file tells of", () => {
  let local: LocalStack;
  let file: string;
  before(async () => {
    local = await openLocalStack();
    file = path.join(local.folder, "told.json");
  });
  after(() => local.close());

  const tell = (changes: object) =>
    writeFile(file, JSON.stringify({ pid: process.pid, ...local.stack, ...changes }));

  it("runs when its process is there and is known to its DON", async () => {
    await tell({});
    expect(await livingStack(file)).to.include({ pid: process.pid, rpc: local.stack.rpc });
    const message = await refusalOf(requireNoStack(file));
    expect(message).to.include(`process ${process.pid}, chain at ${local.stack.rpc}`);
  });

  for (const [what, changes] of [
    ["has died", () => ({ pid: spawnSync(process.execPath, ["-e", ""]).pid })],
    ["has died, and whose number another process has by now", () => ({ don: NOBODY })],
    ["has died, and whose port another stack has by now", () => ({ pid: process.ppid })],
  ] as const) {
    it(`that ${what} is no obstacle to another`, async () => {
      await tell(changes());
      expect(await livingStack(file)).to.equal(undefined);
      await requireNoStack(file);
    });
  }

  it("in other words than these, an older version's say, is no obstacle to another", async () => {
    await tell({ pid: undefined });
    await requireNoStack(file);
  });
});
