import { writingAction, type WritingOptions } from "../cli/action.ts";
import { argumentOf, contractNamed, roleCall } from "./roleCall.ts";

interface SetArguments extends WritingOptions {
  readonly contract: string;
  readonly functionName: string;
  readonly args: readonly string[];
}

export default writingAction<SetArguments>(({ contract, functionName, args }, trader) =>
  roleCall(trader, contractNamed(contract), functionName, args.map(argumentOf)),
);
