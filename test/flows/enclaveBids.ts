import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { bytesToHex, concat, toHex, zeroHash, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { startBeacon } from "../../deploy/local/beacon/server.ts";
import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import type { DonNode } from "../../deploy/local/don/host/node.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { bidOpener } from "../../deploy/local/don/openBids.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import { jsonResponse, serve, type Service } from "../../deploy/local/http.ts";
import { startIpfs } from "../../deploy/local/ipfs.ts";
import type { Party } from "../../deploy/local/party.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { openByDon } from "../../deploy/sdk/actions/bid/openByDon.ts";
import { revealBid } from "../../deploy/sdk/actions/bid/revealBid.ts";
import { revealBids } from "../../deploy/sdk/actions/bid/revealBids.ts";
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { donKeyOf } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { openingRound, roundTime } from "../../deploy/sdk/bid/beaconChain.ts";
import type { SealedBidDraft } from "../../deploy/sdk/bid/sealedBid.ts";
import {
  openInEnclave,
  openWithSignature,
  sealToEnclave,
} from "../../deploy/sdk/bid/sealedOpening.ts";
import { traderOf } from "../../deploy/sdk/client.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { putContent } from "../../deploy/sdk/lead/contentStore.ts";
import { openServices, type ServiceUrls } from "../../deploy/sdk/services.ts";
import { scheduleConfiguration } from "../fixtures/configure.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { openMarket, usdc, type Market } from "../fixtures/market.ts";
import { inputOf, textOf } from "../fixtures/probeDon.ts";
import { seededRandom } from "../fixtures/random.ts";
import { rejection } from "../fixtures/rejection.ts";
import { everythingOnChain } from "../fixtures/traces.ts";

const DAY = 86_400;
/** How long a run in the plugin may take here. */
const PATIENCE = 120_000;

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const { time } = connection.networkHelpers;

describe("bids that the DON opens", () => {
  let folder: string;
  let node: DonNode;
  let ipfs: Service;
  let beacon: Service;
  let gateway: Service;
  /** The DON behind the gateway; each market deploys its own. */
  let don: LocalDon;
  const lines: string[] = [];
  const log = () => path.join(folder, "services.log");

  before(async function () {
    this.timeout(PATIENCE);
    folder = await mkdtemp(path.join(tmpdir(), "enclave-bids-"));
    const main = path.join(import.meta.dirname, "../../deploy/workflows/confidential/main.ts");
    node = workerNode(await compileWorkflow(await buildBundle(main)));
    const client = await connection.viem.getPublicClient();
    const now = () => chainTime(client, 31_337);
    beacon = await startBeacon({ now, port: 0, log: log() });
    ipfs = await startIpfs({ folder: path.join(folder, "ipfs"), port: 0, log: log() });
    const open = bidOpener(async (input) =>
      textOf(await don.trigger(0, inputOf(JSON.stringify(input)))),
    );
    gateway = await serve(async (request) => jsonResponse(await open(request)), {
      ...{ port: 0, portOption: "", maxBody: 100_000, log: log() },
    });
  });
  after(async () => {
    await gateway.close();
    await beacon.close();
    await ipfs.close();
    await rm(folder, { recursive: true });
  });

  const market = () => openMarket(connection);

  /** A listed lead, and clients that know the DON. */
  async function auction(list = (m: Market) => m.listLead()) {
    const m = await connection.networkHelpers.loadFixture(market);
    const { leadId, disclosure } = await list(m);
    await putContent(ipfs.url, disclosure.ciphertext);
    const { publicClient, chainId } = m;
    const chainSelector = await m.verifier.read.chainSelector();
    lines.length = 0;
    don = new LocalDon({
      workflow: m.don.workflow,
      config: {
        ...{ chainId, chainSelector: String(chainSelector), authorizedKeys: [] },
        ...{ verifier: m.verifier.address, nft: m.nft.address },
        ...{ house: m.house.address, keeper: m.keeper.address },
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: m.don.signers,
      faulty: FAULTY_NODES,
      configDigest: zeroHash,
      capabilities: evmCapabilities(chainSelector, {
        blockTime: async () => (await publicClient.getBlock()).timestamp,
        callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
        writeReport: forwarderWriter({
          transmitter: m.don.transmitter,
          publicClient,
          forwarder: m.forwarder.address,
        }),
      }),
      secrets: (id) => m.don.secrets.get(id),
      now: Date.now,
      log: (line) => lines.push(line),
    });
    const servicesAt = (urls: ServiceUrls) =>
      openServices({ urlOf: (name) => urls[name], chain: undefined });
    const urls: ServiceUrls = { beacon: beacon.url, ipfs: ipfs.url, don: gateway.url };
    const services = servicesAt(urls);
    const bidders = m.bidders.map((bidder) => ({ ...bidder, services })) as typeof m.bidders;
    const [wallet] = await connection.viem.getWalletClients();
    if (wallet === undefined) throw new Error("The chain has no account.");
    const client = { ...m.client, services };
    const { address: house } = m.house;
    const key = await donKeyOf(client);
    return {
      ...m,
      ...{ client, bidders, leadId, house: m.house, key },
      anyone: traderOf(client, wallet),
      /** The same, with other services. */
      anyoneWith: (changes: ServiceUrls) =>
        traderOf({ ...client, services: servicesAt({ ...urls, ...changes }) }, wallet),
      contextOf: ({ address: bidder }: Party) => ({ chainId, house, leadId, round: 1, bidder }),
      given: async () => {
        const logs = await m.house.getEvents.SealedOpeningGiven({ leadId }, { fromBlock: 0n });
        return logs.map(({ args }) => args.sealedOpening as Hex);
      },
      /** Commits a bid with whatever as its sealed opening. */
      commitWith: async (
        bidder: Party,
        amount: bigint,
        sealedOpening: Hex | ((draft: SealedBidDraft) => Hex),
      ) => {
        const draft = await m.seal(leadId, bidder, amount);
        const given = typeof sealedOpening === "string" ? sealedOpening : sealedOpening(draft);
        await m.house.write.commitBid([leadId, 1, draft.commitment, given], {
          account: bidder.wallet.account,
        });
      },
      reportsSent: () => publicClient.getTransactionCount(m.don.transmitter.account),
    };
  }

  it("should all be revealed by its report while their bidders are away, asked for by anyone", async () => {
    const m = await auction();
    const { leadId } = m;
    const amounts = [120, 150, 90].map(usdc);
    for (const [index, amount] of amounts.entries()) {
      const bidder = m.bidders[index] as Party;
      const { opening } = await commitBid(bidder, { leadId, amount, opening: "enclave" });
      expect(opening).to.equal("enclave");
    }
    await m.toReveal(leadId);
    const done = await revealBids(m.anyone, { leadId });
    expect(done.byDon.map(({ code }) => code)).to.deep.equal(Array(3).fill("REPORTED"));
    expect(done).to.deep.include({ txHash: null, gasUsed: 0n, opened: [], faults: [] });
    expect(done).to.include({
      phase: "Delivery",
      leader: m.bidders[1].address,
      leadingBid: usdc(150),
    });
    const reveals = await m.house.getEvents.BidRevealed({ leadId }, { fromBlock: 0n });
    expect(reveals.map(({ args }) => args.amount)).to.have.members(amounts);
  }).timeout(PATIENCE);

  it("should stay closed to everybody until the chain says that the commit phase is over", async () => {
    const m = await auction();
    const { leadId, key } = m;
    const [bidder] = m.bidders;
    const amount = usdc(123.456789);
    await commitBid(bidder, { leadId, amount, opening: "enclave" });
    const { commitment, seed, opening } = await m.seal(leadId, bidder, amount);
    const { commitEnd } = await m.house.read.auctionOf([leadId]);
    await time.increaseTo(commitEnd - 1);
    // What is sent now would come in time; the latest block, which the DON reads, did not.
    await time.setNextBlockTimestamp(commitEnd);

    const before = await m.reportsSent();
    const refused = await errorOf(openByDon(m.client, leadId, 1), LeadEngineError);
    expect(refused.says).to.include("TOO_EARLY");
    expect(await m.reportsSent()).to.equal(before);
    expect(await rejection(revealBids(m.anyone, { leadId }))).to.equal("NOT_OPENED");
    const [given = "0x"] = await m.given();
    const round = openingRound(LOCAL_LEAGUE, await m.house.read.auctionOf([leadId]));
    for (let past = round - 25; past < round; past++) {
      expect(await openWithSignature(given, signRound(past))).to.equal(undefined);
    }
    const said = `${await everythingOnChain(m.publicClient)} ${lines.join(" ")} ${await readFile(log(), "utf8")}`;
    const words = [seed, opening.salt, toHex(amount, { size: 8 })].map((word) => word.slice(2));
    for (const secret of [...words, String(amount)]) {
      expect(said.toLowerCase()).not.to.include(secret);
    }
    // The control: the DON's key, and nothing else, was missing.
    const secret = BigInt(m.don.secrets.get(`LEAD_KEY_${key.epoch}`) ?? 0);
    const context = m.contextOf(bidder);
    expect(openInEnclave(given, secret, context, commitment)).to.deep.equal({ amount, seed });
    expect(() => openInEnclave(given, secret + 1n, context, commitment)).to.throw();
  }).timeout(PATIENCE);

  it("should be opened beside garbage, copies and lies, which cost no report of their own", async () => {
    const m = await auction();
    const { leadId, key } = m;
    const [good, copier, liar, garbler, endless, other] = m.bidders;
    const lie = (draft: SealedBidDraft) =>
      sealToEnclave({ ...draft, amount: usdc(9_000) }, key, m.contextOf(liar), draft.commitment);
    const garbage = bytesToHex(seededRandom("garbage")(81));
    await commitBid(good, { leadId, amount: usdc(130), opening: "enclave" });
    const [copied = "0x"] = await m.given();
    await m.commitWith(copier, usdc(140), copied);
    await m.commitWith(liar, usdc(150), lie);
    await m.commitWith(
      garbler,
      usdc(160),
      concat(["0x02", toHex(key.epoch, { size: 4 }), garbage]),
    );
    await m.commitWith(endless, usdc(170), concat(["0x02", toHex(new Uint8Array(511).fill(1))]));
    await m.commitWith(other, usdc(180), concat(["0x02", toHex(9, { size: 4 }), garbage]));
    await m.toReveal(leadId);

    const before = await m.reportsSent();
    const done = await revealBids(m.anyone, { leadId });
    const codes = new Map(done.byDon.map(({ bidder, code }) => [bidder, code]));
    expect(codes).to.deep.equal(
      new Map([
        [good.address, "REPORTED"],
        [copier.address, "UNREADABLE"],
        [liar.address, "OTHER_BID"],
        [garbler.address, "UNREADABLE"],
        [other.address, "EPOCH_UNKNOWN"],
      ]),
    );
    expect(done).to.include({ leader: good.address, leadingBid: usdc(130), phase: "Reveal" });
    expect(await m.reportsSent()).to.equal(before + 1);

    expect(await rejection(revealBids(m.anyone, { leadId }))).to.equal("NOTHING_TO_REVEAL");
    expect(await m.reportsSent()).to.equal(before + 1);
    expect((await revealBid(copier, { leadId, amount: usdc(140) })).outcome).to.equal("Leading");
  }).timeout(PATIENCE);

  it("should be opened beside timelocked ones in one call", async () => {
    const m = await auction();
    const { leadId } = m;
    const [first, second] = m.bidders;
    await commitBid(first, { leadId, amount: usdc(120), opening: "enclave" });
    await commitBid(second, { leadId, amount: usdc(110) });
    const round = openingRound(LOCAL_LEAGUE, await m.house.read.auctionOf([leadId]));
    await time.increaseTo(roundTime(LOCAL_LEAGUE, round));
    const done = await revealBids(m.anyone, { leadId });
    expect(done.byDon).to.deep.equal([{ bidder: first.address, code: "REPORTED" }]);
    expect(done.opened.map(({ bidder }) => bidder)).to.deep.equal([second.address]);
    expect(done.txHash).to.match(/^0x/);
    expect(done).to.include({ phase: "Delivery", leader: first.address });
  }).timeout(PATIENCE);

  it("should wait for their bidders where the DON is unknown or dead, which is said", async () => {
    const m = await auction();
    const { leadId } = m;
    const [bidder] = m.bidders;
    await commitBid(bidder, { leadId, amount: usdc(120), opening: "enclave" });
    await m.toReveal(leadId);
    const alone = m.anyoneWith({ don: undefined });
    const unknown = await errorOf(revealBids(alone, { leadId }), LeadEngineError);
    expect(unknown.code).to.equal("NOTHING_TO_REVEAL");
    expect(`${unknown.says} ${unknown.next}`)
      .to.include("no DON is known")
      .and.include("`services.don`");
    const dead = m.anyoneWith({ don: "http://127.0.0.1:9" });
    expect(await rejection(revealBids(dead, { leadId }))).to.equal("SERVICE_FAILED");
    expect((await revealBid(bidder, { leadId })).outcome).to.equal("Leading");
  }).timeout(PATIENCE);

  it("should not be taken where leads are scored by a service: no enclave would open them", async () => {
    const { leadId, house, bidders } = await auction(async (m) => {
      const config = { ...(await m.verifier.read.workflow()), name: "0x35343938356563376334" };
      const args = [connection, m, m.verifier, "setWorkflow", [config]] as const;
      const change = await scheduleConfiguration(...args);
      await time.increase(DAY - 600);
      const listed = await m.listLead();
      await change();
      return listed;
    });
    const [bidder] = bidders;
    const bid = commitBid(bidder, { leadId, amount: usdc(120), opening: "enclave" });
    expect(await rejection(bid)).to.equal("NO_ENCLAVE");
    const { pendingCommitments } = await house.read.auctionOf([leadId]);
    expect(pendingCommitments).to.equal(0);
  });

  it("should not open what is no request", async () => {
    await auction();
    for (const body of ["", "{}", JSON.stringify({ leadId: "1", round: 1, bids: [] })]) {
      const response = await fetch(gateway.url, { method: "POST", body });
      expect(response.status).to.equal(400);
    }
  });
});
