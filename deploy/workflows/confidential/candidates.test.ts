import { addContractMock, EvmMock, test } from "@chainlink/cre-sdk/test";
import { expect } from "chai";
import { size } from "viem";

import { NFT, packageOf, sampleDisclosure } from "../../../test/fixtures/packages.ts";
import { bountyMatcherAbi } from "../../sdk/generated/abis.ts";
import { decodeLeadReports } from "../../sdk/report/leadReport.ts";
import { chain, CHAIN_SELECTOR, codesOf, enclave, payload, SECRETS } from "../testing/enclave.ts";
import { scorePackages } from "./main.ts";

const BEST = [7n, 3n, 12n, 9n];

/** A matcher with so many bounties that finds these; holds how often it was asked for them. */
function matcher(last: bigint, find: () => readonly bigint[]) {
  const asked: { from: bigint; count: bigint; limit: bigint }[] = [];
  const address = NFT;
  const mock = addContractMock(EvmMock.testInstance(CHAIN_SELECTOR), {
    address,
    abi: bountyMatcherAbi,
  });
  mock.lastBountyId = () => last;
  mock.bestBounties = (...args: unknown[]) => {
    const [, , , from, count, limit] = args as [unknown, unknown, bigint, bigint, bigint, bigint];
    asked.push({ from, count, limit });
    return find();
  };
  return asked;
}

async function packages(count: number, instantSale: boolean): Promise<string> {
  const texts = Array.from({ length: count }, async (_, index) =>
    packageOf(await sampleDisclosure(BigInt(index + 1), { instantSale })),
  );
  return `{"packages":[${(await Promise.all(texts)).join()}]}`;
}

const candidatesOf = (written: ReturnType<typeof chain>) =>
  written.flatMap(({ body }) =>
    decodeLeadReports(body).reports.map(({ candidates }) => candidates),
  );

test("a lead for instant sale is reported with the best bounties, and with gas to match it", async () => {
  const written = chain();
  const asked = matcher(12n, () => BEST);
  const outcome = scorePackages(enclave(SECRETS), payload(await packages(3, true)));
  expect(codesOf(outcome)).to.deep.equal(Array(3).fill("ATTESTED"));
  expect(candidatesOf(written)).to.deep.equal([BEST, BEST, BEST]);
  expect(asked).to.deep.equal(Array(3).fill({ from: 1n, count: 2_000n, limit: 4n }));
  for (const { body, gasLimit = 0n } of written) {
    expect(size(body)).to.be.at.most(5_000);
    expect(gasLimit <= 5_000_000n).to.equal(true);
    expect(gasLimit >= 1_920_000n).to.equal(true);
  }
});

test("no bounty is asked for where a lead waits for its auction, or there is none", async () => {
  const written = chain();
  const asked = matcher(12n, () => BEST);
  scorePackages(enclave(SECRETS), payload(await packages(1, false)));
  matcher(0n, () => BEST);
  scorePackages(enclave(SECRETS), payload(await packages(2, true)));
  expect(candidatesOf(written)).to.deep.equal([[], [], []]);
  expect(asked).to.deep.equal([]);
});

test("the latest 2,000 bounties are looked at", async () => {
  chain();
  const asked = matcher(5_000n, () => BEST);
  scorePackages(enclave(SECRETS), payload(await packages(1, true)));
  expect(asked).to.deep.equal([{ from: 3_001n, count: 2_000n, limit: 4n }]);
});

test("a matcher that fails spoils no report, and a run's reads are not exceeded", async () => {
  const written = chain();
  matcher(12n, () => {
    throw new Error("down");
  });
  scorePackages(enclave(SECRETS), payload(await packages(1, true)));
  expect(candidatesOf(written)).to.deep.equal([[]]);

  const many = chain();
  const asked = matcher(12n, () => BEST);
  scorePackages(enclave(SECRETS), payload(await packages(13, true)));
  expect(asked).to.have.length(11);
  expect(candidatesOf(many).filter((ids) => ids.length === 0)).to.have.length(2);
});
