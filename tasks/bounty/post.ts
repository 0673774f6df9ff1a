import { postBounty } from "../../deploy/sdk/actions/bounty/postBounty.ts";
import { previewBounty } from "../../deploy/sdk/actions/bounty/previewBounty.ts";
import { bountyTermsSchema } from "../../deploy/sdk/bounty/bountyTerms.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import type { TaskTrader } from "../cli/client.ts";
import { facts, type TaskReport } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";
import { previewText } from "./previewText.ts";
import { readPrivateFilters } from "./privateFilters.ts";
import { termsOf } from "./parseTerms.ts";
import type { TermsOptions } from "./termsOptions.ts";

/** How long a bounty stands that does not say so. */
const EXPIRES = "30d";

interface PostArguments extends WritingOptions, TermsOptions {
  readonly vertical: string;
  readonly price: string;
  readonly budget: string;
  readonly days: number;
  readonly privateFilters: string | undefined;
}

export default writingAction<PostArguments>(post, preview);

async function post(args: PostArguments, trader: TaskTrader): Promise<TaskReport> {
  const budget = parseAmount(args.budget);
  const terms = await postedTerms(args, trader);
  const privateFilters = await readPrivateFilters(args.privateFilters);
  const done = await postBounty(trader, { terms, budget, privateFilters });
  return { json: done, text: facts(sentFacts(done)) };
}

/** What the bounty would have done with the leads of the last days. */
async function preview(args: PostArguments, trader: TaskTrader): Promise<TaskReport> {
  const budget = parseAmount(args.budget);
  const terms = await postedTerms(args, trader);
  const { address: poster } = trader;
  const seen = await previewBounty(trader, { terms, budget, poster, days: args.days });
  return { json: seen, text: previewText(seen) };
}

async function postedTerms(args: PostArguments, trader: TaskTrader) {
  const expires = args.expires ?? EXPIRES;
  return bountyTermsSchema.parse(termsOf({ ...args, expires }, await trader.now()));
}
