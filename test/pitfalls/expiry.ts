import { expect } from "chai";

import { leadSubmissionTypedData } from "../../deploy/sdk/lead/leadSubmission.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import {
  COMMIT_WINDOW,
  DELIVERY_WINDOW,
  REVEAL_WINDOW,
  by,
  createAuction,
  freshMarket,
  networkHelpers,
  viem,
} from "../fixtures/auctionHouse.ts";
import { handOver } from "../fixtures/handOver.ts";
import { DEPOSIT, usdc, VERTICAL } from "../fixtures/market.ts";
import { verticalId } from "../fixtures/registry.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const DAY = 86_400;
/** From the listing to the latest moment at which a delivery is due: both windows, a day for a tie, the delivery. */
const LATEST_END = COMMIT_WINDOW + REVEAL_WINDOW + DAY + DELIVERY_WINDOW;

/** A lead that its seller has, whose signed expiry is ten years ahead, and when its consumer's consent ends. */
async function mintedForTenYears() {
  const m = await freshMarket();
  const { chainId, verifier, seller } = m;
  const disclosure = await m.disclose(await m.makeLead(), { autoList: false });
  const expiresAt = (await time.latest()) + 3_650 * DAY;
  const submission = { ...disclosure.submission, expiresAt };
  const typedData = leadSubmissionTypedData(submission, { chainId, verifier: verifier.address });
  const signature = await seller.wallet.signTypedData(typedData);
  const { attested } = await m.report([await m.attest({ ...disclosure, submission, signature })]);
  const leadId = attested[0]?.leadId ?? 0n;
  const { consentMaxAge } = await m.registry.read.verticalOf([verticalId(VERTICAL)]);
  return { ...m, leadId, consentEnd: submission.consentTime + consentMaxAge };
}

/** The same, sold in an auction that was opened at the last moment. */
async function wonAtTheLastMoment() {
  const m = await mintedForTenYears();
  const [buyer] = m.bidders;
  await time.setNextBlockTimestamp(m.consentEnd - LATEST_END);
  await createAuction(m, m.leadId);
  await m.runBids(m.leadId, [[buyer, usdc(120)]]);
  return { ...m, buyer };
}

describe("Pitfalls of consent and expiry", () => {
  it("a lead is listed three years after its consumer's consent: it expires with the consent", async () => {
    const m = await mintedForTenYears();
    expect((await m.nft.read.leadOf([m.leadId])).expiresAt).to.equal(m.consentEnd);
    const listedAt = (await time.latest()) + 3 * 365 * DAY;
    await time.setNextBlockTimestamp(listedAt);
    await assertions.revertWithCustomErrorWithArgs(
      createAuction(m, m.leadId),
      m.house,
      "AuctionHouse_LeadExpired",
      [m.leadId, BigInt(m.consentEnd), BigInt(listedAt + LATEST_END)],
    );
  });

  it("a lead is delivered days after it expired: nothing is, and its buyer gets its money back", async () => {
    const m = await wonAtTheLastMoment();
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    await time.increaseTo(m.consentEnd + 3 * DAY);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.deliver([...delivery]),
      m.nft,
      "LeadNFT_Expired",
      [m.leadId, BigInt(m.consentEnd)],
    );
    await m.house.write.refund([m.leadId]);
    expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Undelivered);
    expect((await m.balanceOf(m.buyer)).locked).to.equal(0n);
    expect((await m.balanceOf(m.buyer)).free >= DEPOSIT).to.equal(true);
  });

  it("a buyer passes a lead on after its consumer's consent has ended: it is too late for that too", async () => {
    const m = await wonAtTheLastMoment();
    const [, archive] = m.bidders;
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.buyer))]);
    await time.increaseTo(m.consentEnd);
    const handing = await handOver(m, m.leadId, m.buyer, archive);
    await time.setNextBlockTimestamp(m.consentEnd + 1);
    await assertions.revertWithCustomErrorWithArgs(
      m.nft.write.deliverTo(handing, by(m.buyer)),
      m.nft,
      "LeadNFT_Expired",
      [m.leadId, BigInt(m.consentEnd)],
    );
  });
});
