import { expect } from "chai";
import { parseEther, parseEventLogs } from "viem";

import { poll } from "../../deploy/sdk/poll.ts";
import { startVrf, type VrfService } from "../../deploy/local/vrf.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { openMarketOn, usdc, type Market } from "../fixtures/market.ts";
import { withRoles } from "../fixtures/protocol.ts";
import { requestWord } from "../fixtures/requestWord.ts";
import { runTask } from "../fixtures/runTask.ts";

const ROUND = 1;

describe("the stack's VRF", () => {
  let local: LocalStack;
  let vrf: VrfService;
  let m: Market;
  before(async () => {
    local = await openLocalStack();
    ({ vrf } = local);
    m = await openMarketOn(local.connection, await withRoles(local.connection, local.protocol));
  });
  after(async () => {
    await vrf.close();
    await local.close();
  });

  /** Two equal bids, and the request for the word that decides between them. */
  async function requestForTie() {
    const { leadId } = await m.listLead();
    const [ada, ben] = m.bidders;
    await m.runBids(
      leadId,
      [ada, ben].map((bidder) => [bidder, usdc(150)] as const),
    );
    const hash = await m.house.write.requestTieBreak([leadId]);
    return { leadId, hash };
  }

  /** Waits for a tie's word. */
  const wordOf = (leadId: bigint) =>
    poll({
      look: async () => {
        const tie = await m.tieBreaker.read.tieBreakOf([leadId, ROUND]);
        return tie.fulfilledAt === 0 ? undefined : tie;
      },
      deadline: 10_000,
      late: () => new Error(`Lead ${leadId} has got no word.`),
    });

  it("answers by itself, after the confirmations that the request asks for", async () => {
    const { leadId, hash } = await requestForTie();
    await wordOf(leadId);
    const { requestConfirmations } = await m.tieBreaker.read.vrfConfig();
    const asked = await m.publicClient.waitForTransactionReceipt({ hash });
    const [answer] = await m.coordinator.getEvents.RandomWordsFulfilled(
      {},
      { fromBlock: asked.blockNumber },
    );
    expect(answer?.args.success).to.equal(true);
    expect(Number((answer?.blockNumber ?? 0n) - asked.blockNumber)).to.be.above(
      requestConfirmations,
    );
    const { logs } = await m.publicClient.waitForTransactionReceipt({
      hash: await m.house.write.resolveTie([leadId]),
    });
    const [resolved] = parseEventLogs({ abi: m.house.abi, eventName: "TieResolved", logs });
    expect(resolved?.args.byTimeout).to.equal(false);
  });

  it("makes no block when nothing waits", async () => {
    const head = await m.publicClient.getBlockNumber({ cacheTime: 0 });
    await vrf.answerAll();
    expect(await m.publicClient.getBlockNumber({ cacheTime: 0 })).to.equal(head);
  });

  it("has answered before time is let pass, so that no word comes too late", async () => {
    const { leadId } = await requestForTie();
    const { requestedAt } = await m.tieBreaker.read.tieBreakOf([leadId, ROUND]);
    const { succeeded } = await runTask(["chain", "advance"], { until: "2d" });
    expect(succeeded).to.equal(true);
    const { fulfilledAt } = await m.tieBreaker.read.tieBreakOf([leadId, ROUND]);
    expect(fulfilledAt).to.be.within(requestedAt, requestedAt + 60);
  });

  describe("that is down", () => {
    beforeEach(() => vrf.close());
    afterEach(async () => {
      await vrf.close();
      vrf = await startVrf(local, local.log);
    });

    it("lets time pass all the same, and says so", async () => {
      const { leadId } = await requestForTie();
      const { out, succeeded } = await runTask(["chain", "advance"], { until: "1h" });
      expect(succeeded).to.equal(true);
      expect(out.join("\n")).to.include("VRF has not answered");
      expect((await m.tieBreaker.read.tieBreakOf([leadId, ROUND])).fulfilledAt).to.equal(0);
    }).timeout(30_000);

    it("answers when it is started what was requested before", async () => {
      const { leadId } = await requestForTie();
      vrf = await startVrf(local, local.log);
      await wordOf(leadId);
    });

    it("answers again what a reorganisation has undone", async () => {
      const { leadId } = await requestForTie();
      const answeredAt = async () =>
        (await m.tieBreaker.read.tieBreakOf([leadId, ROUND])).fulfilledAt;
      const before = await local.connection.networkHelpers.takeSnapshot();
      await vrf.answerAll();
      // It has seen now that nothing waits.
      await vrf.answerAll();
      expect(await answeredAt()).to.be.above(0);
      await before.restore();
      expect(await answeredAt()).to.equal(0);
      await vrf.answerAll();
      expect(await answeredAt()).to.be.above(0);
    });

    it("answers the others when one request cannot be paid, and that one once it can", async () => {
      const { coordinator, seller } = m;
      const { account } = seller.wallet;
      await coordinator.write.createSubscription({ account });
      const poor = (await coordinator.read.getActiveSubscriptionIds([1n, 1n]))[0] ?? 0n;
      await coordinator.write.addConsumer([poor, seller.address], { account });
      await requestWord(m, poor, seller);
      const { leadId } = await requestForTie();
      const { message } = await errorOf(vrf.answerAll(), Error);
      expect(message).to.include("InsufficientBalance");
      expect((await m.tieBreaker.read.tieBreakOf([leadId, ROUND])).fulfilledAt).to.be.above(0);
      await coordinator.write.fundSubscription([poor, parseEther("1000")]);
      await vrf.answerAll();
    });
  });
});
