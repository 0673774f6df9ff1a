import { z } from "zod";

import type { ChartOption } from "../../deploy/charts/chart.ts";
import { priceChart, seriesByVertical } from "../../deploy/charts/priceChart.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

const text = z.string();

const period = z.object({
  timestamp: text,
  sales: text,
  volume: text,
  minPrice: text,
  maxPrice: text,
});

/** The answer of the query `market`. */
const ofAll = z.object({
  verticalPeriods: z.array(period.extend({ vertical: z.object({ slug: text }) })),
});

/** The answer of the query `prices`, which names no vertical: its variable does. */
const ofOne = z.object({ verticalPeriods: z.array(period), rootPeriods: z.array(period) });

/**
 * Draws prices over time.
 * @param answer of the query `prices` or `market`.
 * @throws {LeadEngineError} `NOTHING_TO_PLOT`: it is another query's.
 */
export function plotPrices(
  answer: object,
  variables: Readonly<Record<string, unknown>>,
): ChartOption {
  const title = "Prices over time";
  const all = ofAll.safeParse(answer).data;
  const one = ofOne.safeParse(answer).data;
  if (one !== undefined) {
    const vertical = String(variables["vertical"]);
    const root = { vertical: `${vertical} and all below`, periods: one.rootPeriods };
    const own = { vertical, periods: one.verticalPeriods };
    const series = one.rootPeriods.length === 0 ? [own] : [root];
    return priceChart(series, { title: `${title}: ${vertical}` });
  }
  if (all !== undefined) return priceChart(seriesByVertical(all.verticalPeriods), { title });
  throw new LeadEngineError(
    "NOTHING_TO_PLOT",
    "Only prices can be drawn, and this query does not ask for any.",
    "Ask `prices vertical=solar.residential`, or `market` for all verticals.",
  );
}
