import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

import { HttpError } from "../http/response.ts";
import { serve, type Service } from "../http/serve.ts";

/** What the editor shows at first. */
const FIRST_QUERY = `{
  _meta { block { number } }
  auctions(first: 10, orderBy: timestamp, orderDirection: desc) {
    id
  }
}
`;

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
 * Starts GraphiQL for a subgraph. Graph Node's own page loads its script from a CDN; this one holds all it needs, so it works without the
 * Internet.
 */
export async function startGraphiql(options: GraphiqlOptions): Promise<Service> {
  const { endpoint, port, log } = options;
  const page = renderGraphiQL({ endpoint, title: "Lead Engine", defaultQuery: FIRST_QUERY });
  return serve(
    ({ method, url }) => {
      const { pathname } = new URL(url);
      if (method !== "GET" || pathname !== "/") {
        return Promise.reject(new HttpError(404, "GraphiQL is at GET /."));
      }
      const headers = { "content-type": "text/html; charset=utf-8" };
      return Promise.resolve(new Response(page, { headers }));
    },
    { port, portOption: "--graphiql-port", maxBody: 0, log },
  );
}
