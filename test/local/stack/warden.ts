import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { poll } from "../../../deploy/sdk/poll.ts";
import {
  startWarden,
  unexpectedEnd,
  type Warden,
  type ProcessPlan,
} from "../../../deploy/local/stack/warden.ts";
import { refusalOf } from "../../fixtures/errorOf.ts";
import { processesIn } from "../../fixtures/processes.ts";

const FOREVER = "setInterval(() => {}, 1_000);";

describe("the stack's warden", () => {
  let folder: string;
  let warden: Warden;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "warden-"));
    warden = startWarden(path.join(folder, "warden.log"));
  });
  afterEach(async () => {
    await warden.close();
    await rm(folder, { recursive: true, force: true });
  });

  const exists = (file: string) =>
    access(file).then(
      () => true,
      () => false,
    );
  /** A Node process in the folder. Its log says when it is ready. */
  const plan = (name: string, script: string, changes: Partial<ProcessPlan> = {}): ProcessPlan => ({
    name,
    command: process.execPath,
    args: ["-e", `${script} process.stdout.write("ready");`],
    env: {},
    cwd: folder,
    log: path.join(folder, `${name}.log`),
    stop: [{ signal: "SIGTERM", patience: 5_000 }],
    ...changes,
  });

  it("should end its processes when it is closed, the youngest first, and remove leftovers", async () => {
    const order = path.join(folder, "order");
    const note = (name: string) =>
      `process.on("SIGTERM", () => { require("node:fs").appendFileSync("${order}", "${name} "); process.exit(); }); ${FOREVER}`;
    const [old, young] = [plan("old", note("old")), plan("young", note("young"))];
    for (const each of [old, young]) {
      await warden.start(each);
      while (!(await readFile(each.log, "utf8")).includes("ready"));
    }
    const [gone, kept, ours] = ["gone", "kept", "ours"].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const file of [gone, kept, ours]) await writeFile(file, "mine");
    warden.removeAtEnd({ path: gone });
    warden.removeAtEnd({ path: kept, text: "another's" });
    warden.removeAtEnd({ path: ours, text: "mine" });
    await warden.close();
    expect(await readFile(order, "utf8")).to.equal("young old ");
    expect(await processesIn(folder)).to.deep.equal([]);
    expect(await Promise.all([gone, kept, ours].map(exists))).to.deep.equal([false, true, false]);
  });

  it("should kill a process that does not heed its signals", async () => {
    const stop = [{ signal: "SIGTERM", patience: 50 }] as const;
    const deaf = plan("deaf", `process.on("SIGTERM", () => {}); ${FOREVER}`, { stop });
    const { ended } = await warden.start(deaf);
    while (!(await readFile(deaf.log, "utf8")).includes("ready"));
    await warden.close();
    expect(await ended).to.deep.equal({ code: null, signal: "SIGKILL" });
  });

  it("should leave no process when it is itself killed", async () => {
    const { ended } = await warden.start(plan("orphan", FOREVER));
    const [killed] = (await processesIn(folder)).filter(({ command }) => command.includes("-e"));
    const parent = await readFile(`/proc/${String(killed?.pid)}/stat`, "utf8");
    process.kill(Number(parent.split(") ")[1]?.split(" ")[1]), "SIGKILL");
    await ended;
    await warden.close();
    // The kernel takes its time to end what is killed.
    await poll({
      look: async () => ((await processesIn(folder)).length === 0 ? true : undefined),
      deadline: 5_000,
      late: async () => new Error(`Left are ${JSON.stringify(await processesIn(folder))}.`),
    });
  });

  it("should quote the log of a process that ended by itself", async () => {
    const failing = plan("failing", `console.error("no space left"); process.exit(3);`);
    const message = await refusalOf(unexpectedEnd(await warden.start(failing)));
    expect(message).to.equal(
      `failing ended with code 3:\nno space left\n Start the stack again. See ${failing.log}.`,
    );
  });

  it("should say that a program is not there", async () => {
    const missing = plan("missing", "", { command: path.join(folder, "nothing") });
    const message = await refusalOf(warden.start(missing));
    expect(message).to.match(/^missing cannot be started: spawn .* ENOENT\. Check that .*nothing/);
  });
});
