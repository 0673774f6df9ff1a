import { timeText } from "../../sdk/codes/text.ts";
import type { MarketQuery, SolvencyQuery } from "../../sdk/generated/queries.ts";
import { byId, element, keepChildren, setText } from "./dom.ts";
import { chip, leadHead, moneyText, OUTCOME_WORDS } from "./words.ts";

type Ended = MarketQuery["auctions"][number];

/** Shows the rounds that ended last. */
export function showEnded(ended: readonly Ended[]): void {
  keepChildren(byId("ended"), ended, {
    keyOf: ({ id }) => id,
    make: (round) =>
      element(
        "tr",
        {},
        leadHead(round.leadId, round),
        element("td", {}, ...outcomeOf(round)),
        element("td", { class: "number" }, priceOf(round)),
      ),
    update: () => undefined,
  });
  byId("no-ended").hidden = ended.length > 0;
}

function outcomeOf({ outcome }: Ended): HTMLElement[] {
  return outcome === null ? [] : [chip(outcome, OUTCOME_WORDS[outcome])];
}

function priceOf({ price }: Ended): string {
  return price === null ? "–" : moneyText(BigInt(price));
}

/** Shows the totals of the market and whether its vault holds what it owes. */
export function showSolvency({ vaults, reservesProofs, protocols }: SolvencyQuery): void {
  const [vault] = vaults;
  const [protocol] = protocols;
  const [proof] = reservesProofs;
  setText(byId("sold-count"), String(protocol?.soldAuctions ?? 0));
  setText(byId("lead-count"), `of ${protocol?.leads ?? 0} leads`);
  setText(byId("volume"), moneyText(BigInt(protocol?.volume ?? 0)));
  setText(byId("bid-count"), `${protocol?.bids ?? 0} bids`);
  const [owed, locked] = [BigInt(vault?.liabilities ?? 0), BigInt(vault?.locked ?? 0)];
  setText(byId("owed"), moneyText(owed));
  setText(byId("locked"), moneyText(locked));
  setText(byId("free"), moneyText(owed - locked));
  const share = owed === 0n ? 0 : Number((locked * 10_000n) / owed) / 100;
  byId("locked-bar").style.setProperty("width", `${share}%`);
  const solvent = vault?.solvent ?? true;
  for (const id of ["verdict", "vault-verdict"]) {
    setText(byId(id), solvent ? "Solvent" : "Insolvent");
    byId(id).dataset["solvent"] = String(solvent);
  }
  setText(byId("vault-says"), solvent ? "holds what it owes" : "holds less than it owes");
  setText(byId("paused"), vault?.paused === true ? "New business is paused." : "");
  byId("no-proof").hidden = proof !== undefined;
  keepChildren(byId("proofs"), reservesProofs.slice(0, SHOWN_PROOFS), {
    keyOf: ({ roundId }) => roundId,
    make: ({ timestamp, balance, liabilities, solvent: wasSolvent }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, timeText(Number(timestamp))),
        element("td", { class: "number" }, moneyText(BigInt(balance))),
        element("td", { class: "number" }, moneyText(BigInt(liabilities))),
        element("td", {}, wasSolvent ? "yes" : "no"),
      ),
    update: () => undefined,
  });
}

/** How many proofs there is room for. */
const SHOWN_PROOFS = 4;
