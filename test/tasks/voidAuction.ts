import { expect } from "chai";
import { network } from "hardhat";

import { openMarket, usdc, type Market } from "../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers } = connection;
const DAY = 86_400;
const STRANGER = "16";
const BID = usdc(120);

/** A lead with two equal bids, which wait for a random word. */
async function tied() {
  const market = await openMarket(connection);
  const { leadId } = await market.listLead();
  const [ada, ben] = market.bidders;
  await market.runBids(leadId, [
    [ada, BID],
    [ben, BID],
  ]);
  return { market, leadId };
}

describe("hardhat auction void", () => {
  let market: Market;
  let leadId: bigint;
  let tasks: TaskRunner;
  beforeEach(async () => {
    ({ market, leadId } = await networkHelpers.loadFixture(tied));
    tasks = await taskRunner(connection, market);
  });
  afterEach(() => tasks.close());

  const voidIt = () => tasks.run(["auction", "void"], { account: STRANGER, leadId, json: true });

  it("refuses while the tie can still be decided, and says how and from when on it can be voided", async () => {
    const { error } = await voidIt();
    expect(error?.code).to.equal("TOO_EARLY");
    expect(error?.says).to.include("UTC");
    expect(error?.next).to.include(`npx hardhat auction settle ${leadId}`);
  });

  it("frees all money after seven days, whoever calls", async () => {
    await networkHelpers.time.increase(7 * DAY);
    const { json, err } = await voidIt();
    expect(json, err.join("\n")).to.include({ freed: Number(BID), round: 1 });
    const [ada, ben] = market.bidders;
    expect((await market.balanceOf(market.seller)).locked).to.equal(0n);
    expect((await market.balanceOf(ada)).locked).to.equal(0n);
    expect((await market.balanceOf(ben)).locked).to.equal(BID);
    await tasks.run(["auction", "release"], { account: STRANGER, leadId });
    expect((await market.balanceOf(ben)).locked).to.equal(0n);
    expect((await voidIt()).error?.code).to.equal("WRONG_PHASE");
  });
});
