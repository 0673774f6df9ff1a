import { expect } from "chai";
import {
  encodeFunctionData,
  parseEther,
  toFunctionSelector,
  zeroAddress,
  type Address,
  type Hex,
} from "viem";

import { selectorsOf } from "../../deploy/selectorsOf.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { networkHelpers, TERMS, viem } from "../fixtures/auctionHouse.ts";
import { complianceMarket } from "../fixtures/compliance.ts";
import { usdc } from "../fixtures/market.ts";

const GOVERNOR_DELAY = 3 * 86_400;
const [DECIDE = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);
const REENTRANT_CALL = toFunctionSelector("ReentrancyGuardReentrantCall()");
const [TIED, TOP] = [usdc(120), usdc(130)];
/** When bids are opened, seconds after the start of the reveal phase. */
const OPENED_AT = 600;

/** The market, with a policy in the engine that makes calls of its own whenever the gate asks: it is the seller, too. */
async function callingMarket() {
  const m = await complianceMarket();
  const { engine, gate, house, nft, vault, usdc: token } = m;
  const policy = await viem.deployContract("CallingPolicy");
  const account = m.governor.account;
  const install = encodeFunctionData({
    abi: engine.abi,
    functionName: "addPolicyAt",
    args: [gate.address, DECIDE, policy.address, [], 0n],
  });
  await m.accessManager.write.schedule([engine.address, install, 0], { account });
  await networkHelpers.time.increase(GOVERNOR_DELAY);
  await m.accessManager.write.execute([engine.address, install], { account });

  const { leadId: model, disclosure } = await m.listLead({ region: "US-TX" }, { autoList: false });
  const lead = { ...(await nft.read.leadOf([model])), seller: policy.address };
  const rules = await m.registry.read.verticalOf([lead.vertical]);
  await networkHelpers.impersonateAccount(m.verifier.address);
  await networkHelpers.setBalance(m.verifier.address, parseEther("1"));
  const asVerifier = { account: m.verifier.address };
  await nft.write.mint([lead, disclosure.submission.capsule], asVerifier);
  await token.write.mint([m.accounts.deployer, usdc(100)]);
  await token.write.approve([vault.address, usdc(100)]);
  await vault.write.depositFor([policy.address, usdc(100)]);
  const leadId = model + 1n;
  await house.write.createAuctionFor([leadId, lead, rules, TERMS], asVerifier);
  return { ...m, policy, leadId };
}

