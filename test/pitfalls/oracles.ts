import { expect } from "chai";
import { artifacts } from "hardhat";
import { getAddress, slice, type Abi } from "viem";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { freshMarket, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { usdc } from "../fixtures/market.ts";
import { zeroValue } from "../fixtures/zeroValue.ts";

const { assertions } = viem;
const HOUR = 3_600;
/** Where ERC-1967 proxies keep their implementation. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** A lead on which three bidders tie at 100 USDC. */
async function tiedLead() {
  const m = await freshMarket();
  const { leadId } = await m.listLead();
  const tied = m.bidders.slice(0, 3);
  await m.runBids(
    leadId,
    tied.map((bidder) => [bidder, usdc(100)] as const),
  );
  const { revealEnd } = await m.house.read.auctionOf([leadId]);

  /** The coordinator answers the one request; its event. */
  async function fulfil(word: bigint) {
    const { requestId } = await m.tieBreaker.read.tieBreakOf([leadId, 1]);
    const args = [requestId, m.tieBreaker.address, [word]] as const;
    await m.coordinator.write.fulfillRandomWordsWithOverride(args);
    const [fulfilled] = await m.coordinator.getEvents.RandomWordsFulfilled();
    return fulfilled?.args;
  }

  /** The winner, if the tie is resolved. */
  async function winner() {
    const { leader, phase } = await m.house.read.auctionOf([leadId]);
    return phase === Phase.Delivery ? tied.findIndex(({ address }) => address === leader) : -1;
  }

  return { ...m, leadId, revealEnd, fulfil, winner };
}

describe("Pitfalls of oracles and proxies", () => {
  it("19 VRF re-rolled after the word is seen: the first word decides, whoever asks again", async () => {
    const m = await tiedLead();
    await m.house.write.requestTieBreak([m.leadId]);
    const { requestId } = await m.tieBreaker.read.tieBreakOf([m.leadId, 1]);
    await m.fulfil(7n);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.requestTieBreak([m.leadId]),
      m.tieBreaker,
      "VRFTieBreaker_AlreadyRequested",
      [m.leadId, 1, requestId],
    );
    await networkHelpers.time.increase(48 * HOUR);
    await m.house.write.resolveTie([m.leadId]);
    expect(await m.winner()).to.equal(7 % 3);
  });

  it("20 two live VRF requests: the second reverts while the first is open", async () => {
    const m = await tiedLead();
    await m.house.write.requestTieBreak([m.leadId]);
    const { requestId } = await m.tieBreaker.read.tieBreakOf([m.leadId, 1]);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.requestTieBreak([m.leadId]),
      m.tieBreaker,
      "VRFTieBreaker_AlreadyRequested",
      [m.leadId, 1, requestId],
    );
  });

  it("21 time-out counted from the wrong event: a late request moves nothing, 24 hours run from the end of the reveal phase", async () => {
    const m = await tiedLead();
    await networkHelpers.time.increaseTo(m.revealEnd + 23 * HOUR);
    await m.house.write.requestTieBreak([m.leadId]);
    const timeoutAt = m.revealEnd + 24 * HOUR;
    await networkHelpers.time.increaseTo(timeoutAt - 2);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.resolveTie([m.leadId]),
      m.house,
      "AuctionHouse_TieBreakPending",
      [m.leadId, BigInt(timeoutAt)],
    );
    await networkHelpers.time.increaseTo(timeoutAt);
    await m.house.write.resolveTie([m.leadId]);
    expect(await m.winner()).to.equal(0);
  });

  it("22 VRF callback reverts and the word is lost: it succeeds even when the tie is over", async () => {
    const m = await tiedLead();
    await m.house.write.requestTieBreak([m.leadId]);
    await networkHelpers.time.increase(24 * HOUR);
    await m.house.write.resolveTie([m.leadId]);
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.bidders[0]))]);
    expect((await m.fulfil(1n))?.success).to.equal(true);
    expect((await m.tieBreaker.read.tieBreakOf([m.leadId, 1])).word).to.equal(1n);
  });

  it("25 uninitialised implementation: nobody can initialise any, nor a proxy again", async () => {
    const m = await freshMarket();
    const { house, vault, nft, verifier, registry, pricer, tieBreaker } = m;
    const proxies = { AuctionHouse: house, PersonalEscrowVault: vault, LeadNFT: nft } as const;
    const others = { CREVerifier: verifier, VerticalRegistry: registry, ReservePricer: pricer };
    const all = { ...proxies, ...others, VRFTieBreaker: tieBreaker };
    for (const [name, { address: proxy }] of Object.entries(all)) {
      const slot = await m.publicClient.getStorageAt({ address: proxy, slot: IMPLEMENTATION_SLOT });
      const implementation = getAddress(slice(slot ?? "0x", 12));
      const abi = (await artifacts.readArtifact(name)).abi as Abi;
      const initialize = abi.find((item) => item.type === "function" && item.name === "initialize");
      const inputs = initialize !== undefined && "inputs" in initialize ? initialize.inputs : [];
      const args = inputs.map(zeroValue);
      for (const address of [implementation, proxy]) {
        const call = { address, abi, functionName: "initialize", args };
        await assertions.revertWithCustomErrorWithArgs(
          m.deployer.writeContract(call),
          house,
          "InvalidInitialization",
          [],
        );
      }
    }
  });

  it("25 a consumer whose coordinator is zero behind a proxy: the tie-breaker's is the deployed one", async () => {
    const m = await freshMarket();
    const coordinator = await m.tieBreaker.read.coordinator();
    expect(getAddress(coordinator)).to.equal(getAddress(m.coordinator.address));
  });

  it("25 a low-gas keeper call that consumes the work: a batch without gas leaves every bid to be opened", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [bidder] = m.bidders;
    const { opening } = await m.commit(leadId, bidder, usdc(100));
    await m.toReveal(leadId);
    for (const gas of [40_000n, 60_000n, 80_000n]) {
      await assertions.revert(m.house.write.revealBids([leadId, [opening]], { gas }));
      expect((await m.house.read.auctionOf([leadId])).pendingCommitments).to.equal(1);
    }
    await m.house.write.revealBids([leadId, [opening]]);
    expect((await m.house.read.auctionOf([leadId])).leadingBid).to.equal(usdc(100));
  });

  it("25 a stale CRE report accepted, a failed receiver that looks like success: neither mints, and both say so", async () => {
    const m = await freshMarket();
    const report = await m.attest(await m.disclose(await m.makeLead()));
    const { delivered } = await m.report([report], {
      ...m.don,
      workflow: { ...m.don.workflow, owner: m.seller.address },
    });
    expect(delivered).to.equal(false);
    const seenAt = await networkHelpers.time.latest();
    await networkHelpers.time.increase(HOUR);
    const stale = await m.report([report], m.don, seenAt);
    expect(stale.delivered).to.equal(false);
    expect(stale.attested).to.deep.equal([]);
  });
});
