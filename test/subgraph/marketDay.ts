import { sharedStack } from "../fixtures/stack.ts";
import { assertAgreement } from "./agreement.ts";

describe("the subgraph after deployment", () => {
  it("holds what the chain says, entity by entity and field by field", async () => {
    const t = Date.now();
    const stack = await sharedStack();
    console.log("open", Date.now() - t);
    const agreement = await assertAgreement(stack);
    console.log("agree", Date.now() - t, agreement.chain.history.logs.length);
  });
});
