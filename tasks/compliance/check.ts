import { clientAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { verticalText } from "../client/format.ts";
import { facts, grid } from "../client/output.ts";
import { hexToRegion } from "../../deploy/parameters/region.ts";
import { countryOf } from "../../deploy/workflows/scoring/normalise.ts";
import { holderAddress, holderOf } from "../credential/holder.ts";
import { explainFinding, type Inquiry } from "./explainFinding.ts";
import { Activity } from "./finding.ts";
import { complianceOf } from "./registries.ts";
import { biddingAccountOf, biddingText, reachOf, reachText } from "./standing.ts";
import { verdictOf, verdictText } from "./verdict.ts";

interface CheckArguments extends ClientOptions {
  readonly holder: string;
  readonly leadId: bigint;
}

/** Says of each access rule whether an account meets it for a lead. Sends nothing. */
export default clientAction<CheckArguments>(async (args, client) => {
  const account = holderAddress(args.holder);
  const lead = await client.contracts.nft.read.leadOf([args.leadId]);
  const compliance = await complianceOf(client);
  const query = [account, Activity.Receive, lead.vertical, lead.region] as const;
  const region = hexToRegion(lead.region);
  const [findings, status, { credentials, identity }] = await Promise.all([
    compliance.gate.read.explain(query, { blockTag: "pending" }),
    compliance.gate.read.statusOf(query, { blockTag: "pending" }),
    holderOf(compliance, account, [region, countryOf(region)]),
  ]);
  const inquiry: Inquiry = {
    account,
    vertical: verticalText(lead.vertical),
    region,
    jurisdiction: credentials.find(({ jurisdiction }) => jurisdiction !== undefined)?.jurisdiction,
    held: credentials.map(({ typeId }) => typeId),
  };
  const rules = findings.map((finding) => explainFinding(finding, inquiry));
  const verdict = verdictOf(status);
  const [reach, bidding] = await Promise.all([
    reachOf(client, args.leadId, lead.vertical, findings),
    biddingAccountOf(compliance, identity),
  ]);
  return {
    json: {
      leadId: args.leadId,
      account,
      vertical: inquiry.vertical,
      region,
      jurisdiction: inquiry.jurisdiction ?? null,
      remembered: status.remembered,
      ...verdict,
      clear: verdict.clear && reach.suffices,
      clearedUntil: reach.clearedUntil,
      neededUntil: reach.neededUntil,
      biddingAccount: bidding ?? null,
      rules,
    },
    text: [
      facts([
        ["Account", account],
        ["Lead", `${args.leadId}: ${inquiry.vertical}, ${region}`],
        ["Verdict", verdictText(verdict, reach)],
        ["Cleared until", verdict.clear ? reachText(reach) : "not cleared"],
        ["Bids for the identity", biddingText(account, bidding)],
        ["Remembered", status.remembered ? "yes: a bid costs no full pass" : "no"],
      ]),
      grid(
        ["rule", "outcome", "why"],
        rules.map(({ rule, outcome, why }) => [rule, outcome, why]),
      ),
      ...rules.filter(({ mend }) => mend !== "").map(({ rule, mend }) => `${rule}: ${mend}`),
    ].join("\n"),
  };
});
