import { addContractMock, EvmMock, HttpActionsMock, test } from "@chainlink/cre-sdk/test";
import { expect } from "chai";
import { bytesToString, parseAbi } from "viem";

import {
  chain,
  CHAIN_SELECTOR,
  codesOf,
  CONFIG,
  enclave,
  noncesOf,
  payload,
  SECRETS,
  withVendors,
} from "../testing/enclave.ts";
import { packageOf, sampleDisclosure, SELLER, signedBy } from "../../../test/fixtures/packages.ts";
import { scorePackages } from "./main.ts";

test("leads are scored by their form when the gateway does not answer as it should", async () => {
  const answers = ['{"checks":[]}', '{"checks":[{"email":"yes"}]}', '{"checks":[7]}', "no JSON"];
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
  for (const email of ["deliverable", "undeliverable"]) {
    mock.sendRequest = () => ({
      statusCode: 200,
      body: btoa(JSON.stringify({ checks: [{ email }] })),
    });
    scorePackages(withVendors(), payload(`{"packages":[${packageOf(disclosure)}]}`));
  }
  expect(new Set(written.map(({ body }) => body)).size).to.equal(2);
});

test("a lead whose number is listed is refused with a code, and spoils no other", async () => {
  const disclosures = await Promise.all([1n, 2n, 3n].map((nonce) => sampleDisclosure(nonce)));
  const written = chain();
  const checks = [{ doNotCall: "listed" }, { litigator: "listed" }, { doNotCall: "clear" }];
  HttpActionsMock.testInstance().sendRequest = () => ({
    statusCode: 200,
    body: btoa(JSON.stringify({ checks })),
  });
  const packages = disclosures.map((disclosure) => packageOf(disclosure));
  const outcome = scorePackages(withVendors(), payload(`{"packages":[${packages.join()}]}`));
  expect(codesOf(outcome)).to.deep.equal(["DO_NOT_CALL", "LITIGATOR", "ATTESTED"]);
  expect(noncesOf(written)).to.deep.equal([3n]);
});

test("a run of more than twelve leads asks in several calls, five at most", async () => {
  const disclosures = await Promise.all(
    Array.from({ length: 25 }, (_, nonce) => sampleDisclosure(BigInt(nonce))),
  );
  chain();
  const asked: number[] = [];
  let answers = true;
  HttpActionsMock.testInstance().sendRequest = ({ body }) => {
    const { contacts } = JSON.parse(bytesToString(body)) as { contacts: object[] };
    asked.push(contacts.length);
    return { statusCode: 200, body: btoa(JSON.stringify({ checks: answers ? contacts : [] })) };
  };
  const packages = disclosures.map((disclosure) => packageOf(disclosure));
  const input = payload(`{"packages":[${packages.join()}]}`);
  scorePackages(withVendors(), input);
  answers = false;
  scorePackages(withVendors(), input);
  expect(asked).to.deep.equal([12, 12, 1, 12, 12, 12, 12, 1]);
});

test("nobody is asked about a lead that its seller did not sign", async () => {
  const written = chain();
  const asked: string[] = [];
  HttpActionsMock.testInstance().sendRequest = ({ body }) => {
    asked.push(bytesToString(body));
    return { statusCode: 503 };
  };
  const forged = packageOf(await signedBy(`0x${"e5".repeat(32)}`));
  const outcome = scorePackages(withVendors(), payload(`{"packages":[${forged}]}`));
  expect(codesOf(outcome)).to.deep.equal(["SIGNATURE_INVALID"]);
  expect([asked, written]).to.deep.equal([[], []]);
});

test("a seller that is a contract signs by its wallet's word, twelve a run", async () => {
  const written = chain();
  const wallet = addContractMock(EvmMock.testInstance(CHAIN_SELECTOR), {
    address: SELLER.address,
    abi: parseAbi(["function isValidSignature(bytes32, bytes) view returns (bytes4)"]),
  });
  const forged = packageOf(await signedBy(`0x${"e5".repeat(32)}`));
  const run = (count: number) =>
    codesOf(
      scorePackages(
        enclave(SECRETS),
        payload(`{"packages":[${Array<string>(count).fill(forged).join()}]}`),
      ),
    );
  wallet.isValidSignature = () => "0x1626ba7e";
  expect(run(13)).to.deep.equal([...Array<string>(12).fill("ATTESTED"), "RUN_FULL"]);
  expect(noncesOf(written)).to.have.length(12);
  wallet.isValidSignature = () => "0xffffffff";
  expect(run(1)).to.deep.equal(["SIGNATURE_INVALID"]);
  wallet.isValidSignature = () => {
    throw new Error("GS026");
  };
  expect(run(1)).to.deep.equal(["SIGNATURE_INVALID"]);
});
