import { postBounty } from "../../deploy/sdk/actions/bounty/postBounty.ts";
import { previewBounty } from "../../deploy/sdk/actions/bounty/previewBounty.ts";
import { bountyTermsSchema } from "../../deploy/sdk/bounty/bountyTerms.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { sentFacts } from "./bountyFacts.ts";
import { previewText } from "./previewText.ts";
import { readPrivateFilters } from "./privateFilters.ts";
import { termsOf, type TermsOptions } from "./termsOptions.ts";

/** How long a bounty stands that does not say so. */
const EXPIRES = "30d";

interface PostArguments extends TraderOptions, TermsOptions {
  readonly vertical: string;
  readonly price: string;
  readonly budget: string;
  readonly dryRun: boolean;
  readonly days: number;
  readonly privateFilters: string | undefined;
}

export default traderAction<PostArguments>(async ({ dryRun, days, ...args }, trader) => {
  const budget = parseAmount(args.budget);
  const expires = args.expires ?? EXPIRES;
  const terms = bountyTermsSchema.parse(termsOf({ ...args, expires }, await trader.now()));
  if (dryRun) {
    const { address: poster } = trader;
    const preview = await previewBounty(trader, { terms, budget, poster, days });
    return { json: preview, text: previewText(preview) };
  }
  const privateFilters = await readPrivateFilters(args.privateFilters);
  const done = await postBounty(trader, { terms, budget, privateFilters });
  return { json: done, text: facts(sentFacts(done)) };
});
