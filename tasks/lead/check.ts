import { serviceAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { chosenTime, type ChosenTime } from "../cli/connect.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { readLeadFile } from "./leadFile.ts";
import { previewOf } from "./preview.ts";

interface CheckArguments extends ClientOptions {
  readonly file: string;
}

const CLOCKS: Readonly<Record<ChosenTime["clock"], string>> = {
  chain: "the chain's clock",
  machine: "this machine's clock, as no stack runs and no --network is named",
};

export default serviceAction<CheckArguments>(async ({ file }, _services, hre) => {
  const { now, clock } = await chosenTime(hre);
  const { json, text } = previewOf(await readLeadFile(file, now), now);
  return {
    json: { file, now, clock, ...json },
    text: `${file} is a lead that can be sold. At ${timeText(now)}, by ${CLOCKS[clock]}, it would be:\n${text}`,
  };
});
