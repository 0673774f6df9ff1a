import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { runUnits, type UnitReport } from "../../../tasks/test/crew.ts";

describe("test crew", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "crew-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs files of these texts, each as a unit. */
  async function run(
    texts: readonly string[],
    { jobs = 1, bail = false, seed }: { jobs?: number; bail?: boolean; seed?: string } = {},
  ): Promise<{ lines: string[]; reports: UnitReport[] }> {
    const files = texts.map((_, index) => path.join(folder, `${index}.ts`));
    await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? "")));
    const lines: string[] = [];
    const reports = await runUnits(
      files.map((file) => ({ files: [file], seed })),
      { mocha: { forbidOnly: true, forbidPending: true, bail }, grep: undefined },
      { jobs, bail, environment: {}, print: (line) => lines.push(line.trim()) },
    );
    return { lines, reports };
  }
  const titles = ({ failures }: UnitReport) => failures.map(({ title }) => title.join(" > "));

  it("should count what passed and name what failed, on several processes", async () => {
    const { reports } = await run(
      [
        `describe("one", () => { it("passes", () => {}); it("fails", () => { throw new Error("why"); }); });`,
        `describe("two", () => { it("passes", () => {}); it("passes again", () => {}); });`,
      ],
      { jobs: 2 },
    );
    expect(reports.reduce((sum, { passed }) => sum + passed, 0)).to.equal(3);
    expect(reports.flatMap(titles)).to.deep.equal(["one > fails"]);
    const [failure] = reports.flatMap(({ failures }) => failures);
    expect(failure?.error.message).to.equal("why");
  });

  it("should not count tests that a failed hook kept from running", async () => {
    const { reports } = await run([
      `describe("one", () => { before(() => { throw new Error("why"); }); it("waits", () => {}); it("waits too", () => {}); });`,
    ]);
    expect(reports.map(({ passed }) => passed)).to.deep.equal([0]);
    expect(reports.flatMap(titles)).to.deep.equal(['one > "before all" hook for "waits"']);
  });

  it("should fail a test that nobody may leave out, and a file that cannot be loaded", async () => {
    const { reports } = await run([
      `describe("one", () => { it("is left out"); });`,
      `import "./nothing.ts";`,
    ]);
    expect(reports.map(({ passed, failures }) => [passed, failures.length])).to.deep.equal([
      [0, 1],
      [0, 1],
    ]);
  });

  it("should fail a rejection that nobody handles", async () => {
    const { reports } = await run([
      `it("forgets", async () => { void Promise.reject(new Error("forgotten")); await new Promise(() => {}); });`,
    ]);
    expect(reports.flatMap(titles)).to.deep.equal(["forgets"]);
  });

  it("should fail a file whose process ends by itself, and go on with the next", async () => {
    const { reports } = await run([
      `it("ends", () => { process.exit(0); });`,
      `it("passes", () => {});`,
    ]);
    expect(reports.map(({ passed, failures }) => [passed, failures.length])).to.deep.equal([
      [0, 1],
      [1, 0],
    ]);
    expect(reports[0]?.failures[0]?.error.message).to.equal(
      "The process that ran the tests ended by itself (code 0).",
    );
  });

  it("should keep what a file has imported for the next on the same process", async () => {
    const file = `it("counts", () => { globalThis.count = (globalThis.count ?? 0) + 1; if (globalThis.count !== NUMBER) throw new Error(String(globalThis.count)); });`;
    const { reports } = await run([file.replaceAll("NUMBER", "1"), file.replaceAll("NUMBER", "2")]);
    expect(reports.flatMap(titles)).to.deep.equal([]);
  });

  it("should start nothing after a failure when it is told to bail", async () => {
    const failing = `it("fails", () => { throw new Error("why"); });`;
    const { reports } = await run([failing, failing], { bail: true });
    expect(reports).to.have.length(1);
  });

  it("should run tests in the order of a seed, the same each time", async () => {
    const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
    const text = digits.map((digit) => `it("${digit}", () => {});`).join("\n");
    const orderOf = async (seed?: string) => {
      const { lines } = await run([text], seed === undefined ? {} : { seed });
      return lines.map((line) => /\d$/.exec(line)?.[0]).filter((digit) => digit !== undefined);
    };
    expect(await orderOf()).to.deep.equal(digits);
    const monday = await orderOf("monday");
    expect(monday).to.have.members(digits);
    expect(monday).not.to.deep.equal(digits);
    expect(await orderOf("monday")).to.deep.equal(monday);
    expect(await orderOf("tuesday")).not.to.deep.equal(monday);
  });
});
