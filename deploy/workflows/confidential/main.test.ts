import { test } from "@chainlink/cre-sdk/test";
import type { EVMLog } from "@chainlink/cre-sdk";
import { expect } from "chai";
import { encodeAbiParameters, hexToBytes, size, stringToHex } from "viem";

import {
  chain,
  CHAIN_SELECTOR,
  codesOf,
  CONFIG,
  enclave,
  noncesOf,
  payload,
  SECRETS,
} from "../testing/enclave.ts";
import { NOW } from "../../../test/fixtures/leads.ts";
import {
  EPOCH,
  LEAD_KEY,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
} from "../../../test/fixtures/packages.ts";
import { decodeLeadReports } from "../../sdk/report/leadReport.ts";
import { scorePackages, scoreSubmitted, workflow } from "./main.ts";

test("a batch is reported to the verifier in reports of 5,000 bytes and 5M gas at most, each with its own nonce", async () => {
  const written = chain();
  const packages = await Promise.all(
    [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map(async (nonce) =>
      packageOf(await sampleDisclosure(nonce)),
    ),
  );
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${packages.join()}]}`));

  expect(codesOf(outcome)).to.deep.equal(Array(9).fill("ATTESTED"));
  expect(JSON.parse(outcome)).to.have.deep.property("reports", Array(3).fill("SUCCESS"));
  for (const { body, receiver, gasLimit } of written) {
    expect(size(body)).to.be.at.most(5_000);
    expect(gasLimit !== undefined && gasLimit <= 5_000_000n).to.equal(true);
    expect(receiver).to.equal(REFERENCE.verifier.toLowerCase());
  }
  const decoded = written.map(({ body }) => decodeLeadReports(body));
  expect(noncesOf(written)).to.deep.equal([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
  const headers = decoded.map(({ header }) => header);
  expect(new Set(headers.map(({ nonce }) => nonce)).size).to.equal(3);
  for (const { nonce: _nonce, ...header } of headers) {
    expect(header).to.deep.equal({
      chainSelector: CHAIN_SELECTOR,
      receiver: REFERENCE.verifier,
      observedAt: NOW,
    });
  }
});

test("a package of the previous epoch is taken until its end, and not after", async () => {
  const one = packageOf(await sampleDisclosure(1n));
  const secrets = { ...SECRETS, [`LEAD_KEY_${EPOCH + 1}`]: `0x${"d4".repeat(32)}` };
  for (const [previousUntil, code] of [
    [NOW, "ATTESTED"],
    [NOW - 1, "EPOCH_EXPIRED"],
  ] as const) {
    chain({ epoch: EPOCH + 1, previousUntil });
    const outcome = scorePackages(enclave(secrets), payload(`{"packages":[${one}]}`));
    expect(codesOf(outcome)).to.deep.equal([code]);
  }
});

test("an epoch before the previous one has expired, and one to come is unknown", async () => {
  const one = packageOf(await sampleDisclosure(1n));
  chain({ epoch: EPOCH + 2, previousUntil: NOW });
  const secrets = {
    ...SECRETS,
    [`LEAD_KEY_${EPOCH + 1}`]: LEAD_KEY,
    [`LEAD_KEY_${EPOCH + 2}`]: LEAD_KEY,
  };
  const packages = [
    one,
    one.replace(`"epoch":${EPOCH}`, `"epoch":${EPOCH + 3}`),
    one.replace(`"epoch":${EPOCH}`, '"epoch":0'),
  ];
  const outcome = scorePackages(enclave(secrets), payload(`{"packages":[${packages.join()}]}`));
  expect(codesOf(outcome)).to.deep.equal(["EPOCH_EXPIRED", "EPOCH_UNKNOWN", "EPOCH_UNKNOWN"]);
});

/** The log of `LeadSubmitted` with these bytes. */
function logOf(text: string): EVMLog {
  const data = encodeAbiParameters([{ type: "bytes" }], [stringToHex(text)]);
  return { data: hexToBytes(data), topics: [] } as unknown as EVMLog;
}

test("a package that was posted on chain is scored as one that came by HTTP", async () => {
  const written = chain();
  const one = packageOf(await sampleDisclosure(1n));
  const byHttp = scorePackages(enclave(SECRETS), payload(`{"packages":[${one}]}`));
  expect(scoreSubmitted(enclave(SECRETS), logOf(one))).to.equal(byHttp);
  expect(written[1]).to.deep.equal(written[0]);
});

test("what is no package in a log is answered with a code", () => {
  const written = chain();
  for (const text of ["", "{", "[]", "null", '{"packages":[]}', "\u0000"]) {
    const runtime = enclave(SECRETS);
    expect(codesOf(scoreSubmitted(runtime, logOf(text)))).to.deep.equal(["PACKAGE_MALFORMED"]);
    expect(runtime.getLogs()).to.deep.equal([]);
  }
  const noBytes = { data: new Uint8Array(3), topics: [] } as unknown as EVMLog;
  const outcome = scoreSubmitted(enclave(SECRETS), noBytes);
  expect(codesOf(outcome)).to.deep.equal(["PACKAGE_MALFORMED"]);
  expect(written).to.have.length(0);
});

test("there is a trigger for batches, and one for what is posted on chain", () => {
  expect(workflow(CONFIG)).to.have.length(2);
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
  chain({ txStatus: "TX_STATUS_REVERTED" });
  const one = packageOf(await sampleDisclosure(1n));
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${one}]}`));
  expect(JSON.parse(outcome)).to.have.deep.property("reports", ["REVERTED"]);
});

test("a report that the forwarder took and the verifier refused is said so", async () => {
  chain({ isRefused: true });
  const one = packageOf(await sampleDisclosure(1n));
  const outcome = scorePackages(enclave(SECRETS), payload(`{"packages":[${one}]}`));
  expect(JSON.parse(outcome)).to.have.deep.property("reports", ["REFUSED"]);
});

test("a secret that is none ends the run without its value", () => {
  chain();
  const run = () =>
    scorePackages(enclave({ ...SECRETS, [`LEAD_KEY_${EPOCH}`]: "hunter2" }), payload("{}"));
  expect(run)
    .to.throw(`BAD_SECRET LEAD_KEY_${EPOCH}`)
    .and.not.match(/hunter2/);
});

test("nothing is logged, and nothing said of the consumer", async () => {
  chain();
  const runtime = enclave(SECRETS);
  const one = packageOf(await sampleDisclosure(1n));
  const outcome = scorePackages(runtime, payload(`{"packages":[${one}]}`));
  expect(runtime.getLogs()).to.deep.equal([]);
  for (const planted of PLANTED) expect(outcome).not.to.include(planted);
});
