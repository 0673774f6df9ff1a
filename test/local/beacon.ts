import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sha256 } from "@noble/hashes/sha2.js";
import { expect } from "chai";
import { bytesToHex, hexToBytes, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { startBeacon } from "../../deploy/local/beacon/server.ts";
import type { Service } from "../../deploy/local/http.ts";
import { roundTime } from "../../deploy/sdk/bid/beaconChain.ts";
import { isRoundSignature } from "../../deploy/sdk/crypto/timelock.ts";

const { hash } = LOCAL_LEAGUE;
const ROUND = 700_000;

describe("the local beacon", () => {
  let folder: string;
  let beacon: Service;
  let now = 0;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "beacon-"));
    const log = path.join(folder, "beacon.log");
    beacon = await startBeacon({ now: () => Promise.resolve(now), port: 0, log });
  });
  beforeEach(() => {
    now = roundTime(LOCAL_LEAGUE, ROUND);
  });
  after(async () => {
    await beacon.close();
    await rm(folder, { recursive: true });
  });
  const get = (where: string, init?: RequestInit) => fetch(`${beacon.url}${where}`, init);

  it("should have the hash of its key", () => {
    const { publicKey } = LOCAL_LEAGUE;
    expect(bytesToHex(sha256(hexToBytes(publicKey)))).to.equal(`0x${hash}`);
  });

  it("should describe itself as drand does", async () => {
    expect(await (await get(`/${hash}/info`)).json()).to.include({
      public_key: LOCAL_LEAGUE.publicKey.slice(2),
      period: 3,
      genesis_time: LOCAL_LEAGUE.genesis,
      hash,
      schemeID: "bls-unchained-g1-rfc9380",
    });
  });

  for (const [what, round] of [
    ["the round of this second", ROUND],
    ["a round long ago", 1],
  ] as const) {
    it(`should sign ${what} as drand does`, async () => {
      const beaconOf = (await (await get(`/${hash}/public/${round}`)).json()) as {
        round: number;
        randomness: string;
        signature: string;
      };
      const signature: Hex = `0x${beaconOf.signature}`;
      expect(beaconOf.round).to.equal(round);
      expect(await isRoundSignature(LOCAL_LEAGUE.publicKey, round, signature)).to.equal(true);
      expect(`0x${beaconOf.randomness}`).to.equal(bytesToHex(sha256(hexToBytes(signature))));
    });
  }

  it("should sign no round ahead of the chain's time, and each once its time has come", async () => {
    now -= 1;
    for (const round of [ROUND, ROUND + 1, 999_999_999_999_999]) {
      const response = await get(`/${hash}/public/${round}`);
      expect(response.status).to.equal(425);
      expect(await response.text()).not.to.include("signature");
    }
    now += 1;
    expect((await get(`/${hash}/public/${ROUND}`)).status).to.equal(200);
  });

  for (const where of [
    "/",
    `/${hash}/public/latest`,
    `/${hash}/public/0`,
    `/${hash}/public/-1`,
    `/${hash}/public/1e3`,
    `/${hash}/public/1.5`,
    `/${"00".repeat(32)}/public/1`,
  ]) {
    it(`should not know ${where.replace(hash, "<hash>")}`, async () => {
      expect((await get(where)).status).to.equal(404);
    });
  }

  it("should take no orders", async () => {
    expect((await get(`/${hash}/public/1`, { method: "POST" })).status).to.equal(404);
  });

  it("should log no signature", async () => {
    const { signature } = (await (await get(`/${hash}/public/2`)).json()) as { signature: string };
    expect(await readFile(path.join(folder, "beacon.log"), "utf8")).not.to.include(signature);
  });
});
