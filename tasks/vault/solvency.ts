import type { z } from "zod";

import {
  getSolvency,
  type getSolvencyDefinition,
} from "../../deploy/sdk/actions/vault/getSolvency.ts";
import { durationText, timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { facts } from "../cli/output.ts";

type Solvency = z.output<typeof getSolvencyDefinition.result>;

/** Why business is stopped, for people. */
const CAUSES = {
  Paused: "the guardian has paused new business",
  ProvedInsolvent:
    "the last proof of reserves found too little; `npx hardhat vault prove` ends it once the money is back",
  MoneyMissing: "the vault holds less than it owes",
} as const satisfies Readonly<Record<Solvency["stopped"]["bids"][number], string>>;

export default clientAction<ClientOptions>(async (_args, client) => {
  const solvency = await getSolvency(client);
  const { block, balance, liabilities, proof, accounts, stopped, insolvency } = solvency;
  return {
    json: solvency,
    text: facts([
      ["at block", String(block)],
      ["held", usdcText(balance)],
      ["owed", usdcText(liabilities)],
      ["free + locked", accountsText(accounts)],
      [
        "last proof",
        proof === null
          ? "none yet"
          : `${usdcText(proof.answer)} in round ${proof.roundId}, ${durationText(proof.age)} old`,
      ],
      ...(insolvency === null ? [] : [["last insolvency", spanText(insolvency)] as const]),
      ["deposits", causesText(stopped.deposits)],
      ["listings and bids", causesText(stopped.bids)],
      ["exits", "always open"],
    ]),
  };
});

function accountsText(accounts: Solvency["accounts"]): string {
  if (accounts === null) return "unknown: no subgraph answers";
  const { free, locked, agree } = accounts;
  const sum = `${usdcText(free)} + ${usdcText(locked)}`;
  return agree ? `${sum}, as owed` : `${sum}, which is NOT what is owed`;
}

function causesText(causes: Solvency["stopped"]["bids"]): string {
  return causes.length === 0
    ? "open"
    : `stopped: ${causes.map((cause) => CAUSES[cause]).join("; ")}`;
}

function spanText({ from, until }: NonNullable<Solvency["insolvency"]>): string {
  return `from ${timeText(from)} ${until === null ? "until now" : `to ${timeText(until)}`}`;
}
