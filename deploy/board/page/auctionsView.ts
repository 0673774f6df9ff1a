import { indexedStanding, type IndexedAuction } from "../../sdk/actions/auction/indexedStanding.ts";
import { phaseEnd } from "../../sdk/actions/auction/phaseEnd.ts";
import { durationText } from "../../sdk/codes/text.ts";
import type { PhaseName } from "../../sdk/codes/enums.ts";
import { byId, control, element, keepChildren, setText } from "./dom.ts";
import { chip, leadHead, moneyText, PHASE_WORDS } from "./words.ts";

/** A round as a row shows it. */
interface Row {
  readonly auction: IndexedAuction;
  readonly phase: PhaseName;
  /** Unix seconds. */
  readonly endsAt: number | null;
}

/** The table of rounds that no event has ended. */
export class AuctionsView {
  readonly #now: () => number;
  #auctions: readonly IndexedAuction[] = [];

  /** @param now the chain's time, Unix seconds. */
  constructor(now: () => number) {
    this.#now = now;
    for (const id of ["filter", "phase"]) {
      control(id).addEventListener("input", () => {
        this.tick();
      });
    }
  }

  show(auctions: readonly IndexedAuction[]): void {
    this.#auctions = auctions;
    this.tick();
  }

  /** Shows the rounds as they are now: time ends phases without an event. */
  tick(): void {
    const now = this.#now();
    const rows = this.#auctions.map((auction) => rowOf(auction, now));
    const wanted = rows.filter(isWanted).sort(soonestFirst);
    keepChildren(byId("auctions"), wanted, {
      keyOf: ({ auction }) => auction.id,
      make: ({ auction }) => makeRow(auction),
      update: (made, row) => {
        updateRow(made, row, now);
      },
    });
    byId("no-auctions").hidden = wanted.length > 0;
    setText(
      byId("no-auctions"),
      rows.length === 0 ? "No auction is open now." : "No open auction matches.",
    );
    setText(byId("live-count"), String(rows.filter(({ phase }) => isLive(phase)).length));
  }
}

function rowOf(auction: IndexedAuction, now: number): Row {
  const standing = indexedStanding(auction, now);
  return { auction, phase: standing.phase, endsAt: phaseEnd(standing) };
}

function isLive(phase: PhaseName): boolean {
  return ["Commit", "Reveal", "TieBreak", "Delivery"].includes(phase);
}

/** Whether a row fits the controls above the table. */
function isWanted({ auction, phase }: Row): boolean {
  const text = control("filter").value.trim().toLowerCase();
  const only = control("phase").value;
  const what = `${auction.leadId} ${auction.verticalSlug} ${auction.region}`.toLowerCase();
  return what.includes(text) && (only === "" || only === phase);
}

/** What waits for time comes in its order, then what waits for somebody. */
function soonestFirst(a: Row, b: Row): number {
  const [left, right] = [a.endsAt ?? Infinity, b.endsAt ?? Infinity];
  return left === right
    ? Number(BigInt(a.auction.leadId) - BigInt(b.auction.leadId))
    : left - right;
}

function makeRow(auction: IndexedAuction): HTMLElement {
  return element(
    "tr",
    {},
    leadHead(auction.leadId, auction),
    element("td", { "data-cell": "phase" }),
    element("td", { class: "number", "data-cell": "time" }),
    element("td", { class: "number", "data-cell": "bids" }),
    element("td", { class: "number wide", "data-cell": "leading" }),
    element("td", { class: "number", "data-cell": "reserve" }, moneyText(BigInt(auction.reserve))),
    element("td", { class: "number wide" }, auction.score.toLocaleString("en")),
  );
}

function updateRow(made: HTMLElement, { auction, phase, endsAt }: Row, now: number): void {
  const cell = (name: string) => made.querySelector(`[data-cell="${name}"]`) as HTMLElement;
  const phaseCell = cell("phase");
  if (phaseCell.textContent !== PHASE_WORDS[phase]) {
    phaseCell.replaceChildren(chip(phase, PHASE_WORDS[phase]));
  }
  setText(cell("time"), endsAt === null ? waitText(phase) : durationText(endsAt - now));
  setText(cell("bids"), String(auction.bidCount));
  const { leadingBid } = auction;
  setText(cell("leading"), leadingBid === "0" ? "–" : moneyText(BigInt(leadingBid)));
}

/** What a round waits for where time does not end its phase. */
function waitText(phase: PhaseName): string {
  return phase === "TieBreak" ? "random word" : "to be closed";
}
