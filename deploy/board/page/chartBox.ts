import { openChart, type ChartOption, type LiveChart } from "../../charts/chart.ts";
import { DARK, LIGHT, type Palette } from "../../charts/palette.ts";

const night = matchMedia("(prefers-color-scheme: dark)");

/** A chart in the page: it fits its box, and follows day and night. */
export class ChartBox {
  readonly #box: HTMLElement;
  #chart: LiveChart | undefined;
  #draw: (palette: Palette) => ChartOption = () => ({});

  constructor(box: HTMLElement) {
    this.#box = box;
    new ResizeObserver(() => this.#chart?.resize()).observe(box);
    night.addEventListener("change", () => {
      this.#redraw();
    });
  }

  /** Shows a chart. @param says the same in words, for who cannot see it. */
  show(draw: (palette: Palette) => ChartOption, says: string): void {
    this.#draw = draw;
    this.#box.setAttribute("role", "img");
    this.#box.setAttribute("aria-label", says);
    this.#redraw();
  }

  #redraw(): void {
    this.#chart ??= openChart(this.#box);
    // Nothing of the chart before is kept: a vertical may be gone.
    this.#chart.setOption(this.#draw(night.matches ? DARK : LIGHT), { notMerge: true });
  }
}
