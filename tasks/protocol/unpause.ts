import { writingAction, type WritingOptions } from "../cli/action.ts";
import { roleCall } from "./roleCall.ts";

export default writingAction<WritingOptions>((_args, trader) =>
  roleCall(trader, "vault", "unpause", []),
);
