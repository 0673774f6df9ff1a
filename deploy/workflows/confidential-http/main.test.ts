import { ConfidentialHttpMock, EvmMock, newTestRuntime, test } from "@chainlink/cre-sdk/test";
import type { EVMLog, HTTPPayload } from "@chainlink/cre-sdk";
import { expect } from "chai";
import { base64pad } from "multiformats/bases/base64";
import {
  bytesToHex,
  bytesToString,
  encodeAbiParameters,
  hexToBytes,
  stringToBytes,
  stringToHex,
  type Hex,
} from "viem";

import { NOW } from "../../../test/fixtures/leads.ts";
import {
  EPOCH,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
  SELLER,
  signedBy,
  verifierAnswer,
} from "../../../test/fixtures/packages.ts";
import { bodyOf } from "../../sdk/report/forwarderReport.ts";
import { decodeLeadReports } from "../../sdk/report/leadReport.ts";
import { scorePackages, scoreSubmitted, type Config } from "./main.ts";

const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
const CONFIG: Config = {
  ...REFERENCE,
  chainSelector: String(CHAIN_SELECTOR),
  matcher: REFERENCE.verifier,
  authorizedKeys: [SELLER.address],
  serviceUrl: "https://scoring.example/v1/score",
};
const VERDICT = {
  code: "ATTESTED",
  subScores: [2_000, 1_500, 0, 7, 1_999],
  dedupTags: [`0x${"0a".repeat(32)}`, `0x${"00".repeat(32)}`],
  checks: 3,
};
/** What nodes send besides the packages. */
const VIEW = { observedAt: NOW, epochs: { current: EPOCH, alive: [EPOCH] } };

/** A chain that says the tests' time and takes every report; holds what was written. @param wallet what the seller's wallet answers. */
function chain(wallet: Hex = "0x") {
  const written: Hex[] = [];
  const mock = EvmMock.testInstance(CHAIN_SELECTOR);
  mock.headerByNumber = () => ({ header: { timestamp: String(NOW) } });
  mock.callContract = ({ call }) => {
    const [to = "0x", data = "0x"] = [call?.to, call?.data].map(
      (bytes) => bytes && bytesToHex(bytes),
    );
    const answer = to === SELLER.address.toLowerCase() ? wallet : verifierAnswer(data);
    return { data: base64pad.baseEncode(hexToBytes(answer)) };
  };
  mock.writeReport = ({ report }) => {
    written.push(bodyOf(bytesToHex(report?.rawReport ?? new Uint8Array())));
    return { txStatus: "TX_STATUS_SUCCESS" };
  };
  return written;
}

interface Asked {
  readonly url: string;
  readonly authorization: readonly string[] | undefined;
  readonly secrets: readonly string[];
  readonly body: { readonly packages: readonly object[] };
  readonly bytes: number;
}

/** A service that answers with this; holds what it was asked. */
function service(answer: (packages: readonly object[], call: number) => unknown) {
  const calls: Asked[] = [];
  ConfidentialHttpMock.testInstance().sendRequest = ({ vaultDonSecrets, request }) => {
    if (request?.body.case !== "bodyBytes") throw new Error("The body must be bytes.");
    const body = JSON.parse(bytesToString(request.body.value)) as Asked["body"];
    calls.push({
      url: request.url,
      authorization: request.multiHeaders["authorization"]?.values,
      secrets: vaultDonSecrets.map(({ key }) => key),
      body,
      bytes: request.body.value.length,
    });
    const said = answer(body.packages, calls.length);
    const text = typeof said === "string" ? said : JSON.stringify(said);
    return { statusCode: 200, body: btoa(text) };
  };
  return calls;
}

const attestAll = (packages: readonly object[]) => ({ packages: packages.map(() => VERDICT) });

const runtime = (config = CONFIG) => newTestRuntime<Config>(new Map(), {}, config);

