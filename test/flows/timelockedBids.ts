import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { bytesToHex, concat, size, toHex, zeroHash, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { startBeacon } from "../../deploy/local/beacon/server.ts";
import type { Service } from "../../deploy/local/http.ts";
import { startIpfs } from "../../deploy/local/ipfs.ts";
import type { Party } from "../../deploy/local/party.ts";
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { openSealedBids } from "../../deploy/sdk/actions/bid/openSealedBids.ts";
import { revealBid } from "../../deploy/sdk/actions/bid/revealBid.ts";
import { revealBids } from "../../deploy/sdk/actions/bid/revealBids.ts";
import { openingRound, roundTime } from "../../deploy/sdk/bid/beaconChain.ts";
import { commitmentOf, saltOf } from "../../deploy/sdk/bid/sealedBid.ts";
import { openWithSignature, sealToRound } from "../../deploy/sdk/bid/sealedOpening.ts";
import { traderOf } from "../../deploy/sdk/client.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { putContent } from "../../deploy/sdk/lead/contentStore.ts";
import { openServices, type ServiceUrls } from "../../deploy/sdk/services.ts";
import { openMarket, usdc } from "../fixtures/market.ts";
import { seededRandom } from "../fixtures/random.ts";
import { rejection } from "../fixtures/rejection.ts";
import { everythingOnChain } from "../fixtures/traces.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const { networkHelpers } = connection;
const { time } = networkHelpers;

/** The beacon that a market's clients ask. */
let beacon: Service;
/** Where they find ciphertexts. */
let ipfs: Service;

async function market() {
  return openMarket(connection);
}

/** A listed lead whose content bidders can fetch, and clients that ask the local beacon. */
async function auction() {
  const m = await networkHelpers.loadFixture(market);
  const { leadId, disclosure } = await m.listLead();
  await putContent(ipfs.url, disclosure.ciphertext);
  const urls: ServiceUrls = { beacon: beacon.url, ipfs: ipfs.url };
  const services = openServices({ urlOf: (name) => urls[name], chain: undefined });
  const client = { ...m.client, services };
  const bidders = m.bidders.map((bidder) => ({ ...bidder, services })) as typeof m.bidders;
  const [wallet] = await connection.viem.getWalletClients();
  if (wallet === undefined) throw new Error("The chain has no account.");
  const times = await m.house.read.auctionOf([leadId]);
  const round = openingRound(LOCAL_LEAGUE, times);
  return {
    ...m,
    client,
    bidders,
    leadId,
    times,
    /** The beacon's round that opens the bids. */
    round,
    /** Holds no role, and knows what everybody knows. */
    anyone: traderOf(client, wallet),
    toRound: () => time.increaseTo(roundTime(LOCAL_LEAGUE, round)),
    /** What all bidders have given to be opened by. */
    given: async () => {
      const logs = await m.house.getEvents.SealedOpeningGiven({ leadId }, { fromBlock: 0n });
      return logs.map(({ args }) => args.sealedOpening as Hex);
    },
    /** Commits a bid with whatever as its sealed opening. */
    commitWith: async (
      bidder: Party,
      amount: bigint,
      sealedOpening: Hex | ((seed: Hex) => Promise<Hex>),
    ) => {
      const { commitment, seed } = await m.seal(leadId, bidder, amount);
      const opening = typeof sealedOpening === "string" ? sealedOpening : await sealedOpening(seed);
      await m.house.write.commitBid([leadId, 1, commitment, opening], {
        account: bidder.wallet.account,
      });
    },
  };
}

/** What a beacon's round finds in openings. */
async function amountsIn(given: readonly Hex[], round: number) {
  const secrets = given.map((opening) => openWithSignature(opening, signRound(round)));
  return (await Promise.all(secrets)).map((secret) => secret?.amount);
}

describe("bids that open by themselves", () => {
  let folder: string;
  const log = () => path.join(folder, "beacon.log");
  const start = async () => {
    const client = await connection.viem.getPublicClient();
    const now = () => chainTime(client, 31_337);
    return startBeacon({ now, port: 0, log: log() });
  };
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "timelock-"));
    beacon = await start();
    ipfs = await startIpfs({ folder: path.join(folder, "ipfs"), port: 0, log: log() });
  });
  after(async () => {
    await beacon.close();
    await ipfs.close();
    await rm(folder, { recursive: true });
  });

  describe("given six bids whose bidders never come back", () => {
    const amounts = [100, 140, 90, 150, 120, 110].map(usdc);
    const sealed = async () => {
      const m = await auction();
      for (const [index, amount] of amounts.entries()) {
        const { opening, opensAt } = await commitBid(m.bidders[index] as Party, {
          leadId: m.leadId,
          amount,
        });
        expect({ opening, opensAt }).to.deep.equal({
          opening: "timelock",
          opensAt: roundTime(LOCAL_LEAGUE, m.round),
        });
      }
      return m;
    };

    it("should all be opened by anyone in one transaction, once the round is out", async () => {
      const m = await sealed();
      await m.toRound();
      const done = await revealBids(m.anyone, { leadId: m.leadId });
      expect(done.opened.map(({ amount }) => amount)).to.have.members(amounts);
      expect(done).to.deep.include({ skipped: [], faults: [], left: 0, phase: "Delivery" });
      expect(done.leader).to.equal(m.bidders[3].address);
      expect(done.leadingBid).to.equal(usdc(150));
    });

    it("should give 161 bytes each, and no two the same", async () => {
      const given = await (await sealed()).given();
      expect(given.map(size)).to.deep.equal(amounts.map(() => 161));
      expect(new Set(given).size).to.equal(amounts.length);
    });

    it("should be closed to everybody until then: with all that chain, index, keeper and beacon hold", async () => {
      const m = await sealed();
      await m.toReveal(m.leadId);
      const given = await m.given();
      const secrets = await Promise.all(
        m.bidders.map(async (bidder, index) => {
          const { seed, opening } = await m.seal(m.leadId, bidder, amounts[index] as bigint);
          return [seed, opening.salt];
        }),
      );
      // The last second before the round: the beacon has published all rounds but this one.
      await time.increaseTo(roundTime(LOCAL_LEAGUE, m.round) - 1);
      expect(await rejection(openSealedBids(m.client, { leadId: m.leadId }))).to.equal("TOO_EARLY");
      expect(await rejection(revealBids(m.anyone, { leadId: m.leadId }))).to.equal("TOO_EARLY");
      const ahead = await fetch(`${beacon.url}/${LOCAL_LEAGUE.hash}/public/${m.round}`);
      expect(ahead.status).to.equal(425);
      for (let round = m.round - 25; round < m.round; round++) {
        const answer = await fetch(`${beacon.url}/${LOCAL_LEAGUE.hash}/public/${round}`);
        const { signature } = (await answer.json()) as { signature: string };
        for (const opening of given) {
          expect(await openWithSignature(opening, `0x${signature}`)).to.equal(undefined);
        }
      }
      const known =
        `${await everythingOnChain(await connection.viem.getPublicClient())} ${await readFile(log(), "utf8")}`.toLowerCase();
      for (const secret of secrets.flat()) expect(known).not.to.include(secret.slice(2));
      // The control: the round's signature, and nothing else, was missing.
      expect(await amountsIn(given, m.round)).to.have.members(amounts);
    });
  });

  describe("given bids that are not what they seem", () => {
    it("should open those that are right and say of each other why not", async () => {
      const m = await auction();
      const { leadId, round } = m;
      const [good, copier, liar, garbler, endless, nobody] = m.bidders;
      await commitBid(good, { leadId, amount: usdc(130) });
      const [copied = "0x"] = await m.given();
      await m.commitWith(copier, usdc(140), copied);
      await m.commitWith(liar, usdc(150), (seed) =>
        sealToRound({ amount: usdc(9_000), seed }, LOCAL_LEAGUE, round),
      );
      const random = bytesToHex(seededRandom("garbage")(160));
      await m.commitWith(garbler, usdc(160), concat(["0x01", random]));
      await m.commitWith(endless, usdc(170), toHex(new Uint8Array(512).fill(1)));
      await m.commitWith(nobody, usdc(180), (seed) =>
        sealToRound({ amount: usdc(180), seed }, LOCAL_LEAGUE, round + 1),
      );
      await m.toRound();
      const { openings, faults } = await openSealedBids(m.client, { leadId, round: 1 });
      expect(openings.map(({ bidder, amount }) => [bidder, amount])).to.deep.equal([
        [good.address, usdc(130)],
      ]);
      expect(faults).to.have.deep.members([
        { bidder: copier.address, reason: "OtherBid" },
        { bidder: liar.address, reason: "OtherBid" },
        { bidder: garbler.address, reason: "Unreadable" },
        { bidder: endless.address, reason: "Malformed" },
        { bidder: nobody.address, reason: "Unreadable" },
      ]);
      const done = await revealBids(m.anyone, { leadId });
      expect(done.opened).to.deep.equal([
        { bidder: good.address, amount: usdc(130), outcome: "Leading" },
      ]);
      expect(done.skipped).to.deep.equal([]);

      // What does not open by itself, its bidder still opens.
      const late = await revealBid(copier, { leadId, amount: usdc(140) });
      expect(late.outcome).to.equal("Leading");
    });

    it("should name a bid of nothing, which the house would refuse", async () => {
      const m = await auction();
      const [empty] = m.bidders;
      const { leadId } = m;
      const { seed } = await m.seal(leadId, empty, 1n);
      const context = {
        chainId: m.chainId,
        house: m.house.address,
        leadId,
        round: 1,
        bidder: empty.address,
      };
      const commitment = commitmentOf({ ...context, amount: 0n, salt: saltOf(seed) });
      const opening = await sealToRound({ amount: 0n, seed }, LOCAL_LEAGUE, m.round);
      await m.house.write.commitBid([leadId, 1, commitment, opening], {
        account: empty.wallet.account,
      });
      await m.toRound();
      const { openings, faults } = await openSealedBids(m.client, { leadId });
      expect({ openings, faults }).to.deep.equal({
        openings: [],
        faults: [{ bidder: empty.address, reason: "ZeroBid" }],
      });
      expect(await rejection(revealBids(m.anyone, { leadId }))).to.equal("NOTHING_TO_REVEAL");
    });

    it("should skip one that is not covered, and open the others", async () => {
      const m = await auction();
      const { leadId } = m;
      const [rich, poor] = m.bidders;
      await commitBid(rich, { leadId, amount: usdc(100) });
      await commitBid(poor, { leadId, amount: usdc(50_000) });
      await m.toRound();
      const { opened, skipped, phase } = await revealBids(m.anyone, { leadId });
      expect(opened.map(({ bidder }) => bidder)).to.deep.equal([rich.address]);
      expect(skipped).to.deep.equal([{ bidder: poor.address, fault: "Unfunded" }]);
      expect(phase).to.equal("Reveal");
    });
  });

  describe("given a bid that was overwritten, and one that was withdrawn", () => {
    it("should open the last one only, although the others become readable too", async () => {
      const m = await auction();
      const { leadId } = m;
      const [bidder, other] = m.bidders;
      for (const dollars of [100, 110, 120]) {
        await commitBid(bidder, { leadId, amount: usdc(dollars) });
      }
      await commitBid(other, { leadId, amount: usdc(200) });
      await m.house.write.withdrawBid([leadId], { account: other.wallet.account });
      await m.toRound();
      const { openings, faults } = await openSealedBids(m.client, { leadId });
      expect(openings.map(({ amount }) => amount)).to.deep.equal([usdc(120)]);
      expect(faults).to.deep.equal([]);
      const given = await m.given();
      expect(await amountsIn(given, m.round)).to.deep.equal([100, 110, 120, 200].map(usdc));
    });
  });

  describe("given a bid that only its bidder opens", () => {
    it("should leave nothing on chain but its commitment, and open by hand", async () => {
      const m = await auction();
      const { leadId } = m;
      const [bidder] = m.bidders;
      const done = await commitBid(bidder, { leadId, amount: usdc(130), opening: "self" });
      expect(done).to.include({ opening: "self", opensAt: null });
      expect(await m.given()).to.deep.equal([]);
      await m.toRound();
      expect(await rejection(revealBids(m.anyone, { leadId }))).to.equal("NOTHING_TO_REVEAL");
      expect((await revealBid(bidder, { leadId })).outcome).to.equal("Leading");
    });
  });

  describe("given a beacon that is dead", () => {
    it("should be opened by their bidders, who need none", async () => {
      const m = await auction();
      const { leadId } = m;
      const [bidder] = m.bidders;
      await commitBid(bidder, { leadId, amount: usdc(130) });
      await beacon.close();
      await m.toRound();
      expect(await rejection(revealBids(m.anyone, { leadId }))).to.equal("BEACON_SILENT");
      expect((await revealBid(bidder, { leadId })).outcome).to.equal("Leading");
      expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
      beacon = await start();
    });
  });

  describe("given another round, or a lead without bids", () => {
    it("should refuse the one and find nothing in the other, without a beacon", async () => {
      const m = await auction();
      const { leadId } = m;
      const other = openSealedBids(m.client, { leadId, round: 2 });
      expect(await rejection(other)).to.equal("OTHER_ROUND");
      const { openings, faults } = await openSealedBids(m.client, { leadId });
      expect([openings, faults]).to.deep.equal([[], []]);
      expect(await m.house.read.commitmentIn([leadId, 1, m.bidders[0].address])).to.equal(zeroHash);
    });
  });
});
