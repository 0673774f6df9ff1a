import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { findBounties } from "../../deploy/sdk/actions/bounty/findBounties.ts";
import { matchBounty } from "../../deploy/sdk/actions/bounty/matchBounty.ts";
import { matchPrivately } from "../../deploy/sdk/actions/bounty/matchPrivately.ts";
import { previewBounty } from "../../deploy/sdk/actions/bounty/previewBounty.ts";
import { BOUNTY_RULES } from "../../deploy/sdk/bounty/bountyRule.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { auctionFacts } from "../auction/auctionFacts.ts";
import { clientAction, writingAction, type WritingOptions } from "../cli/action.ts";
import type { TaskTrader } from "../cli/client.ts";
import { facts, grid, type TaskReport } from "../cli/output.ts";
import { previewText } from "./previewText.ts";
import { mapped } from "./parseTerms.ts";

interface MatchArguments extends WritingOptions {
  /** 0 where none is given. */
  readonly leadId: bigint;
  readonly bounty: string | undefined;
  readonly byDon: boolean;
  readonly days: number;
}

/** What a bounty would have done with the leads of the last days needs no lead, and writes nothing. */
export default (args: MatchArguments, hre: HardhatRuntimeEnvironment) =>
  args.dryRun && args.leadId === 0n && args.bounty !== undefined
    ? lookBack(args, hre)
    : matching(args, hre);

const lookBack = clientAction<MatchArguments>(async ({ bounty = "", days }, client) => {
  const seen = await previewBounty(client, { bountyId: bountyNumbered(bounty), days });
  return { json: seen, text: previewText(seen) };
});

const matching = writingAction<MatchArguments>(match, preview);

async function match(
  { leadId, byDon, ...args }: MatchArguments,
  trader: TaskTrader,
): Promise<TaskReport> {
  const bountyId = mapped(args.bounty, bountyNumbered);
  requireLead(leadId);
  if (byDon) return byDonOf(trader, leadId, bountyId);
  const done = await matchBounty(trader, { leadId, bountyId });
  return {
    json: done,
    text: facts([
      ["bounty", `${done.bountyId} of ${done.poster} offers ${usdcText(done.offer)}`],
      ["your tip after a sale", usdcText(done.tip)],
      ...auctionFacts(done),
      ["transaction", done.txHash],
    ]),
  };
}

/** Has the DON match a lead with a bounty by its private criteria. */
async function byDonOf(
  trader: TaskTrader,
  leadId: bigint,
  bountyId: bigint | undefined,
): Promise<TaskReport> {
  if (bountyId === undefined) {
    throw new LeadEngineError(
      "NO_BOUNTY",
      "No bounty is given.",
      "Name the bounty that has private criteria by --bounty.",
    );
  }
  const done = await matchPrivately(trader, { leadId, bountyId });
  return { json: done, text: facts([["bounty", `${bountyId} leads`], ...auctionFacts(done)]) };
}

/** Which bounties fit a lead, and what stands against the others. */
async function preview(
  { leadId, bounty }: MatchArguments,
  trader: TaskTrader,
): Promise<TaskReport> {
  requireLead(leadId);
  const bountyId = mapped(bounty, bountyNumbered);
  const all = await findBounties(trader, { leadId });
  const bounties = all.bounties.filter(
    (one) => bountyId === undefined || one.bountyId === bountyId,
  );
  const table = grid(
    ["bounty", "pays", "tip", "lead"],
    bounties.map(({ price, tip, against, ...bounty }) => [
      `${bounty.bountyId} of ${bounty.poster}`,
      usdcText(price),
      usdcText(tip),
      against === "None" && price < all.atLeast ? "offers too little" : BOUNTY_RULES[against],
    ]),
  );
  const needed = `An offer on lead ${leadId} must reach ${usdcText(all.atLeast)}.`;
  const text = `${needed}\n${bounties.length === 0 ? "No bounty is there." : table}`;
  return { json: { ...all, bounties }, text };
}

function requireLead(leadId: bigint): void {
  if (leadId > 0n) return;
  throw new LeadEngineError(
    "NO_LEAD",
    "No lead is given.",
    "Name the lead; with --dry-run and --bounty, a bounty will do.",
  );
}

function bountyNumbered(text: string): bigint {
  if (/^[1-9]\d{0,15}$/.test(text)) return BigInt(text);
  throw new LeadEngineError(
    "INVALID_BOUNTY",
    `${text} is not a bounty's number.`,
    "`npx hardhat bounty list` shows them.",
  );
}
