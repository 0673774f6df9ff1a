import type { Row } from "../facts/subgraphFacts.ts";
import type { ChainRows } from "./chainRows.ts";
import { orderOf, testOf, type Where } from "./where.ts";

/** Arguments of a field that gives many entities. */
export interface ManyArguments {
  readonly where?: Where | null;
  readonly orderBy?: string | null;
  readonly orderDirection?: "asc" | "desc" | null;
  readonly first?: number | null;
  readonly skip?: number | null;
}

/** Graph Node's default. */
const FIRST = 100;

/** The rows of a type that Graph Node gives for these arguments, in its order: ties go by id, in the same direction. */
export function select(
  all: ChainRows,
  type: string,
  rows: readonly Row[],
  args: ManyArguments,
): Row[] {
  const { where, orderBy, orderDirection, first, skip } = args;
  const name = orderBy ?? "id";
  const [byField, byId] = [orderOf(type, name), orderOf(type, "id")];
  const direction = orderDirection === "desc" ? -1 : 1;
  const start = skip ?? 0;
  return rows
    .filter(testOf(all, type, where ?? {}))
    .sort(
      (a, b) =>
        direction *
        (byField(a[name] ?? null, b[name] ?? null) || byId(a["id"] ?? null, b["id"] ?? null)),
    )
    .slice(start, start + (first ?? FIRST));
}
