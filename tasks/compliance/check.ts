import { isAddressEqual } from "viem";

import { checkCompliance } from "../../deploy/sdk/actions/compliance/checkCompliance.ts";
import { getCredentials } from "../../deploy/sdk/actions/compliance/getCredentials.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { verticalText } from "../cli/format.ts";
import { facts, grid } from "../cli/output.ts";
import { explainFinding, type Inquiry } from "./explainFinding.ts";
import { holderAddress, jurisdictionOf } from "./heldCredentials.ts";

interface CheckArguments extends ClientOptions {
  readonly holder: string;
  readonly leadId: bigint;
}

type Check = Awaited<ReturnType<typeof checkCompliance>>;

export default clientAction<CheckArguments>(async ({ holder, leadId }, client) => {
  const account = holderAddress(holder);
  const [check, { credentials }] = await Promise.all([
    checkCompliance(client, { account, leadId }),
    getCredentials(client, { account }),
  ]);
  const { region } = check;
  const inquiry: Inquiry = {
    account,
    vertical: verticalText(check.verticalId),
    region,
    jurisdiction: credentials.map(jurisdictionOf).find((place) => place !== undefined),
    held: credentials.map(({ typeId }) => typeId),
  };
  const { vertical, jurisdiction = null } = inquiry;
  const rules = check.rules.map((finding) => ({ ...finding, ...explainFinding(finding, inquiry) }));
  return {
    json: { ...check, vertical, jurisdiction, rules },
    text: [
      facts([
        ["Account", account],
        ["Lead", `${leadId}: ${vertical}, ${region}`],
        ["Verdict", verdictText(check)],
        ["Cleared until", check.verdict === "clear" ? clearanceText(check) : "not cleared"],
        ["Bids for the identity", biddingText(check)],
        ["Remembered", check.remembered ? "yes: a bid costs no full pass" : "no"],
      ]),
      grid(
        ["rule", "outcome", "why"],
        rules.map(({ rule, outcome, why }) => [rule, outcome, why]),
      ),
      ...rules.filter(({ fix }) => fix !== "").map(({ rule, fix }) => `${rule}: ${fix}`),
    ].join("\n"),
  };
});

function verdictText({ verdict, reason, clear }: Check): string {
  switch (verdict) {
    case "clear":
      return clear
        ? "clear: the account may bid"
        : "clear for now only: renew what ends before the lead could be delivered, then bid";
    case "denied":
      return `denied: ${reason}`;
    case "unavailable":
      return "unavailable: the policy engine does not answer, so there is no new business";
  }
}

function clearanceText({ clearedUntil, neededUntil, clear }: Check): string {
  const until = clearedUntil === null ? "without end" : timeText(clearedUntil);
  if (neededUntil === null) return until;
  const need = `a bid now needs it until ${timeText(neededUntil)}`;
  return clear ? `${until}; ${need}` : `${until}, too short: ${need}`;
}

function biddingText({ account, biddingAccount }: Check): string {
  if (biddingAccount === null) return "none yet; the first that bids";
  if (isAddressEqual(account, biddingAccount)) return "this one";
  return `${biddingAccount}; this one takes over by bidding, once that has nothing locked`;
}
