import { handler, Runner, type EVMLog, type HTTPPayload, type Runtime } from "@chainlink/cre-sdk";

import type { AttestedLead } from "../../sdk/report/leadReport.ts";
import { candidatesOnChain, type BountiesConfig } from "../shared/candidatesOnChain.ts";
import { chainView } from "../shared/chainView.ts";
import { packageIn, packagesOf, type Outcome } from "../shared/exchange.ts";
import { readBudget } from "../shared/readBudget.ts";
import { reportLeads } from "../shared/reportLeads.ts";
import { requested, submitted } from "../shared/triggers.ts";
import { walletsOnChain } from "../shared/walletsOnChain.ts";
import { askService } from "./askService.ts";
import { signedPackages } from "./signedPackages.ts";

/** The target's configuration. */
export interface Config extends BountiesConfig {
  /** Where the scoring service answers: `https://…/v1/score`. */
  readonly serviceUrl: string;
}

/**
 * Has a batch of packages scored by the service and reports what it says. What comes in and goes out is that of the confidential workflow:
 * `{"packages": […]}`, and `{"packages": [{submissionHash, code}], "reports": […]}`.
 */
export function scorePackages(runtime: Runtime<Config>, payload: HTTPPayload): string {
  return score(runtime, packagesOf(payload));
}

/** The same for a package that was posted on chain. */
export function scoreSubmitted(runtime: Runtime<Config>, log: EVMLog): string {
  return score(runtime, [packageIn(log)]);
}

function score(runtime: Runtime<Config>, inputs: readonly unknown[]): string {
  const { config } = runtime;
  const view = chainView(runtime, config);
  const take = readBudget();
  const wallets = walletsOnChain(runtime, config, take);
  const { signed, walletSigned } = signedPackages(inputs, config, wallets);
  const asked = signed.filter((one) => "found" in one);
  const facts = { ...view, walletSigned };
  const answers = askService(
    runtime,
    config.serviceUrl,
    facts,
    asked.map(({ input }) => input),
  );
  const verdicts = new Map(asked.map((one, index) => [one, answers[index]]));

  const reports: AttestedLead[] = [];
  const packages = signed.map((one) => {
    if (!("found" in one)) return one;
    const { submission, signature } = one.found;
    const { code, ...findings } = verdicts.get(one) ?? { code: "SCORING_UNAVAILABLE" };
    if ("subScores" in findings) reports.push({ submission, signature, ...findings });
    return { submissionHash: one.submissionHash, code };
  });
  const candidatesOf = candidatesOnChain(runtime, config, take);
  const outcome: Outcome = {
    packages,
    reports: reportLeads(
      runtime,
      (request) => runtime.report(request),
      config,
      reports.map((report) => ({ ...report, candidates: candidatesOf(report) })),
      view.observedAt,
    ),
  };
  return JSON.stringify(outcome);
}

/** The triggers of this workflow, and what each starts. */
export function workflow(config: Config) {
  return [handler(requested(config), scorePackages), handler(submitted(config), scoreSubmitted)];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
