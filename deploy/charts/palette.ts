/** Colours of a chart on a light or a dark ground. */
export interface Palette {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly ground: string;
  /** What the chart is about. */
  readonly accent: string;
  /** What stands out from it. */
  readonly alert: string;
  /** Of series, in their order; told apart without red and green too. */
  readonly series: readonly string[];
}

/** On paper, and in a page by day. */
export const LIGHT: Palette = {
  text: "#1d2433",
  faint: "#5b6478",
  line: "#dde2ea",
  ground: "#ffffff",
  accent: "#1f5fbf",
  alert: "#b3401f",
  series: ["#1f5fbf", "#c2570c", "#0f7b6c", "#8a3ffc", "#b0276b", "#5c6b1e", "#00708f", "#6b4a2b"],
};

/** In a page by night. */
export const DARK: Palette = {
  text: "#e6e9f0",
  faint: "#9aa4b8",
  line: "#2c3446",
  ground: "#161b26",
  accent: "#7ab0ff",
  alert: "#ff9a6b",
  series: ["#7ab0ff", "#ffb067", "#4fd1b5", "#c4a1ff", "#ff8fc2", "#c3d564", "#5fd0ee", "#d9b38c"],
};
