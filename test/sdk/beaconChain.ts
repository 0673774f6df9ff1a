import { sha256 } from "@noble/hashes/sha2.js";
import { expect } from "chai";
import { bytesToHex, concatBytes, hexToBytes, numberToBytes, stringToBytes } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import {
  firstRoundFrom,
  openingRound,
  QUICKNET,
  roundTime,
} from "../../deploy/sdk/bid/beaconChain.ts";

describe("QUICKNET", () => {
  it("should have the hash of its key, genesis, period, group and name, as drand computes it", () => {
    // `MAINNET_CHAIN_INFO.groupHash` and `beaconID` of tlock-js 0.9.0.
    const group = "0xf477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e";
    const info = [
      numberToBytes(QUICKNET.period, { size: 4 }),
      numberToBytes(QUICKNET.genesis, { size: 8 }),
      hexToBytes(QUICKNET.publicKey),
      hexToBytes(group),
      stringToBytes("quicknet"),
    ];
    expect(bytesToHex(sha256(concatBytes(info)))).to.equal(`0x${QUICKNET.hash}`);
  });

  it("should be asked at several endpoints, unlike what stands for it on local chains", () => {
    expect(QUICKNET.endpoints.length).to.be.above(2);
    expect(LOCAL_LEAGUE.publicKey).not.to.equal(QUICKNET.publicKey);
    expect(LOCAL_LEAGUE.hash).not.to.equal(QUICKNET.hash);
  });
});

describe("firstRoundFrom", () => {
  const { genesis } = QUICKNET;

  it("should be the first round that is not signed before", () => {
    expect(firstRoundFrom(QUICKNET, genesis)).to.equal(1);
    expect(firstRoundFrom(QUICKNET, genesis + 1)).to.equal(2);
    expect(firstRoundFrom(QUICKNET, genesis + 3)).to.equal(2);
    for (let time = genesis; time < genesis + 20; time++) {
      const round = firstRoundFrom(QUICKNET, time);
      expect(roundTime(QUICKNET, round)).to.be.within(time, time + 2);
    }
  });

  it("should be the first of all before genesis", () => {
    expect(firstRoundFrom(QUICKNET, 0)).to.equal(1);
  });
});

describe("openingRound", () => {
  const commitEnd = QUICKNET.genesis + 3_000;
  const waitAfter = (revealSeconds: number) =>
    roundTime(
      QUICKNET,
      openingRound(QUICKNET, { commitEnd, revealEnd: commitEnd + revealSeconds }),
    ) - commitEnd;

  it("should wait 6 seconds where an auction is over within minutes, a minute elsewhere", () => {
    expect(waitAfter(30)).to.equal(6);
    expect(waitAfter(300)).to.equal(6);
    expect(waitAfter(301)).to.equal(60);
    expect(waitAfter(1_800)).to.equal(60);
  });

  it("should lie within the shortest reveal phase that the registry takes, whenever it begins", () => {
    for (let begin = commitEnd; begin < commitEnd + 3; begin++) {
      const round = openingRound(QUICKNET, { commitEnd: begin, revealEnd: begin + 10 });
      expect(roundTime(QUICKNET, round)).to.be.below(begin + 10);
    }
  });
});
