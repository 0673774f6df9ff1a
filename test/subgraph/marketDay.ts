import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";

describe("the subgraph after a market day", () => {
  it("holds what the chain says, entity by entity and field by field", async () => {
    let t = Date.now();
    const { stack } = await stackMarketDay();
    console.log("day", Date.now() - t);
    t = Date.now();
    const agreement = await assertAgreement(stack);
    console.log("agree", Date.now() - t, agreement.chain.history.logs.length);
  });
});
