import { formatEther } from "viem";
import type { z } from "zod";

import { runAction } from "../../deploy/sdk/actions/definition.ts";
import { tendSalesDefinition } from "../../deploy/sdk/actions/seller/tendSales.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type RepeatedOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { failureTeller } from "../cli/failureLines.ts";
import { facts, noteTo } from "../cli/output.ts";
import { repeat } from "../cli/repeat.ts";
import { stackSocket } from "../cli/stackSocket.ts";
import { openSalesNews } from "./salesNews.ts";
import { watchSales } from "./watchSales.ts";

interface RunArguments extends RepeatedOptions {
  readonly relist: number;
  readonly reserveStep: number;
  readonly operator: string | undefined;
}

type Tended = z.output<typeof tendSalesDefinition.result>;

export default writingAction<RunArguments>(async (args, trader, hre) => {
  const { every, json, relist, reserveStep, operator } = args;
  const once = args.once || args.dryRun;
  const note = noteTo(json);
  const sales =
    operator === undefined || args.dryRun
      ? undefined
      : await openSalesNews(operator, trader, hre, note);
  const ws = once ? undefined : await stackSocket(trader.chainId);
  const tellFailures = failureTeller(note);
  const total: Tended = { done: [], earned: 0n, failures: [], gasUsed: 0n, fees: 0n };
  await repeat({
    once,
    every: parseDuration(every),
    pass: async () => {
      const tended = await runAction(tendSalesDefinition, trader, { relist, reserveStep });
      await sales?.tell();
      return tended;
    },
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
    ...(ws !== undefined && {
      listen: (wake) => watchSales(trader, ws, wake, note),
    }),
  }).finally(() => sales?.close());
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
    failures: total.failures,
  };
});

function lineOf({ leadId, what, says, amount }: Tended["done"][number]): string {
  if (amount === null) return `Lead ${leadId}: ${says}`;
  const means = what === "delivered" ? "earned" : "reserve";
  return `Lead ${leadId}: ${says}, ${means} ${usdcText(amount)}`;
}