function payload(packages: readonly string[]): HTTPPayload {
  return { input: stringToBytes(`{"packages":[${packages.join()}]}`) } as HTTPPayload;
}

interface Outcome {
  readonly packages: readonly { readonly submissionHash?: Hex; readonly code: string }[];
  readonly reports: readonly string[];
}

function run(packages: readonly string[]): Outcome {
  return JSON.parse(scorePackages(runtime(), payload(packages))) as Outcome;
}

const codesOf = ({ packages }: Outcome) => packages.map(({ code }) => code);

async function samples(count: number): Promise<string[]> {
  const nonces = Array.from({ length: count }, (_, index) => BigInt(index + 1));
  return Promise.all(nonces.map(async (nonce) => packageOf(await sampleDisclosure(nonce))));
}

test("what the service finds is reported beside what the seller signed", async () => {
  const written = chain();
  const calls = service(attestAll);
  const disclosure = await sampleDisclosure(1n);
  const outcome = run([packageOf(disclosure)]);

  expect(codesOf(outcome)).to.deep.equal(["ATTESTED"]);
  expect(outcome.reports).to.deep.equal(["SUCCESS"]);
  const [body = "0x"] = written;
  const { header, reports } = decodeLeadReports(body);
  expect(header).to.include({ chainSelector: CHAIN_SELECTOR, observedAt: NOW });
  expect(header.receiver).to.equal(REFERENCE.verifier);
  const { code: _code, ...findings } = VERDICT;
  const { submission, signature } = disclosure;
  expect(reports).to.deep.equal([{ submission, signature, ...findings, candidates: [] }]);
  expect(calls).to.have.length(1);
});

test("the API key is named, not held; the service gets the chain's time and epochs", async () => {
  chain();
  const calls = service(attestAll);
  run(await samples(1));
  const [call] = calls;
  expect(call?.url).to.equal(CONFIG.serviceUrl);
  expect(call?.authorization).to.deep.equal(["Bearer {{.scoring_api_key}}"]);
  expect(call?.secrets).to.deep.equal(["scoring_api_key"]);
  expect(call?.body).to.deep.include(VIEW);
});

test("a batch goes in calls of 10,000 bytes at most, and no more than five", async () => {
  chain();
  const calls = service(attestAll);
  const outcome = run(await samples(30));
  expect(calls).to.have.length(5);
  for (const { bytes } of calls) expect(bytes).to.be.at.most(10_000);
  const sent = calls.reduce((sum, { body }) => sum + body.packages.length, 0);
  expect(sent).to.be.within(5, 29);
  expect(codesOf(outcome)).to.deep.equal([
    ...Array<string>(sent).fill("ATTESTED"),
    ...Array<string>(30 - sent).fill("RUN_FULL"),
  ]);
});

