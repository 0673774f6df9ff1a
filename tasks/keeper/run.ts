import { formatEther } from "viem";
import type { z } from "zod";

import {
  keepAuctions,
  type keepAuctionsDefinition,
} from "../../deploy/sdk/actions/keeper/keepAuctions.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type RepeatedOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { failureTeller } from "../cli/failureLines.ts";
import { facts, noteTo } from "../cli/output.ts";
import { repeat } from "../cli/repeat.ts";

type Kept = z.output<typeof keepAuctionsDefinition.result>;

export default writingAction<RepeatedOptions>(async ({ every, json, ...args }, trader) => {
  const once = args.once || args.dryRun;
  const note = noteTo(json);
  const tellFailures = failureTeller(note);
  const passes: Kept[] = [];
  const unseen = new Set<string>();
  await repeat({
    once,
    every: parseDuration(every),
    pass: () => keepAuctions(trader),
    tell: (kept) => {
      for (const line of linesOf(kept)) note(line);
      for (const line of kept.unseen) {
        if (!unseen.has(line)) note(`Cannot see: ${line}`);
        unseen.add(line);
      }
      tellFailures(kept.failures);
      if (once || kept.transactions > 0 || kept.failures.length > 0) passes.push(kept);
    },
    note,
  });
  const total = {
    matched: passes.flatMap(({ matched }) => matched),
    closedBounties: passes.flatMap(({ closedBounties }) => closedBounties),
    opened: passes.flatMap(({ opened }) => opened),
    actions: passes.flatMap(({ actions }) => actions),
    skipped: sum(passes, ({ skipped }) => BigInt(skipped)),
    tips: sum(passes, ({ tips }) => tips),
    transactions: sum(passes, ({ transactions }) => BigInt(transactions)),
    gasUsed: sum(passes, ({ gasUsed }) => gasUsed),
    fees: sum(passes, ({ fees }) => fees),
    failures: once ? passes.flatMap(({ failures }) => failures) : [],
    unseen: [...unseen],
  };
  return {
    json: total,
    text: facts([
      ["bids opened", total.opened.reduce((count, { bids }) => count + bids, 0)],
      ["leads matched with bounties", total.matched.length],
      ["expired bounties closed", total.closedBounties.length],
      ["other actions", `${total.actions.length}, of which others had done ${total.skipped}`],
      ["earned in tips", usdcText(total.tips)],
      ["spent", `${formatEther(total.fees)} ETH for ${total.gasUsed} gas`],
      ["transactions", String(total.transactions)],
    ]),
    failed: total.failures.length > 0,
    failures: total.failures,
  };
});

/** What a pass did, a line for each thing. */
function linesOf({ matched, closedBounties, opened, actions, tips }: Kept): string[] {
  return [
    ...matched.map(
      ({ leadId, bountyId, offer }) =>
        `Lead ${leadId}: matched with bounty ${bountyId}, which offers ${usdcText(offer)}`,
    ),
    ...closedBounties.map(({ bountyId, freed }) => `Bounty ${bountyId}: freed ${usdcText(freed)}`),
    ...opened.map(
      ({ leadId, bids, phase }) => `Lead ${leadId}: opened ${bids} bids; phase ${phase}`,
    ),
    ...actions.map(({ kind, leadId, bidder }) =>
      leadId === null ? kind : `Lead ${leadId}: ${kind}${bidder === null ? "" : ` of ${bidder}`}`,
    ),
    ...(tips === 0n ? [] : [`Earned ${usdcText(tips)} in tips`]),
  ];
}

function sum<ItemT>(items: readonly ItemT[], valueOf: (item: ItemT) => bigint): bigint {
  return items.reduce((total, item) => total + valueOf(item), 0n);
}
