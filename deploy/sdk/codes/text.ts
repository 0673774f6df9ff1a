import { dollarsOf } from "./usdc.ts";

/** USDC units as people read them: `95.5 USDC`. */
export function usdcText(units: bigint): string {
  return `${dollarsOf(units)} USDC`;
}

/** Unix seconds as UTC: `2026-05-01 12:00:00 UTC`. */
export function timeText(seconds: bigint | number): string {
  const date = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(date.getTime())) return `${seconds} (Unix seconds)`;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A span of seconds in its two largest units: `1 d 2 h`. */
export function durationText(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const;
  let rest = Math.max(0, Math.floor(seconds));
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(" ") || "0 s";
}

/** Basis points as percent: `2.5 %`. */
export function bpsText(bps: bigint | number): string {
  return `${Number(bps) / 100} %`;
}
