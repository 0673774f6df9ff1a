import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import example from "../../deploy/local/leads/lead.example.json" with { type: "json" };
import { admitAccounts } from "../fixtures/admitTraders.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./sell.mjs", import.meta.url));
const TSC = path.join(ROOT, "node_modules/typescript/bin/tsc");

describe("the npm package", () => {
  let folder: string;
  let files: string[];
  let local: LocalStack;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-package-"));
    await rm(path.join(ROOT, "dist"), { recursive: true, force: true });
    await run(process.execPath, [TSC, "-p", "tsconfig.package.json"], { cwd: ROOT });
    const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse((await run("npm", pack, { cwd: ROOT })).stdout) as [
      { filename: string; files: { path: string }[] },
    ];
    files = packed.files.map((file) => file.path);
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const tarball = path.join(folder, packed.filename);
    const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball];
    await run("npm", install, { cwd: folder });
    local = await openLocalStack();
    await admitAccounts(local, ["8", "9"]);
  });
  after(async () => {
    await local.close();
    await rm(folder, { recursive: true });
  });

  it("holds the SDK and nothing of tests, stacks or Solidity", () => {
    expect(files).to.include.members(["dist/sdk/index.js", "dist/sdk/index.d.ts"]);
    const foreign = files.filter(
      (file) => !/^(dist\/(sdk|parameters)\/|[A-Z]+(\.md)?$|package\.json$)/.test(file),
    );
    expect(foreign).to.deep.equal([]);
  });

  it("sells a lead in 40 lines of a project that installed it", async () => {
    const lines = (await readFile(SCRIPT, "utf8")).trimEnd().split("\n");
    expect(lines).to.have.length.at.most(40);
    const [script, stack, lead] = ["sell.mjs", "stack.json", "lead.json"].map((name) =>
      path.join(folder, name),
    ) as [string, string, string];
    await copyFile(SCRIPT, script);
    await writeFile(stack, JSON.stringify(local.stack));
    const consentTime = Math.floor(Date.now() / 1_000) - 60;
    await writeFile(lead, JSON.stringify({ ...example, consentTime }));
    const { stdout } = await run(process.execPath, [script, stack, lead], { cwd: folder });
    const sale = JSON.parse(stdout) as { price: string; contact: object };
    expect(sale).to.deep.equal({ price: "150000000", contact: example.contact });
  });
});
