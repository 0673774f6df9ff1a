import { priceChart, type PriceSeries } from "../../charts/priceChart.ts";
import type { Aggregation_Interval } from "../../sdk/generated/queries.ts";
import { ChartBox } from "./chartBox.ts";
import { byId, control, element, keepChildren, setText } from "./dom.ts";
import { moneyText } from "./words.ts";

/** As many lines can be told apart; the table has all. */
const DRAWN = 8;
/** How far back each period is asked for, seconds. */
const SPANS: Readonly<Record<Aggregation_Interval, number>> = {
  hour: 7 * 86_400,
  day: 90 * 86_400,
};

/** What is sold for how much, by vertical and over time. */
export class PricesView {
  readonly #chart = new ChartBox(byId("price-chart"));
  #shown = "";

  /** @param onChange called when another period is chosen. */
  constructor(onChange: () => void) {
    control("interval").addEventListener("change", onChange);
  }

  /** What to ask for. @param now Unix seconds. */
  range(now: number): { interval: Aggregation_Interval; since: number } {
    const interval = control("interval").value === "hour" ? "hour" : "day";
    return { interval, since: Math.max(0, now - SPANS[interval]) };
  }

  show(prices: readonly PriceSeries[]): void {
    byId("no-prices").hidden = prices.length > 0;
    byId("price-chart").hidden = prices.length === 0;
    const drawn = prices.slice(0, DRAWN);
    setText(
      byId("undrawn"),
      prices.length > DRAWN ? `The ${DRAWN} verticals that sold for most are drawn.` : "",
    );
    const text = JSON.stringify(drawn);
    // Drawn again it would lose what the reader points at.
    if (text !== this.#shown) {
      this.#chart.show((palette) => priceChart(drawn, { palette }), wordsOn(drawn));
      this.#shown = text;
    }
    keepChildren(byId("prices"), prices, {
      keyOf: ({ vertical }) => vertical,
      make: ({ vertical }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, vertical),
          ...Array.from({ length: 4 }, () => element("td", { class: "number" })),
        ),
      update: (made, series) => {
        const cells = [...made.querySelectorAll("td")];
        for (const [index, words] of totalsOf(series).entries()) {
          const cell = cells[index];
          if (cell !== undefined) setText(cell, words);
        }
      },
    });
  }
}

/** Sales, mean, lowest and highest price of a series. */
function totalsOf({ periods }: PriceSeries): [string, string, string, string] {
  const sales = periods.reduce((sum, period) => sum + BigInt(period.sales), 0n);
  const volume = periods.reduce((sum, period) => sum + BigInt(period.volume), 0n);
  const lowest = extreme(
    periods.map(({ minPrice }) => BigInt(minPrice)),
    (a, b) => a < b,
  );
  const highest = extreme(
    periods.map(({ maxPrice }) => BigInt(maxPrice)),
    (a, b) => a > b,
  );
  // To the cent: a mean has no end.
  const mean = sales === 0n ? 0n : (volume / sales / 10_000n) * 10_000n;
  return [String(sales), moneyText(mean), moneyText(lowest), moneyText(highest)];
}

function extreme(values: readonly bigint[], isBetter: (a: bigint, b: bigint) => boolean): bigint {
  return values.reduce((best, value) => (isBetter(value, best) ? value : best), values[0] ?? 0n);
}

function wordsOn(prices: readonly PriceSeries[]): string {
  const means = prices.map((series) => `${series.vertical} ${totalsOf(series)[1]}`);
  return `Mean prices over time: ${means.join(", ")}. The table below has the figures.`;
}
