import { EvmMock, HttpActionsMock, newTestRuntime, test } from "@chainlink/cre-sdk/test";
import type { HTTPPayload, TeeRuntime } from "@chainlink/cre-sdk";
import { expect } from "chai";
import { bytesToHex, hexToBytes, stringToBytes } from "viem";

import { NOW } from "../../../test/fixtures/leads.ts";
import {
  DEDUP_SECRET,
  EPOCH,
  LEAD_KEY,
  NFT,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
  SELLER,
  verifierAnswer,
} from "../../../test/fixtures/packages.ts";
import { decodeLeadReports } from "../../sdk/report/leadReport.ts";
import { bodyOf } from "../../sdk/report/forwarderReport.ts";
import { scorePackages, type Config } from "./main.ts";

const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
const CONFIG: Config = {
  ...REFERENCE,
  chainSelector: String(CHAIN_SELECTOR),
  nft: NFT,
  authorizedKeys: [SELLER.address],
};

/** The SDK has no public runtime of an enclave: this one is the DON's with an enclave's two methods. */
function enclave(
  secrets: Record<string, string>,
  config = CONFIG,
): TeeRuntime<Config> & { getLogs(): string[] } {
  const don = newTestRuntime<Config>(
    new Map([["main", new Map(Object.entries(secrets))]]),
    {},
    config,
  );
  return Object.assign(Object.create(don) as typeof don, {
    usingTheDons: () => don,
    reportFromDon: don.report.bind(don),
  });
}

/** A chain that says the tests' time and takes every report. */
function chain(txStatus: "TX_STATUS_SUCCESS" | "TX_STATUS_REVERTED" = "TX_STATUS_SUCCESS") {
  const written: { receiver: string; body: `0x${string}`; gasLimit: bigint | undefined }[] = [];
  const mock = EvmMock.testInstance(CHAIN_SELECTOR);
  mock.headerByNumber = () => ({ header: { timestamp: String(NOW) } });
  mock.callContract = ({ call }) => ({
    data: Buffer.from(
      hexToBytes(verifierAnswer(bytesToHex(call?.data ?? new Uint8Array()))),
    ).toString("base64"),
  });
  mock.writeReport = ({ receiver, report, gasConfig }) => {
    const body = bodyOf(bytesToHex(report?.rawReport ?? new Uint8Array()));
    written.push({ receiver: bytesToHex(receiver), body, gasLimit: gasConfig?.gasLimit });
    return { txStatus };
  };
  return written;
}

const SECRETS = { [`LEAD_KEY_${EPOCH}`]: LEAD_KEY, DEDUP_SECRET };

function payload(text: string): HTTPPayload {
  return { input: stringToBytes(text) } as HTTPPayload;
}

function codesOf(outcome: string): string[] {
  return (JSON.parse(outcome) as { packages: { code: string }[] }).packages.map(({ code }) => code);
}

test("a batch is reported to the verifier in reports of 5,000 bytes at most", async () => {
  const written = chain();
  const packages = await Promise.all(
    [1n, 2n, 3n, 4n, 5n, 6n].map(async (nonce) => packageOf(await sampleDisclosure(nonce))),
  );
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${packages.join()}]}`));

  expect(codesOf(outcome)).to.deep.equal(Array(6).fill("ATTESTED"));
  for (const { body, receiver } of written) {
    expect((body.length - 2) / 2).to.be.at.most(5_000);
    expect(receiver).to.equal(REFERENCE.verifier.toLowerCase());
  }
  const decoded = written.map(({ body }) => decodeLeadReports(body));
  expect(decoded.map(({ reports }) => reports.length)).to.deep.equal([4, 2]);
  const nonces = decoded.flatMap(({ reports }) =>
    reports.map(({ submission }) => submission.nonce),
  );
  expect(nonces).to.deep.equal([1n, 2n, 3n, 4n, 5n, 6n]);
  expect(new Set(decoded.map(({ header }) => header.nonce)).size).to.equal(2);
});

test("a package for another verifier does not open", async () => {
  const written = chain();
  const other = { ...REFERENCE, chainId: 1 };
  const one = packageOf(await sampleDisclosure(1n), LEAD_KEY, other);
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${one}]}`));
  expect(codesOf(outcome)).to.deep.equal(["CONTENT_UNREADABLE"]);
  expect(written).to.have.length(0);
});

test("what is no batch is an empty one", () => {
  chain();
  for (const text of ["", "[]", '{"packages":1}', "null"]) {
    expect(codesOf(scorePackages(enclave(SECRETS), payload(text)))).to.deep.equal([]);
  }
});

test("a report that fails is said so", async () => {
  chain("TX_STATUS_REVERTED");
  const one = packageOf(await sampleDisclosure(1n));
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${one}]}`));
  expect(JSON.parse(outcome)).to.have.deep.property("reports", ["REVERTED"]);
});

test("a secret that is none ends the run without its value", () => {
  chain();
  const run = () =>
    scorePackages(enclave({ ...SECRETS, [`LEAD_KEY_${EPOCH}`]: "hunter2" }), payload("{}"));
  expect(run)
    .to.throw(`BAD_SECRET LEAD_KEY_${EPOCH}`)
    .and.not.match(/hunter2/);
});

test("leads are scored by their form when the gateway does not answer as it should", async () => {
  const answers = ['{"checks":[]}', '{"checks":[{"phoneReachable":"yes"}]}', "no JSON"];
  const scores: string[] = [];
  const disclosure = await sampleDisclosure(1n);
  const written = chain();
  const mock = HttpActionsMock.testInstance();
  for (const answer of ["", ...answers]) {
    mock.sendRequest = () => ({ statusCode: 200, body: btoa(answer) });
    const vendorUrl = "https://vendors.example/v1/checks";
    const config = answer === "" ? CONFIG : { ...CONFIG, vendorUrl };
    const runtime = enclave({ ...SECRETS, VENDOR_API_KEY: "key" }, config);
    scorePackages(runtime, payload(`{"packages":[${packageOf(disclosure)}]}`));
    scores.push(String(written.pop()?.body));
  }
  expect(new Set(scores).size).to.equal(1);
});

test("a vendor's word counts", async () => {
  const disclosure = await sampleDisclosure(1n);
  const written = chain();
  const mock = HttpActionsMock.testInstance();
  for (const phoneReachable of [true, false]) {
    mock.sendRequest = () => ({
      statusCode: 200,
      body: btoa(JSON.stringify({ checks: [{ phoneReachable }] })),
    });
    const config = { ...CONFIG, vendorUrl: "https://vendors.example/v1/checks" };
    const runtime = enclave({ ...SECRETS, VENDOR_API_KEY: "key" }, config);
    scorePackages(runtime, payload(`{"packages":[${packageOf(disclosure)}]}`));
  }
  expect(new Set(written.map(({ body }) => body)).size).to.equal(2);
});

test("nothing is logged, and nothing said of the consumer", async () => {
  chain();
  const runtime = enclave(SECRETS);
  const one = packageOf(await sampleDisclosure(1n));
  const outcome = scorePackages(runtime, payload(`{"packages":[${one}]}`));
  expect(runtime.getLogs()).to.deep.equal([]);
  for (const planted of PLANTED) expect(outcome).not.to.include(planted);
});
