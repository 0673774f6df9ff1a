import type { PhaseName } from "../../sdk/codes/enums.ts";
import { dollarsOf } from "../../sdk/codes/usdc.ts";
import type { Outcome } from "../../sdk/generated/queries.ts";
import { element } from "./dom.ts";

/** What a phase means, for people. */
export const PHASE_WORDS: Readonly<Record<PhaseName, string>> = {
  None: "Never listed",
  Commit: "Taking bids",
  Reveal: "Opening bids",
  TieBreak: "Tied",
  Delivery: "Delivery due",
  Sold: "Sold",
  Unsold: "Unsold",
  Undelivered: "Not delivered",
  Voided: "Voided",
  Erased: "Erased",
};

/** How a round ended, for people. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  Sold: "Sold",
  Unsold: "Unsold",
  Cancelled: "Cancelled",
  Undelivered: "Not delivered",
  Barred: "Buyer barred",
  Voided: "Voided",
  Erased: "Erased",
};

/** USDC units with thousands apart: `104,549.5 USDC`. */
export function moneyText(units: bigint): string {
  const [whole = "", ...fraction] = dollarsOf(units).split(".");
  return `${[BigInt(whole).toLocaleString("en"), ...fraction].join(".")} USDC`;
}

/** An address as people recognise it: `0x1234…abcd`. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** A chip that names a state; colour is not all that tells it. */
export function chip(state: string, words: string): HTMLElement {
  return element("span", { class: `chip chip-${state.toLowerCase()}` }, words);
}

/** The link that opens a lead's story. */
export function leadLink(leadId: string): HTMLAnchorElement {
  return element("a", { href: `#lead-${leadId}` }, `Lead ${leadId}`);
}

/** A lead's link with what it is, for the head of a row. */
export function leadHead(
  leadId: string,
  { verticalSlug, region }: { readonly verticalSlug: string; readonly region: string },
): HTMLElement {
  return element(
    "th",
    { scope: "row" },
    leadLink(leadId),
    element("span", { class: "sub" }, `${verticalSlug} · ${region}`),
  );
}
