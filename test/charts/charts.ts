import { expect } from "chai";

import { chartSvg } from "../../deploy/charts/chart.ts";
import { priceChart, seriesByVertical } from "../../deploy/charts/priceChart.ts";
import { scoreChart } from "../../deploy/charts/scoreChart.ts";
import { plotPrices } from "../../tasks/query/plotPrices.ts";

const HOSTILE = "<script>alert(1)</script>";
const DAY = 86_400_000_000;

/** Two sales on a day, counted from the first. */
function period(day: number, volume: string) {
  const timestamp = String(1_800_000_000_000_000 + day * DAY);
  return { timestamp, sales: "2", volume, minPrice: "10000000", maxPrice: "90000000" };
}
const of = (slug: string, day: number, volume: string) => ({
  ...period(day, volume),
  vertical: { slug },
});

describe("charts", () => {
  it("are SVG files by themselves, in which text stays text", () => {
    const svg = chartSvg(priceChart([{ vertical: HOSTILE, periods: [period(0, "100000000")] }]));
    expect(svg).to.match(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg)
      .to.include("&lt;script&gt;alert(1)")
      .and.not.match(/<script|href=/);
  });

  it("put the vertical that sold for most first, and its periods in the order of time", () => {
    const series = seriesByVertical([
      of("solar", 1, "50000000"),
      of("roofing", 0, "80000000"),
      of("solar", 0, "60000000"),
    ]);
    expect(series.map(({ vertical }) => vertical)).to.deep.equal(["solar", "roofing"]);
    const { series: drawn } = priceChart(series) as { series: { data: { value: number[] }[] }[] };
    expect(drawn.map(({ data }) => data.map(({ value }) => value[1]))).to.deep.equal([
      [30, 25],
      [40],
    ]);
  });

  it("show a vertical's lowest and highest price where there is only one", () => {
    const answer = { verticalPeriods: [period(0, "100000000")], rootPeriods: [] };
    const svg = chartSvg(plotPrices(answer, { vertical: "solar.residential" }));
    for (const words of ["Prices over time: solar.residential", "lowest", "highest"]) {
      expect(svg).to.include(words);
    }
  });

  it("say the points of each part of a score", () => {
    const svg = chartSvg(scoreChart([1_600, 2_000, 1_500, 1_234, 0], { title: "Score of lead 1" }));
    for (const words of ["Score of lead 1", "contactability", ">1234<", ">0<"]) {
      expect(svg).to.include(words);
    }
  });

  it("refuse an answer without prices", () => {
    expect(() => plotPrices({ vaults: [] }, {})).to.throw("Only prices can be drawn");
  });
});