test("what is no package, or too large for a call, costs no call and spoils no other", async () => {
  chain();
  const calls = service(attestAll);
  const [one = "", another = ""] = await samples(2);
  const large = one.replace(/"ciphertext":"/, `"ciphertext":"${"AAAA".repeat(3_000)}`);
  expect(codesOf(run(["{}", one, large, "null", another]))).to.deep.equal([
    "PACKAGE_MALFORMED",
    "ATTESTED",
    "PACKAGE_TOO_LARGE",
    "PACKAGE_MALFORMED",
    "ATTESTED",
  ]);
  expect(calls.flatMap(({ body }) => body.packages)).to.have.length(2);
});

test("the service is not asked about what a seller did not sign, and hears of wallets that confirm", async () => {
  chain();
  const calls = service(attestAll);
  const forged = packageOf(await signedBy(`0x${"e5".repeat(32)}`));
  expect(codesOf(run([forged]))).to.deep.equal(["SIGNATURE_INVALID"]);
  expect(calls).to.have.length(0);

  chain(`0x1626ba7e${"00".repeat(28)}`);
  const outcome = run([forged, ...(await samples(1))]);
  expect(codesOf(outcome)).to.deep.equal(["ATTESTED", "ATTESTED"]);
  expect(calls[0]?.body).to.have.deep.property("walletSigned", [
    outcome.packages[0]?.submissionHash,
  ]);
});

test("a batch without a package asks nobody and reports nothing", () => {
  const written = chain();
  const calls = service(attestAll);
  expect(run([])).to.deep.equal({ packages: [], reports: [] });
  expect([calls.length, written.length]).to.deep.equal([0, 0]);
});

test("the service's codes are passed on, and only what it attests is reported", async () => {
  const written = chain();
  service(() => ({ packages: [{ code: "INVALID_LEAD" }, VERDICT] }));
  const outcome = run(await samples(2));
  expect(codesOf(outcome)).to.deep.equal(["INVALID_LEAD", "ATTESTED"]);
  const nonces = written.flatMap((body) =>
    decodeLeadReports(body).reports.map(({ submission }) => submission.nonce),
  );
  expect(nonces).to.deep.equal([2n]);
});

test("an answer that is not as it should be counts as none", async () => {
  const written = chain();
  const packages = await samples(1);
  const answers = [
    "no JSON",
    { packages: [] },
    { packages: [VERDICT, VERDICT] },
    { packages: [{ ...VERDICT, subScores: [2_001, 0, 0, 0, 0] }] },
    { packages: [{ ...VERDICT, subScores: [1, 2, 3, 4] }] },
    { packages: [{ ...VERDICT, checks: 256 }] },
    { packages: [{ ...VERDICT, dedupTags: ["0x00", "0x00"] }] },
    { packages: [{ ...VERDICT, lead: { phone: "+15128675309" } }] },
    { packages: [{ code: "ATTESTED" }] },
    { packages: [{ code: "Maria Torres" }] },
    { packages: [{ code: "INVALID_LEAD" }], note: "Maria Torres" },
  ];
  for (const answer of answers) {
    service(() => answer);
    expect(codesOf(run(packages)), JSON.stringify(answer)).to.deep.equal(["SCORING_UNAVAILABLE"]);
  }
  expect(written).to.have.length(0);
});

test("a service that fails for one call spoils no other", async () => {
  chain();
  const calls = service((packages, call) => {
    if (call === 1) throw new Error("down");
    return attestAll(packages);
  });
  const outcome = run(await samples(6));
  const first = calls[0]?.body.packages.length ?? 0;
  expect(codesOf(outcome).slice(0, first)).to.deep.equal(
    Array<string>(first).fill("SCORING_UNAVAILABLE"),
  );
  expect(new Set(codesOf(outcome).slice(first))).to.deep.equal(new Set(["ATTESTED"]));
});

test("a package that was posted on chain goes the same way", async () => {
  const written = chain();
  service(attestAll);
  const [one = ""] = await samples(1);
  const log = (text: string) => {
    const data = encodeAbiParameters([{ type: "bytes" }], [stringToHex(text)]);
    return { data: hexToBytes(data) } as EVMLog;
  };
  expect(JSON.parse(scoreSubmitted(runtime(), log(one)))).to.deep.include({ reports: ["SUCCESS"] });
  expect(written).to.have.length(1);
  for (const text of ["", "no package", "{}"]) {
    const outcome = JSON.parse(scoreSubmitted(runtime(), log(text))) as Outcome;
    expect(codesOf(outcome)).to.deep.equal(["PACKAGE_MALFORMED"]);
  }
});

test("nothing is logged, and nothing said of the consumer", async () => {
  const written = chain();
  const calls = service(attestAll);
  const given = runtime();
  const outcome = scorePackages(given, payload(await samples(1)));
  expect(given.getLogs()).to.deep.equal([]);
  const said = [outcome, JSON.stringify(calls), ...written].join();
  for (const planted of PLANTED) expect(said).not.to.include(planted);
});
