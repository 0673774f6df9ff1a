import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { filesIn, sortTestFiles } from "../../../tasks/test/testFiles.ts";

const TEST = `describe("one", () => { it("passes", () => {}); });`;

describe("test files", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "test-files-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  const at = (...names: string[]) => names.map((name) => path.join(root, name));

  it("should find those of a folder, and a file by its name", async () => {
    await write({ "test/b/two.ts": "", "test/a.ts": "", "test/c.t.sol": "", "test/d.json": "" });
    expect(await filesIn(at("test"))).to.deep.equal(
      at("test/a.ts", "test/b/two.ts", "test/c.t.sol"),
    );
    expect(await filesIn(at("test/d.json"))).to.deep.equal(at("test/d.json"));
  });

  it("should be sorted by the stacks that they import, at whatever remove", async () => {
    await write({
      "test/fixtures/stack.ts": "",
      "test/fixtures/day.ts": `import { stack } from "./stack.ts";`,
      "deploy/local/stack/openStack.ts": "",
      "test/fixtures/own.ts": `import {\n  openStack,\n} from "../../deploy/local/stack/openStack.ts";`,
      "test/shared.ts": `import "./fixtures/day.ts";\n${TEST}`,
      "test/direct.ts": `import { stack } from "./fixtures/stack.ts";\n${TEST}`,
      "test/own.ts": `import { own } from "./fixtures/own.ts";\n${TEST}`,
      "test/quick.ts": `import type { Stack } from "../deploy/local/stack/openStack.ts";\n${TEST}`,
      "test/helper.ts": `import { stack } from "./fixtures/stack.ts";`,
      "test/contracts/model/commitReveal.ts": TEST,
    });
    const sorted = await sortTestFiles(await filesIn(at("test")), root);
    expect(sorted).to.deep.equal({
      onSharedStack: at("test/direct.ts", "test/shared.ts"),
      slow: at("test/contracts/model/commitReveal.ts", "test/own.ts"),
      quick: at("test/quick.ts"),
    });
  });
});
