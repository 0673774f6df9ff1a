import { addContractMock, EvmMock, newTestRuntime, test } from "@chainlink/cre-sdk/test";
import type { HTTPPayload, TeeRuntime } from "@chainlink/cre-sdk";
import { expect } from "chai";
import {
  bytesToHex,
  decodeAbiParameters,
  getAbiItem,
  getAddress,
  size,
  slice,
  stringToBytes,
  zeroHash,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { EPOCH, LEAD_KEY, NFT, REFERENCE, SELLER } from "../../../test/fixtures/packages.ts";
import { NOW } from "../../../test/fixtures/leads.ts";
import { commitmentOf, saltOf, type BidContext } from "../../sdk/bid/sealedBid.ts";
import { sealToEnclave } from "../../sdk/bid/sealedOpening.ts";
import { Phase } from "../../sdk/codes/enums.ts";
import { publicKeyOf } from "../../sdk/crypto/point.ts";
import { auctionHouseAbi, auctionKeeperAbi, creVerifierAbi } from "../../sdk/generated/abis.ts";
import { bodyOf } from "../../sdk/report/forwarderReport.ts";
import type { OpeningsOutcome } from "../../sdk/report/openingsRequest.ts";
import { serveRequest, type Config } from "./main.ts";

const CHAIN_SELECTOR = 10_344_971_235_874_465_080n;
const HOUSE = getAddress(`0x${"66".repeat(20)}`);
const KEEPER = getAddress(`0x${"77".repeat(20)}`);
const CONFIG: Config = {
  ...REFERENCE,
  chainSelector: String(CHAIN_SELECTOR),
  nft: NFT,
  house: HOUSE,
  keeper: KEEPER,
  matcher: KEEPER,
  authorizedKeys: [SELLER.address],
};
const LEAD = 7n;
const ROUND = 2;
const RESERVE = 100_000_000n;
const BOND = 10_000_000n;
const DON_KEY = { epoch: EPOCH, publicKey: publicKeyOf(BigInt(LEAD_KEY)) };

/** A bid as its bidder committed it. */
interface Bid {
  readonly bidder: Address;
  readonly amount: bigint;
  readonly seed: Hex;
  readonly commitment: Hex;
  readonly sealedOpening: Hex;
}

function bidOf(number: number, amount: bigint, changes: Partial<BidContext> = {}): Bid {
  const { address: bidder } = privateKeyToAccount(
    `0x${number.toString(16).padStart(2, "0").repeat(32)}`,
  );
  const context = {
    ...{ chainId: REFERENCE.chainId, house: HOUSE, leadId: LEAD, round: ROUND, bidder },
    ...changes,
  };
  const seed: Hex = `0x${number.toString(16).padStart(2, "0").repeat(24)}`;
  const commitment = commitmentOf({ ...context, amount, salt: saltOf(seed) });
  return {
    ...{ bidder, amount, seed, commitment },
    sealedOpening: sealToEnclave({ amount, seed }, DON_KEY, context, commitment),
  };
}

/** What a test changes of the chain. */
interface ChainState {
  readonly now?: number;
  readonly commitEnd?: number;
  readonly phase?: Phase;
  readonly round?: number;
  readonly free?: bigint;
  readonly epoch?: number;
  readonly isRefused?: boolean;
}

/** A chain in whose round these bids are sealed; holds what was written, and how much gas each report may take. */
function chain(
  bids: readonly Pick<Bid, "bidder" | "commitment">[],
  {
    now = NOW,
    commitEnd = NOW,
    phase = Phase.Reveal,
    round = ROUND,
    free = 1_000_000_000n,
    epoch = EPOCH,
    isRefused = false,
  }: ChainState = {},
) {
  const written: { body: Hex; receiver: string; gas: bigint }[] = [];
  const mock = EvmMock.testInstance(CHAIN_SELECTOR);
  mock.headerByNumber = () => ({ header: { timestamp: String(now) } });
  const verifier = addContractMock(mock, { address: REFERENCE.verifier, abi: creVerifierAbi });
  verifier.donEpoch = () => epoch;
  verifier.donKeyOf = () => [{ x: 0n, y: 0n }, 0];
  const none = getAddress(`0x${"00".repeat(20)}`);
  const house = addContractMock(mock, { address: HOUSE, abi: auctionHouseAbi });
  house.auctionOf = () => ({
    ...{ phase, closed: false, round, commitEnd, revealEnd: commitEnd + 1_800, fixedAt: 0 },
    ...{ deliveryEnd: 0, pendingCommitments: bids.length, tiedBids: 0, bondsReturned: false },
    ...{ offered: false, instantSale: false },
    ...{ bidBond: BOND, deliveryBond: 0n, reserve: RESERVE, feeBps: 0, convenienceFee: 0 },
    ...{ seller: none, leader: none, leadingBid: 0n, price: 0n, vertical: zeroHash },
  });
  const keeper = addContractMock(mock, { address: KEEPER, abi: auctionKeeperAbi });
  keeper.sealedBidsIn = (...args: unknown[]) => {
    const bidders = args.flat(3).filter((value) => typeof value === "string");
    const found = bidders.map((account) =>
      bids.find(({ bidder }) => bidder.toLowerCase() === account.toLowerCase()),
    );
    return [found.map((bid) => bid?.commitment ?? zeroHash), bidders.map(() => free)];
  };
  mock.writeReport = ({ receiver, report, gasConfig }) => {
    written.push({
      body: bodyOf(bytesToHex(report?.rawReport ?? new Uint8Array())),
      receiver: bytesToHex(receiver),
      gas: gasConfig?.gasLimit ?? 0n,
    });
    const status = isRefused ? "REVERTED" : "SUCCESS";
    return {
      txStatus: "TX_STATUS_SUCCESS",
      receiverContractExecutionStatus: `RECEIVER_CONTRACT_EXECUTION_STATUS_${status}`,
    };
  };
  return written;
}

/** The SDK has no public runtime of an enclave; counts what is asked of the Vault. */
function enclave() {
  const secrets = new Map([["main", new Map([[`LEAD_KEY_${EPOCH}`, LEAD_KEY]])]]);
  const don = newTestRuntime<Config>(secrets, {}, CONFIG);
  const fetched: string[] = [];
  const runtime = Object.assign(Object.create(don) as typeof don, {
    usingTheDons: () => don,
    reportFromDon: don.report.bind(don),
    getSecret: (request: { id: string }) => {
      fetched.push(request.id);
      return don.getSecret(request);
    },
  });
  return { runtime: runtime as TeeRuntime<Config> & { getLogs(): string[] }, fetched };
}

function run(bids: unknown, changes: object = {}, { runtime } = enclave()) {
  const openings = { leadId: String(LEAD), round: ROUND, bids, ...changes };
  const input = stringToBytes(JSON.stringify({ openings }));
  const text = serveRequest(runtime, { input } as HTTPPayload);
  return { text, ...(JSON.parse(text) as OpeningsOutcome) };
}

function hintOf({ bidder, sealedOpening }: Pick<Bid, "bidder" | "sealedOpening">) {
  return { bidder, sealedOpening };
}

/** The bids of a report, in its order. */
function openingsOf(body: Hex) {
  const { inputs } = getAbiItem({ abi: auctionHouseAbi, name: "revealBids" });
  const [leadId, openings] = decodeAbiParameters(inputs, slice(body, 42));
  return { leadId, openings };
}

test("bids are reported to the keeper once their commit phase is over, the highest first", () => {
  const bids = [bidOf(1, 120_000_000n), bidOf(2, 150_000_000n), bidOf(3, 90_000_000n)];
  const written = chain(bids);
  const { bids: codes, report } = run(bids.map(hintOf));
  expect({ codes, report }).to.deep.equal({
    codes: ["REPORTED", "REPORTED", "REPORTED"],
    report: "SUCCESS",
  });
  expect(written).to.have.length(1);
  const { body, receiver, gas } = written[0] ?? { body: "0x", receiver: "", gas: 0n };
  expect([receiver, slice(body, 0, 1), gas]).to.deep.equal([
    KEEPER.toLowerCase(),
    "0x03",
    850_000n,
  ]);
  const { leadId, openings } = openingsOf(body);
  expect(leadId).to.equal(LEAD);
  expect(openings).to.deep.equal(
    [1, 0, 2].map((index) => {
      const { bidder, amount, seed } = bids[index] as Bid;
      return { bidder, amount, salt: saltOf(seed) };
    }),
  );
});

test("before the commit phase is over, by the chain's block, nothing is decrypted or reported", () => {
  const bids = [bidOf(1, 120_000_000n)];
  for (const phase of [Phase.Commit, Phase.Reveal]) {
    const written = chain(bids, { commitEnd: NOW + 1, phase });
    const tee = enclave();
    const { text } = run(bids.map(hintOf), {}, tee);
    expect(JSON.parse(text)).to.deep.equal({ bids: [], report: "TOO_EARLY" });
    expect([written, tee.fetched, tee.runtime.getLogs()]).to.deep.equal([[], [], []]);
  }
});

test("bids of another round, or of one that is not in its reveal phase, are not looked at", () => {
  const bids = [bidOf(1, 120_000_000n)];
  for (const [state, report] of [
    [{ round: ROUND + 1 }, "OTHER_ROUND"],
    [{ phase: Phase.Unsold }, "WRONG_PHASE"],
    [{ phase: Phase.Erased }, "WRONG_PHASE"],
  ] as const) {
    const written = chain(bids, state);
    const tee = enclave();
    expect(JSON.parse(run(bids.map(hintOf), {}, tee).text)).to.deep.equal({ bids: [], report });
    expect([written, tee.fetched]).to.deep.equal([[], []]);
  }
});

test("a hostile, copied, oversized or wrong opening spoils no other and is not reported", () => {
  const good = bidOf(1, 120_000_000n);
  const copier = bidOf(2, 130_000_000n);
  const stranger = bidOf(3, 140_000_000n);
  const liar = bidOf(4, 150_000_000n);
  const nothing = bidOf(5, 0n);
  const otherRound = bidOf(6, 160_000_000n, { round: ROUND - 1 });
  const foreign = {
    ...{ chainId: REFERENCE.chainId, house: HOUSE, leadId: LEAD, round: ROUND },
    bidder: liar.bidder,
  };
  const secret = { amount: 9_000_000_000n, seed: liar.seed };
  const lie = sealToEnclave(secret, DON_KEY, foreign, liar.commitment);
  const late = sealToEnclave(secret, { ...DON_KEY, epoch: 9 }, foreign, liar.commitment);
  const never = sealToEnclave(secret, { ...DON_KEY, epoch: 0 }, foreign, liar.commitment);
  const hints: readonly (readonly [unknown, string])[] = [
    [{ ...hintOf(copier), sealedOpening: good.sealedOpening }, "UNREADABLE"],
    [{ ...hintOf(stranger), bidder: SELLER.address }, "NO_COMMITMENT"],
    [{ ...hintOf(liar), sealedOpening: lie }, "OTHER_BID"],
    [{ ...hintOf(liar), sealedOpening: late }, "EPOCH_UNKNOWN"],
    [{ ...hintOf(liar), sealedOpening: never }, "EPOCH_UNKNOWN"],
    [hintOf(nothing), "ZERO_BID"],
    [hintOf(otherRound), "UNREADABLE"],
    [{ ...hintOf(good), sealedOpening: `0x02${"00".repeat(85)}` }, "EPOCH_UNKNOWN"],
    [{ ...hintOf(good), sealedOpening: `0x020000000${EPOCH}${"ff".repeat(81)}` }, "UNREADABLE"],
    [{ ...hintOf(good), sealedOpening: `0x02${"00".repeat(511)}` }, "MALFORMED"],
    [{ ...hintOf(good), sealedOpening: `0x02${"00".repeat(600)}` }, "MALFORMED"],
    [{ ...hintOf(good), sealedOpening: `0x01${"00".repeat(160)}` }, "MALFORMED"],
    [{ ...hintOf(good), sealedOpening: "0x" }, "MALFORMED"],
    [{ ...hintOf(good), bidder: "0x12" }, "MALFORMED"],
    [null, "MALFORMED"],
    ["hunter2", "MALFORMED"],
    [hintOf(good), "REPORTED"],
  ];
  const written = chain([good, copier, stranger, liar, nothing, otherRound]);
  const { bids, report } = run(hints.map(([hint]) => hint));
  expect(bids).to.deep.equal(hints.map(([, code]) => code));
  expect(report).to.equal("SUCCESS");
  expect(openingsOf(written[0]?.body ?? "0x").openings).to.have.length(1);
});

test("a bid that its account cannot cover costs no report; below the reserve its bond covers it", () => {
  const dear = bidOf(1, RESERVE);
  const free = RESERVE - BOND - 1n;
  const written = chain([dear], { free });
  expect(run([hintOf(dear)])).to.deep.include({ bids: ["UNFUNDED"], report: "NOTHING_OPENED" });
  expect(written).to.deep.equal([]);
  chain([dear], { free: free + 1n });
  expect(run([hintOf(dear)])).to.deep.include({ bids: ["REPORTED"] });
  const low = bidOf(2, RESERVE - 1n);
  chain([low], { free: 0n });
  expect(run([hintOf(low)])).to.deep.include({ bids: ["REPORTED"] });
});

test("a request of thirty bids stays within 5,000 bytes and 5M gas, and one of more is none", () => {
  const bids = Array.from({ length: 31 }, (_, index) =>
    bidOf(index + 1, RESERVE + BigInt(index) * 1_000_000n),
  );
  const written = chain(bids);
  const { bids: codes } = run(bids.slice(1).map(hintOf));
  expect(codes).to.deep.equal(Array(30).fill("REPORTED"));
  const { body, gas } = written[0] ?? { body: "0x", gas: 0n };
  expect(size(body)).to.equal(3_018);
  expect(gas).to.equal(4_900_000n);
  expect(run(bids.map(hintOf))).to.deep.include({ bids: [], report: "REQUEST_MALFORMED" });
});

test("what names no bids is answered with a code", () => {
  const written = chain([]);
  for (const changes of [
    { bids: [] },
    { bids: "all" },
    { leadId: "-1" },
    { leadId: 7 },
    { round: 0 },
    { round: 2 ** 32 },
  ]) {
    expect(run([null], changes)).to.deep.include({ bids: [], report: "REQUEST_MALFORMED" });
  }
  expect(written).to.deep.equal([]);
});

test("a report that the keeper refuses is said so", () => {
  const bid = bidOf(1, 120_000_000n);
  chain([bid], { isRefused: true });
  expect(run([hintOf(bid)]).report).to.equal("REFUSED");
});

test("neither amount nor salt is said or logged, and a key is fetched once", () => {
  const bids = [bidOf(1, 123_456_789n), bidOf(2, 987_654_321n)];
  chain(bids);
  const tee = enclave();
  const { text } = run(bids.map(hintOf), {}, tee);
  for (const { amount, seed } of bids) {
    expect(text).not.to.include(String(amount)).and.not.include(saltOf(seed).slice(2));
  }
  expect(tee.runtime.getLogs()).to.deep.equal([]);
  expect(tee.fetched).to.deep.equal([`LEAD_KEY_${EPOCH}`]);
});
