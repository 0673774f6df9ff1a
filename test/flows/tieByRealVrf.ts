import { expect } from "chai";
import { getAddress, parseEventLogs, zeroAddress } from "viem";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { DAY } from "../fixtures/auctionSteps.ts";
import { SUBSCRIPTION_FUNDS, tieAtRealCoordinator } from "../fixtures/vrfCoordinator.ts";
import { keyHashOf, wordOf } from "../fixtures/vrfProof.ts";

const { assertions } = viem;
const OTHER_KEY = 0xbadn;
const start = () => networkHelpers.loadFixture(tieAtRealCoordinator);
type Tie = Awaited<ReturnType<typeof start>>;

/** What the coordinator says about the callback that a transaction made. */
async function answerIn(m: Tie, hash: `0x${string}`) {
  const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
  const { abi } = m.coordinator;
  return parseEventLogs({ abi, eventName: "RandomWordsFulfilled", logs })[0]?.args;
}

describe("a tie at Chainlink's own VRF coordinator", () => {
  it("is broken by the word of a real proof, and the winner gets the lead", async () => {
    const m = await start();
    const asked = await m.request();
    const proof = m.prove(asked);
    const answer = await answerIn(m, await m.fulfil(asked, proof));
    expect(answer?.success).to.equal(true);
    const { word } = await m.tieBreaker.read.tieBreakOf([m.leadId, 1]);
    expect(word).to.equal(wordOf(proof));

    await m.house.write.resolveTie([m.leadId]);
    const winner = m.tied[Number(word % 3n)];
    const { leader } = await m.house.read.auctionOf([m.leadId]);
    expect(leader).to.equal(winner?.address);
    if (winner === undefined) throw new Error("Nobody won.");
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, winner))]);
    expect(await m.ownerOf(m.leadId)).to.equal(winner.address);
    const [, funds] = await m.coordinator.read.getSubscription([m.subscriptionId]);
    expect(SUBSCRIPTION_FUNDS - funds).to.equal(answer?.payment);
  });

  it("is not broken by a proof that is not the node's for this request", async () => {
    const m = await start();
    const asked = await m.request();
    const proof = m.prove(asked);
    const otherBlock = m.prove({ ...asked, blockHash: keyHashOf(OTHER_KEY) });
    await assertions.revertWith(m.fulfil(asked, otherBlock), "Second mul check failed");
    const changed = { ...proof, s: proof.s + 1n };
    await assertions.revertWith(m.fulfil(asked, changed), "addr(c*pk+s*g)!=_uWitness");
    await assertions.revertWithCustomErrorWithArgs(
      m.fulfil(asked, m.prove(asked, OTHER_KEY)),
      m.coordinator,
      "NoSuchProvingKey",
      [keyHashOf(OTHER_KEY)],
    );
    expect(await m.tieBreaker.read.tieBreakOf([m.leadId, 1])).to.include({ fulfilledAt: 0 });
  });

  it("gets one word: neither the node nor the house can have another", async () => {
    const m = await start();
    const asked = await m.request();
    await m.fulfil(asked, m.prove(asked));
    await assertions.revertWithCustomError(
      m.fulfil(asked, m.prove(asked)),
      m.coordinator,
      "NoCorrespondingRequest",
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.requestTieBreak([m.leadId]),
      m.tieBreaker,
      "VRFTieBreaker_AlreadyRequested",
      [m.leadId, 1, asked.requestId],
    );
  });

  it("ends by its time-out while the node is silent, and a late word changes nothing", async () => {
    const m = await start();
    const asked = await m.request();
    const { revealEnd } = await m.house.read.auctionOf([m.leadId]);
    await networkHelpers.time.increaseTo(revealEnd + DAY);
    await m.house.write.resolveTie([m.leadId]);
    const answer = await answerIn(m, await m.fulfil(asked, m.prove(asked)));
    expect(answer?.success).to.equal(true);
    const { leader, phase } = await m.house.read.auctionOf([m.leadId]);
    expect([leader, phase]).to.deep.equal([m.tied[0]?.address, Phase.Delivery]);
  });

  it("moves with its subscription when the coordinator migrates it, but not while a word is owed", async () => {
    const m = await start();
    const next = await viem.deployContract("VRFCoordinatorV2Plus_V2Example", [
      zeroAddress,
      m.coordinator.address,
    ]);
    await m.coordinator.write.registerMigratableCoordinator([next.address]);
    const migrate = () => m.coordinator.write.migrate([m.subscriptionId, next.address]);
    const asked = await m.request();
    await assertions.revertWithCustomError(migrate(), m.coordinator, "PendingRequestExists");

    await m.fulfil(asked, m.prove(asked));
    await migrate();
    expect(getAddress(await m.tieBreaker.read.coordinator())).to.equal(getAddress(next.address));
    await m.house.write.resolveTie([m.leadId]);
    expect((await m.house.read.auctionOf([m.leadId])).phase).to.equal(Phase.Delivery);
  });
});
