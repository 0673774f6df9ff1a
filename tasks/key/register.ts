import { registerDeliveryKey } from "../../deploy/sdk/actions/deliveryKey/registerDeliveryKey.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface RegisterArguments extends WritingOptions {
  readonly replace: boolean;
}

export default writingAction<RegisterArguments>(async ({ replace }, trader) => {
  const done = await registerDeliveryKey(trader, { replace });
  return {
    json: done,
    text: facts([
      ["account", done.account],
      ["delivery key", `hash ${done.keyHash}`],
      ["transaction", done.txHash ?? "none: the key was registered before"],
    ]),
  };
});
