import { documentedQueries } from "../../../tasks/subgraph/api/documentedQueries.ts";

/** A tab of GraphiQL. */
export interface Tab {
  readonly query: string;
  /** JSON. */
  readonly variables: string;
}

/** Values to begin with for variables that must have one: the README's seller and buyer, its lead, any time. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  account: "0xa0ee7a142d267c1f36714e4a8f75612f20a79720",
  seller: "0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f",
  leadId: "1",
  vertical: "solar",
  now: "0",
  block: 1,
  txHash: `0x${"00".repeat(32)}`,
};

/** The documented queries as GraphiQL's tabs, in the order of their readers. */
export async function documentedTabs(): Promise<Tab[]> {
  return (await documentedQueries()).map(({ name, text, needs }) => {
    const variables = needs.map((variable) => {
      const example = EXAMPLES[variable];
      if (example === undefined) throw new Error(`${name} has no example of $${variable}.`);
      return [variable, example] as const;
    });
    return {
      query: text,
      variables: needs.length === 0 ? "" : JSON.stringify(Object.fromEntries(variables), null, 2),
    };
  });
}
