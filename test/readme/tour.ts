import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { HARDHAT, runHardhat, type ProcessRun } from "../fixtures/hardhatProcess.ts";
import { readmeCommands } from "../fixtures/readmeCommands.ts";

const SECTION = "## Sell a lead by hand";
const MANY = "### Sell many leads";
/** The files that readers are told to write. */
const LEAD_FILE = "my-lead.json";
const BATCH_FILE = "my-leads.csv";
/** What the variable `LEAD_INTAKE_KEY` holds. */
const INTAKE_KEY = "a key that only brokers of the README have";
/** How long the DON may take, milliseconds. */
const PATIENCE = 60_000;

/** Place of `>` in a command; its end if it writes no file. */
function redirect(words: readonly string[]): number {
  return words.includes(">") ? words.indexOf(">") : words.length;
}

describe("the README's sale by hand", () => {
  let folder: string;
  let stack: Stack;
  let environment: Readonly<Record<string, string>>;
  const runs: ProcessRun[] = [];
  before(async function () {
    this.timeout(600_000);
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-tour-"));
    const stackFile = path.join(folder, "stack.json");
    stack = await openStack(hre, { stackFile });
    const lead = path.join(folder, LEAD_FILE);
    environment = { LEAD_ENGINE_STACK: stackFile, LEAD_ENGINE_HOME: folder };
    for (const words of await readmeCommands(SECTION)) {
      const [command, output] = [words.slice(0, redirect(words)), words[redirect(words) + 1]];
      const args = command.map((word) => (word === LEAD_FILE ? lead : word));
      const run = await runHardhat(args, environment);
      expect(run.code, `${words.join(" ")}\n${run.stdout}${run.stderr}`).to.equal(0);
      if (output !== undefined) await writeFile(path.join(folder, output), run.stdout);
      runs.push(run);
    }
  });
  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true });
  });

  it("runs as it is written and ends with the lead in the buyer's hands and the money in the seller's", async () => {
    const sold = await stack.protocol.house.read.auctionOf([1n]);
    expect(sold).to.include({ price: 150_250_000n, closed: true });
    expect(runs.some(({ stdout }) => stdout.includes("maria.torres@example.com"))).to.equal(true);
  });

  /** The lead that readers wrote, with another consumer. */
  async function another(number: number) {
    const text = await readFile(path.join(folder, LEAD_FILE), "utf8");
    const lead = JSON.parse(text) as { contact: Record<string, string>; fields: object };
    const contact = {
      ...lead.contact,
      phone: `(512) 867-53${number}`,
      email: `ann.${number}@fastmail.com`,
    };
    return {
      ...lead,
      contact,
      consentCertificate: "https://cert.trustedform.com/0123456789abcdef",
    };
  }

  it("goes on with many leads, from a CSV and from brokers and forms", async () => {
    const [batch = [], serve = []] = await readmeCommands(MANY);
    const file = path.join(folder, BATCH_FILE);
    await writeFile(file, csvOf([await another(10), await another(11)]));
    const deposit = ["vault", "deposit", "100", "--faucet", "--account", "8"];
    const words = batch.map((word) => (word === BATCH_FILE ? file : word));
    const submit = words.filter((word) => word !== "--dry-run");
    expect(submit).to.have.length(words.length - 1);
    for (const [args, tells] of [
      [deposit, /free/],
      [words, /checked/],
      [submit, /minted/],
      [submit, /earlier/],
    ] as const) {
      const run = await runHardhat(args, environment);
      expect(run.code, `${args.join(" ")}\n${run.stdout}${run.stderr}`).to.equal(0);
      expect(run.stdout).to.match(tells);
    }

    // The README's port may be taken on this machine.
    const child = spawn(process.execPath, [HARDHAT, ...serve, "--port", "0"], {
      cwd: hre.config.paths.root,
      env: { ...process.env, ...environment, LEAD_INTAKE_KEY: INTAKE_KEY },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    try {
      const url = await awaited(() => Promise.resolve(/http:\S+(?=:)/.exec(printed)?.[0]));
      const form = await fetch(`${url}/form/solar.residential`);
      expect(await form.text()).to.include("<form");
      const schema = await fetch(`${url}/schema/solar.residential`);
      expect(await schema.json()).to.have.property("properties");
      const headers = { authorization: `Bearer ${INTAKE_KEY}`, "content-type": "application/json" };
      const body = JSON.stringify(await another(12));
      const response = await fetch(`${url}/leads`, { method: "POST", headers, body });
      const { id } = (await response.json()) as { readonly id: string };
      expect(response.status).to.equal(202);
      const minted = await awaited(async () => {
        const answer = await fetch(`${url}/leads/${id}`, { headers });
        const standing = (await answer.json()) as { readonly state: string };
        return ["kept", "queued"].includes(standing.state) ? undefined : standing;
      });
      expect(minted.state, JSON.stringify(minted)).to.equal("minted");
    } finally {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    expect(child.exitCode).to.equal(0);
  }).timeout(300_000);
});

/** Lead files as a CSV. */
function csvOf(leads: readonly object[]): string {
  const rows = leads.map(
    (lead) =>
      new Map(
        Object.entries(lead).flatMap(([name, value]: [string, unknown]) =>
          typeof value === "object" && value !== null
            ? Object.entries(value).map(
                ([inner, one]) => [`${name}.${inner}`, String(one)] as const,
              )
            : [[name, String(value)] as const],
        ),
      ),
  );
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ""))];
  return lines.map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\r\n");
}

/** Looks until there is something. */
function awaited<ValueT>(look: () => Promise<ValueT | undefined>): Promise<ValueT> {
  return poll({ look, deadline: PATIENCE, interval: 100, late: () => new Error("Nothing came.") });
}
