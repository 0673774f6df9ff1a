import { expect } from "chai";
import { keccak256, stringToHex, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { LOCAL_LEAGUE } from "../../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../../deploy/local/beacon/signRound.ts";
import { openingIn } from "../../../deploy/sdk/bid/sealedOpening.ts";
import { openDesks } from "../../../tasks/soak/desks.ts";

const KEY = keccak256(stringToHex("a bidder of the soak"));
const ROUND = 1_000;

describe("the desks of a soak", () => {
  const context = (leadId: bigint) => ({
    chainId: 31_337,
    house: zeroAddress,
    leadId,
    round: 1,
    bidder: privateKeyToAccount(KEY).address,
  });
  const bid = (leadId: bigint, round: number | undefined) => ({
    key: KEY,
    context: context(leadId),
    amount: 100n + leadId,
    beacon: { publicKey: LOCAL_LEAGUE.publicKey },
    round,
  });

  it("seal bids that the beacon's round opens, in their order", async () => {
    await using desks = openDesks(2);
    const leads = Array.from({ length: 20 }, (_, index) => BigInt(index + 1));
    const sealed = await desks.run(
      "seal",
      leads.map((leadId) => bid(leadId, ROUND)),
    );
    const signature = signRound(ROUND);
    const secrets = await desks.run(
      "open",
      sealed.map(({ sealedOpening }) => ({ sealedOpening, signature })),
    );
    const amounts = secrets.map((secret, index) => {
      const leadId = leads[index] ?? 0n;
      return (
        secret && openingIn(secret, context(leadId), sealed[index]?.commitment ?? "0x")?.amount
      );
    });
    expect(amounts).to.deep.equal(leads.map((leadId) => 100n + leadId));
    const { seal, open } = desks.costs();
    expect([seal?.count, open?.count]).to.deep.equal([20, 20]);
    expect(seal?.milliseconds).to.be.greaterThan(20);
  });

  it("give nobody what opens a bid whose bidder is to come back", async () => {
    await using desks = openDesks(1);
    const [sealed] = await desks.run("seal", [bid(1n, undefined)]);
    expect(sealed?.sealedOpening).to.equal("0x");
  });

  it("say what failed, and go on", async () => {
    await using desks = openDesks(1);
    const wrong = desks.run("seal", [{ ...bid(1n, ROUND), amount: 0n }]);
    expect(String(await wrong.catch((error: unknown) => error))).to.include("above zero");
    expect(await desks.run("seal", [bid(1n, ROUND)])).to.have.length(1);
  });
});
