import { formatUnits } from "viem";

import { curveChart } from "../../deploy/charts/curveChart.ts";
import { MAX_PREMIUM_BPS } from "../../deploy/sdk/actions/lead/quoteLead.ts";
import { quoteReserve, type ReserveQuote } from "../../deploy/sdk/actions/reserve/quoteReserve.ts";
import { feedFaultText } from "../../deploy/sdk/codes/feedFaults.ts";
import { bpsText, timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { clientAction } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";
import { writePlot } from "../cli/plot.ts";

interface QuoteArguments extends ClientOptions {
  readonly vertical: string;
  readonly base: string | undefined;
  readonly score: number;
  readonly premiumBps: number;
  readonly plot: string | undefined;
}

type Line = [step: string, value: string, why: string];

/** Highest quality score. */
const MAX_SCORE = 10_000;
/** Decimals of Chainlink's USD feeds. */
const FEED_DECIMALS = 8;

export default clientAction<QuoteArguments>(
  async ({ vertical, base, score, premiumBps, plot }, client) => {
    requireWithin("--score", score, MAX_SCORE);
    requireWithin("--premium-bps", premiumBps, MAX_PREMIUM_BPS);
    const quote = await quoteReserve(client, {
      vertical,
      base: base === undefined ? undefined : parseAmount(base),
      score,
      premiumBps,
    });
    if (plot !== undefined) await writePlot(plot, curveChart(quote));
    return {
      json: { ...quote, ...(plot === undefined ? {} : { plot }) },
      text: [
        grid(["step", "value", "why"], lines(quote)),
        ...(plot === undefined ? [] : [`The curve is in ${plot}.`]),
      ].join("\n"),
    };
  },
);

function lines(quote: ReserveQuote): Line[] {
  const { base, premium, premiumBps, score, marketReserve, minReserve, reserve } = quote;
  const premiumWhy =
    premiumBps === 0
      ? "none is asked, so the score does not count: --premium-bps"
      : `${bpsText(premiumBps)} of the base at a perfect score; score ${score} of ${MAX_SCORE}`;
  return [
    ["base reserve", usdcText(base), "what the seller asks"],
    ["+ quality premium", usdcText(premium), premiumWhy],
    ...quote.prices.map(priceLine),
    ...curveLines(quote),
    ["× multiplier", times(quote.multiplierBps), multiplierText(quote)],
    ["= market's reserve", usdcText(marketReserve), "base and premium, times the multiplier"],
    ["vertical's minimum", usdcText(minReserve), `of ${quote.vertical}`],
    [
      "reserve",
      usdcText(reserve),
      marketReserve >= minReserve ? "the market's" : "the vertical's minimum is higher",
    ],
    [
      "bidder's bond",
      usdcText(quote.bidBond),
      "a share of the reserve, within the vertical's bounds",
    ],
    ["seller's bond", usdcText(quote.deliveryBond), "a share of the reserve"],
  ];
}

function priceLine(feed: ReserveQuote["prices"][number]): Line {
  const { asset, price, referencePrice, observedAt, fromReport, fault } = feed;
  const step = `${asset}/USD`;
  const reference = `reference ${dollars(referencePrice)}`;
  if (price === null || observedAt === null) return [step, "-", feedFaultText(fault)];
  const ratio = bpsText((price * 10_000n) / referencePrice);
  const source = fromReport ? "Data Streams" : "feed";
  return [step, dollars(price), `${ratio} of ${reference}; ${source}, ${timeText(observedAt)}`];
}

function curveLines({ ratioBps, curveMultiplierBps, ...quote }: ReserveQuote): Line[] {
  if (ratioBps === null || curveMultiplierBps === null) return [];
  const whose = quote.isDefaultCurve ? "default curve" : "vertical's own curve";
  const corners = quote.curve.map((at) => `${bpsText(at.ratioBps)} ${times(at.multiplierBps)}`);
  return [
    ["mean ratio", bpsText(ratioBps), "of both prices to their references"],
    ["curve", times(curveMultiplierBps), `${whose}: ${corners.join(", ")}`],
  ];
}

function multiplierText({ fault, minMultiplierBps, maxMultiplierBps }: ReserveQuote): string {
  if (fault !== "None") return `1, because ${feedFaultText(fault)}`;
  return `the curve's, within ${times(minMultiplierBps)} to ${times(maxMultiplierBps)}`;
}

function times(bps: number): string {
  return `×${bps / 10_000}`;
}

function dollars(price: bigint): string {
  return `${formatUnits(price, FEED_DECIMALS)} USD`;
}

function requireWithin(option: string, value: number, max: number): void {
  if (value >= 0 && value <= max) return;
  throw new LeadEngineError(
    "INVALID_PARAMETERS",
    `${option} is out of bounds.`,
    `Give a whole number from 0 to ${max}.`,
  );
}
