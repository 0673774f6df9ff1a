import { scoreChart } from "../../charts/scoreChart.ts";
import { timeText } from "../../sdk/codes/text.ts";
import { explainSubScores } from "../../sdk/lead/explainSubScores.ts";
import { tellStory } from "../../sdk/lead/tellStory.ts";
import { ChartBox } from "./chartBox.ts";
import { byId, element, keepChildren, setText } from "./dom.ts";
import type { Story } from "./market.ts";
import { moneyText, OUTCOME_WORDS, shortAddress } from "./words.ts";

const LINK = /^#lead-(\d{1,78})$/;

type Round = Story["auctions"][number];

/** A lead's story, in a dialog that the page's address opens: `#lead-12`. */
export class StoryView {
  readonly #dialog: HTMLDialogElement;
  readonly #read: (leadId: string) => Promise<Story | undefined>;
  readonly #chart: ChartBox;
  #shown = "";
  #opener: Element | null = null;

  constructor(read: (leadId: string) => Promise<Story | undefined>) {
    this.#dialog = byId("story") as HTMLDialogElement;
    this.#read = read;
    this.#chart = new ChartBox(byId("score-chart"));
    byId("close-story").addEventListener("click", () => {
      this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => {
      if (LINK.test(location.hash))
        history.pushState(null, "", location.pathname + location.search);
      this.#focusOpener();
    });
    addEventListener("hashchange", () => void this.follow());
    addEventListener("popstate", () => void this.follow());
  }

  /** Where the story was opened; another link to it, where that row is gone because its round has ended meanwhile. */
  #focusOpener(): void {
    const { lead } = this.#dialog.dataset;
    const link = document.querySelector(`a[href="#lead-${lead}"]`);
    const opener = this.#opener?.isConnected === true ? this.#opener : link;
    if (opener instanceof HTMLElement) opener.focus();
  }

  /** Opens, changes or closes the story as the page's address says. */
  async follow(): Promise<void> {
    const [, leadId] = LINK.exec(location.hash) ?? [];
    if (leadId === undefined) {
      this.#dialog.close();
      return;
    }
    if (!this.#dialog.open) {
      this.#opener = document.activeElement;
      this.#dialog.showModal();
    }
    if (this.#dialog.dataset["lead"] !== leadId) {
      this.#dialog.dataset["lead"] = leadId;
      this.#shown = "";
      setText(byId("story-title"), `Lead ${leadId}`);
      setText(byId("story-state"), "Reading its story…");
      byId("story-body").hidden = true;
    }
    await this.refresh();
  }

  /** Reads the open story again; does nothing where none is open. */
  async refresh(): Promise<void> {
    const { lead: leadId } = this.#dialog.dataset;
    if (!this.#dialog.open || leadId === undefined) return;
    let story: Story | undefined;
    try {
      story = await this.#read(leadId);
    } catch (error) {
      setText(byId("story-state"), error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#dialog.dataset["lead"] !== leadId) return;
    if (story === undefined) setText(byId("story-state"), "The subgraph knows no such lead.");
    else this.#show(story);
  }

  #show(story: Story): void {
    const text = JSON.stringify(story);
    if (text === this.#shown) return;
    this.#shown = text;
    byId("story-body").hidden = false;
    setText(byId("story-state"), `${story.verticalSlug} · ${story.region} · ${stateWords(story)}`);
    byId("story-facts").replaceChildren(
      ...factsOf(story).flatMap(([name, value]) => [
        element("dt", {}, name),
        element("dd", {}, value),
      ]),
    );
    const scores = subScoresOf(story);
    const explained = explainSubScores(scores, story.unansweredChecks);
    setText(byId("story-score"), `${story.score.toLocaleString("en")} of 10,000`);
    this.#chart.show(
      (palette) => scoreChart(scores, { palette }),
      explained.map(({ part, score }) => `${part} ${score} of 2,000`).join(", "),
    );
    byId("story-parts").replaceChildren(
      ...explained.map(({ part, says }) =>
        element("li", {}, element("strong", {}, part), ` ${says}`),
      ),
    );
    byId("story-rounds").replaceChildren(...story.auctions.map(roundOf));
    keepChildren(byId("story-steps"), tellStory(story, shortAddress), {
      keyOf: ({ id }) => id,
      make: ({ time, says, txHash }) =>
        element(
          "li",
          {},
          element("time", { datetime: new Date(time * 1_000).toISOString() }, timeText(time)),
          element("span", { title: `Transaction ${txHash}` }, says),
        ),
      update: () => undefined,
    });
  }
}

function stateWords({ state, auctions }: Story): string {
  const last = auctions.at(-1);
  if (state !== "Listed" && last?.outcome != null) return OUTCOME_WORDS[last.outcome];
  return state;
}

function factsOf(lead: Story): [name: string, value: string][] {
  const attributes = lead.attributes.map(attributeText).join(", ");
  return [
    ["Seller", lead.seller.id],
    ["Owner", lead.owner.id],
    ["Public attributes", attributes === "" ? "none" : attributes],
    ["Source", lead.source],
    ["Consent", lead.consentTime === "0" ? "none" : timeText(Number(lead.consentTime))],
    ["Expires", timeText(Number(lead.expiresAt))],
    ["Content", lead.erasedAt === null ? (lead.contentURI ?? "–") : "erased"],
  ];
}

function attributeText(attribute: Story["attributes"][number]): string {
  const { name, kind, text, unit, lower, upper } = attribute;
  if (kind !== "Band" || lower === null) return `${name} ${text}`;
  const range = upper === null ? `${lower} or more` : `${lower} to ${upper}`;
  return `${name} ${range}${unit === null ? "" : ` ${unit}`}`;
}

function subScoresOf(lead: Story): number[] {
  return [
    lead.consentScore,
    lead.regionScore,
    lead.contactabilityScore,
    lead.completenessScore,
    lead.sourceScore,
  ];
}

function roundOf({ round, outcome, reserve, price, bids }: Round): HTMLElement {
  const end = outcome === null ? "open" : OUTCOME_WORDS[outcome].toLowerCase();
  const paid = price === null ? "" : ` for ${moneyText(BigInt(price))}`;
  return element(
    "section",
    {},
    element("h4", {}, `Round ${round}: ${end}${paid}`),
    element("p", { class: "sub" }, `Reserve ${moneyText(BigInt(reserve))}`),
    bids.length === 0 ? element("p", {}, "No bids.") : bidTable(round, bids),
  );
}

function bidTable(round: number, bids: Round["bids"]): HTMLElement {
  const head = [
    element("th", { scope: "col" }, "Bidder"),
    element("th", { scope: "col", class: "number" }, "Bid"),
    element("th", { scope: "col" }, "Status"),
  ];
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, `Bids of round ${round}`),
    element("thead", {}, element("tr", {}, ...head)),
    element(
      "tbody",
      {},
      ...bids.map(({ bidder, amount, status }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row", title: bidder.id }, shortAddress(bidder.id)),
          element(
            "td",
            { class: "number" },
            amount === null ? "sealed" : moneyText(BigInt(amount)),
          ),
          element("td", {}, status),
        ),
      ),
    ),
  );
}
