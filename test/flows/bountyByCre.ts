import { join } from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { stringToHex, zeroHash, type Hex } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import type { Party } from "../../deploy/local/party.ts";
import { sealCriteria } from "../../deploy/sdk/bounty/privateCriteria.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import type { FieldFilter } from "../../deploy/sdk/lead/fieldFilter.ts";
import { verticalIdOf } from "../../deploy/sdk/lead/vertical.ts";
import { sealPackage } from "../../deploy/sdk/report/leadPackage.ts";
import { openMarket, ROOT, usdc } from "../fixtures/market.ts";
import { inputOf, textOf } from "../fixtures/probeDon.ts";
import { tracesOnChain } from "../fixtures/traces.ts";

const DAY = 86_400;
/** Nobody else's text has it. */
const PLANTED = "quokka";
const MET: readonly FieldFilter[] = [
  { field: "ownOrRent", operator: "NOT_EQUALS", value: PLANTED },
  { field: "electricBill", operator: "GTE", value: 0 },
];
const NOT_MET: readonly FieldFilter[] = [
  { field: "ownOrRent", operator: "EQUALS", value: PLANTED },
];

/** A market whose DON runs the confidential workflow in CRE's plugin. */
async function setUp() {
  const connection = await network.create({ network: "default", chainType: "op" });
  const market = await openMarket(connection);
  const { publicClient, chainId, don: signing, verifier, matcher, client } = market;
  const chainSelector = await verifier.read.chainSelector();
  const main = join(import.meta.dirname, "../../deploy/workflows/confidential/main.ts");
  const node = workerNode(await compileWorkflow(await buildBundle(main)));
  const [written, logs]: [Hex[], string[]] = [[], []];
  const write = forwarderWriter({
    transmitter: signing.transmitter,
    publicClient,
    forwarder: market.forwarder.address,
  });
  const don = new LocalDon({
    workflow: signing.workflow,
    config: {
      ...{ chainId, chainSelector: String(chainSelector), verifier: verifier.address },
      ...{ nft: market.nft.address, matcher: matcher.address, authorizedKeys: [] },
    },
    nodes: [node, node, node, node],
    enclave: node,
    signers: signing.signers,
    faulty: FAULTY_NODES,
    configDigest: zeroHash,
    capabilities: evmCapabilities(chainSelector, {
      blockTime: async () => (await publicClient.getBlock()).timestamp,
      callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
      logs: publicClient,
      writeReport: (report) => {
        written.push(report.rawReport);
        return write(report);
      },
    }),
    secrets: (id) => signing.secrets.get(id),
    now: Date.now,
    log: (line) => logs.push(line),
  });
  const [publicKey] = await verifier.read.donKeyOf([1]);
  const donKey = { epoch: 1, publicKey };

  /** Posts a bounty on leads of the market's root vertical. @returns its id and its sealed criteria. */
  async function post(poster: Party, price: bigint, filters: readonly FieldFilter[] = []) {
    const none = { privateCriteriaHash: zeroHash, sealedCriteria: "0x" } as const;
    const context = { chainId, matcher: matcher.address, poster: poster.address };
    const criteria = filters.length === 0 ? none : sealCriteria(filters, donKey, context);
    const terms = {
      ...{ price, tip: 0, expiresAt: (await client.now()) + 30 * DAY, hourCap: 0, dayCap: 0 },
      ...{ hourOfWeek: 2n ** 168n - 1n, vertical: verticalIdOf(ROOT), minScore: 0 },
      ...{ maxConsentAge: 0, newConsumersOnly: false, sellersExcluded: false },
      ...{ regions: [], sources: [], sellers: [], ...criteria },
    };
    await matcher.write.postBounty([terms, 2n * price], { account: poster.wallet.account });
    return { bountyId: await matcher.read.lastBountyId(), ...criteria };
  }

  /** A package of a lead that may be sold at once. */
  async function instantPackage() {
    const disclosure = await market.disclose({
      ...(await market.makeLead()),
      terms: { instantSale: true },
    });
    return sealPackage(disclosure, donKey, { chainId, verifier: verifier.address });
  }

  const ask = async (input: string) => textOf(await don.trigger(0, inputOf(input)));
  const match = async (request: object) =>
    (JSON.parse(await ask(JSON.stringify({ match: request }))) as { report: string }).report;
  return { ...market, post, instantPackage, ask, match, written, logs };
}

describe("bounties by CRE", () => {
  it("sells a lead to the best bounty in the report's own transaction, where its terms allow it", async () => {
    const { post, instantPackage, ask, bidders, house, matcher, verifier } = await setUp();
    const [low, high, poor] = bidders;
    await post(low, usdc(150));
    const { bountyId } = await post(high, usdc(170));
    await post(poor, usdc(1));
    expect(await ask(`{"packages":[${await instantPackage()}]}`)).to.include(
      '"reports":["SUCCESS"]',
    );
    const { phase, leader, leadingBid, offered } = await house.read.auctionOf([1n]);
    const [attested] = await verifier.getEvents.LeadAttested({ leadId: 1n });
    const [matched] = await matcher.getEvents.BountyMatched({ leadId: 1n });
    expect({ phase, leader, leadingBid, offered }).to.deep.equal({
      ...{ phase: Phase.Delivery, leader: high.address, leadingBid: usdc(170), offered: true },
    });
    expect(matched?.args).to.include({ bountyId, poster: high.address, price: usdc(170) });
    expect(matched?.transactionHash).to.equal(attested?.transactionHash);
  }).timeout(120_000);

  it("matches by private criteria that stay in the enclave, and says by a code why not", async () => {
    const { post, match, bidders, listLead, house, written, logs, publicClient } = await setUp();
    const [poster, other] = bidders;
    const { leadId, receipt } = await listLead();
    const block = String(receipt.blockNumber);
    const request = { leadId: String(leadId), block };
    const picky = await post(poster, usdc(150), NOT_MET);
    const met = await post(other, usdc(160), MET);
    const open = await post(other, usdc(140));
    const of = ({ bountyId, sealedCriteria }: typeof met) => ({
      ...request,
      ...{ bountyId: String(bountyId), sealedCriteria },
    });

    expect(await match(of(picky))).to.equal("NOT_MET");
    expect(await match({ ...of(met), sealedCriteria: picky.sealedCriteria })).to.equal(
      "UNREADABLE",
    );
    expect(await match({ ...of(met), sealedCriteria: "0x0000" })).to.equal("EPOCH_UNKNOWN");
    expect(await match({ ...of(met), block: "1" })).to.equal("LEAD_UNKNOWN");
    expect(await match({ ...of(met), bountyId: "99" })).to.equal("BOUNTY_UNKNOWN");
    expect(await match({ ...of(open), sealedCriteria: met.sealedCriteria })).to.equal(
      "BOUNTY_UNKNOWN",
    );
    expect(await match({ bountyId: "1" })).to.equal("REQUEST_MALFORMED");
    expect(written).to.deep.equal([]);

    expect(await match(of(met))).to.equal("SUCCESS");
    expect(await match(of(met))).to.equal("REFUSED");
    const { leader, leadingBid, phase } = await house.read.auctionOf([leadId]);
    expect([leader, leadingBid, phase]).to.deep.equal([other.address, usdc(160), Phase.Commit]);

    const said = [...written, ...logs].join("\n");
    for (const text of [PLANTED, "NOT_EQUALS"]) {
      expect(said).not.to.include(text).and.not.include(stringToHex(text).slice(2));
      for await (const { place, bytes } of tracesOnChain(publicClient)) {
        expect(bytes.includes(text), place).to.equal(false);
      }
    }
  }).timeout(120_000);
});
