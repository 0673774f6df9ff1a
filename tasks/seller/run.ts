import { formatEther } from "viem";
import type { z } from "zod";

import { runAction } from "../../deploy/sdk/actions/definition.ts";
import { tendSalesDefinition } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { traderAction, type RepeatedOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { failureTeller } from "../cli/failureLines.ts";
import { facts, noteTo } from "../cli/output.ts";
import { repeat } from "../cli/repeat.ts";

interface RunArguments extends RepeatedOptions {
  readonly relist: number;
  readonly reserveStep: number;
}

type Tended = z.output<typeof tendSalesDefinition.result>;

export default traderAction<RunArguments>(async (args, trader) => {
  const { once, every, json, relist, reserveStep } = args;
  const note = noteTo(json);
  const tellFailures = failureTeller(note);
  const total: Tended = { done: [], earned: 0n, failures: [], gasUsed: 0n, fees: 0n };
  await repeat({
    once,
    every: parseDuration(every),
    pass: () => runAction(tendSalesDefinition, trader, { relist, reserveStep }),
    tell: ({ done, earned, failures, gasUsed, fees }) => {
      for (const line of done.map(lineOf)) note(line);
      tellFailures(failures);
      total.done.push(...done);
      total.earned += earned;
      total.gasUsed += gasUsed;
      total.fees += fees;
      if (once) total.failures.push(...failures);
    },
    note,
  });
  const count = (wanted: string) => total.done.filter(({ what }) => what === wanted).length;
  return {
    json: total,
    text: facts([
      ["delivered", count("delivered")],
      ["listed again", count("listed")],
      ["earned", usdcText(total.earned)],
      ["spent", `${formatEther(total.fees)} ETH for ${total.gasUsed} gas`],
    ]),
    failed: total.failures.length > 0,
  };
});

function lineOf({ leadId, what, says, amount }: Tended["done"][number]): string {
  if (amount === null) return `Lead ${leadId}: ${says}`;
  const means = what === "delivered" ? "earned" : "reserve";
  return `Lead ${leadId}: ${says}, ${means} ${usdcText(amount)}`;
}
