import type { Hex } from "viem";

import type { History } from "./history.ts";

/** Verticals' slugs by their ids. */
export function slugsOf(history: History): ReadonlyMap<Hex, string> {
  const configured = history.of("registry", "VerticalConfigured");
  return new Map(configured.map(({ args }) => [args.vertical, args.slug]));
}