/** Bids in the reveal phase of which the gate is asked anew: two tie, a third overtakes them, a fourth is below, a fifth waits. */
async function sealedBids() {
  const m = await callingMarket();
  const { house, nft, policy, leadId } = m;
  const openings = [];
  for (const [i, amount] of [TIED, TIED, TOP, usdc(125), usdc(131)].entries()) {
    const bidder = m.bidders[i];
    if (bidder !== undefined) openings.push((await m.commit(leadId, bidder, amount)).opening);
  }
  const [first, second, third, fourth, fifth] = openings;
  if (!(first && second && third && fourth && fifth)) throw new Error("Too few bidders.");
  await m.gate.write.invalidateAll({ account: m.compliance.account });
  const { commitEnd } = await house.read.auctionOf([leadId]);
  await networkHelpers.time.increaseTo(commitEnd);

  const attempts = {
    "open another bid": encodeFunctionData({
      ...{ abi: house.abi, functionName: "revealBid", args: [leadId, fifth] },
    }),
    "open the same bids": encodeFunctionData({
      ...{ abi: house.abi, functionName: "revealBids", args: [leadId, [third, second, first]] },
    }),
    "free a tied bid": encodeFunctionData({
      ...{ abi: house.abi, functionName: "releaseTiedBid", args: [leadId, 1, TIED, 0n] },
    }),
    "have the lead erased": encodeFunctionData({
      ...{ abi: nft.abi, functionName: "erase", args: [leadId] },
    }),
  } as const;

  const ways = {
    "in a batch": async () => {
      return [await house.write.revealBids([leadId, [first, second, third, fourth]])];
    },
    "one by one": async () => {
      const hashes: Hex[] = [];
      for (const opening of [first, second, third, fourth]) {
        hashes.push(await house.write.revealBid([leadId, opening]));
      }
      return hashes;
    },
  } as const;

  const holders = [policy, ...m.bidders, m.treasury, m.anyone];
  /** Opens the bids: what the house and the vault tell, and how everything stands afterwards. */
  async function open(way: keyof typeof ways) {
    await networkHelpers.time.setNextBlockTimestamp(commitEnd + OPENED_AT);
    const told = [];
    for (const hash of await ways[way]()) {
      const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
      told.push(...logs.map(({ address, data, topics }) => ({ address, data, topics })));
    }
    const ours: readonly string[] = [house, m.vault, nft].map(({ address }) => lower(address));
    return {
      told: told.filter(({ address }) => ours.includes(lower(address))),
      auction: await house.read.auctionOf([leadId]),
      lead: await nft.read.leadOf([leadId]),
      tied: await house.read.tiedBidders([leadId, 1, TIED]),
      commitments: await Promise.all(
        holders.map(({ address }) => house.read.commitmentIn([leadId, 1, address])),
      ),
      balances: await Promise.all(holders.map(m.balanceOf)),
    };
  }

  /** Opens the bids while the policy does nothing but its duty. */
  async function openInPeace(way: keyof typeof ways) {
    const start = await networkHelpers.takeSnapshot();
    await policy.write.prepare([zeroAddress, "0x", false]);
    const peace = await open(way);
    await start.restore();
    return peace;
  }

  /** Has the policy make an attempt whenever it is asked. */
  const prepare = (attempt: keyof typeof attempts, insists: boolean) =>
    policy.write.prepare([
      attempt === "have the lead erased" ? nft.address : house.address,
      attempts[attempt],
      insists,
    ]);

  /** The attempt, when no bids are being opened. */
  const attemptLater = () => policy.write.postRun([zeroAddress, zeroAddress, DECIDE, [], "0x"]);
  return { ...m, open, openInPeace, prepare, attemptLater };
}

const lower = (address: Address) => address.toLowerCase();

describe("Pitfalls of a compliance engine that calls back while bids are opened", () => {
  for (const way of ["in a batch", "one by one"] as const) {
    for (const attempt of [
      "open another bid",
      "open the same bids",
      "free a tied bid",
      "have the lead erased",
    ] as const) {
      it(`a policy cannot ${attempt} meanwhile, and all bids count as ever, ${way}`, async () => {
        const m = await sealedBids();
        const peace = await m.openInPeace(way);
        await m.prepare(attempt, false);
        expect(await m.open(way)).to.deep.equal(peace);
        expect(await m.policy.read.calls()).to.equal(3n);
        expect(await m.policy.read.lastAnswer()).to.equal(REENTRANT_CALL);
        await m.attemptLater();
        expect(await m.policy.read.lastAnswer()).to.equal("0x");
      });

      it(`a policy that fails because it cannot ${attempt} is a silent one, ${way}`, async () => {
        const m = await sealedBids();
        const peace = await m.openInPeace(way);
        await m.prepare(attempt, true);
        expect(await m.open(way)).to.deep.equal(peace);
        expect(await m.policy.read.calls()).to.equal(0n);
        for (const bidder of m.bidders) expect(await m.remembers(bidder)).to.equal(false);
      });
    }
  }

  it("the bids of these tests end in a top bid that nothing is tied with", async () => {
    const m = await sealedBids();
    const { auction, tied, balances } = await m.open("in a batch");
    expect(auction).to.deep.include({ phase: Phase.Reveal, leadingBid: TOP, tiedBids: 0 });
    expect(tied).to.deep.equal([m.bidders[1].address]);
    expect(balances.slice(1, 5).map(({ locked }) => locked)).to.deep.equal([0n, TIED, TOP, 0n]);
  });
});
