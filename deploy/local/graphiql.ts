import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

import { documentedQueries } from "../../subgraph/build/queries.ts";
import { HttpError, serve, type Service } from "./http.ts";

/** Start values of required variables: the README's seller and buyer, its lead, any time. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  account: "0xa0ee7a142d267c1f36714e4a8f75612f20a79720",
  seller: "0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f",
  leadId: "1",
  bountyId: "1",
  vertical: "solar",
  root: "solar",
  region: "US-CA",
  country: "US",
  now: "0",
  block: 1,
  round: 1,
  txHash: `0x${"00".repeat(32)}`,
};

/** What GraphiQL is served for, and where. */
export interface GraphiqlOptions {
  /** The subgraph's GraphQL endpoint, which must allow other origins, as Graph Node does. */
  readonly endpoint: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/**
 * Starts GraphiQL for a subgraph, with the documented queries as tabs. Graph Node's own page loads its script from a CDN; this one holds
 * all it needs, so it works without the Internet.
 */
export async function startGraphiql(options: GraphiqlOptions): Promise<Service> {
  const { endpoint, port, log } = options;
  const defaultTabs = await documentedTabs();
  const page = renderGraphiQL({ endpoint, title: "Lead Engine", defaultTabs });
  // A link's query gets a tab of its own, before the others.
  const pageOfLink = renderGraphiQL({
    endpoint,
    title: "Lead Engine",
    defaultTabs: [{ query: null }, ...defaultTabs],
  });
  return serve(
    ({ method, url }) => {
      const { pathname, searchParams } = new URL(url);
      if (method !== "GET" || pathname !== "/") {
        return Promise.reject(new HttpError(404, "GraphiQL is at GET /."));
      }
      const headers = { "content-type": "text/html; charset=utf-8" };
      const html = searchParams.has("query") ? pageOfLink : page;
      return Promise.resolve(new Response(html, { headers }));
    },
    { port, portOption: "--graphiql-port", maxBody: 0, log },
  );
}

/** A tab of GraphiQL. */
interface Tab {
  readonly query: string;
  /** JSON. */
  readonly variables: string;
}

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
