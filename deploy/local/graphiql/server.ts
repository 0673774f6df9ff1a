import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

import { HttpError } from "../http/response.ts";
import { serve, type Service } from "../http/serve.ts";
import { documentedTabs } from "./tabs.ts";

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
 * Starts GraphiQL for a subgraph, with the documented queries as tabs. Graph Node's own page loads its script from a CDN; this one holds all it needs, so it works without the
 * Internet.
 */
export async function startGraphiql(options: GraphiqlOptions): Promise<Service> {
  const { endpoint, port, log } = options;
  const defaultTabs = await documentedTabs();
  const page = renderGraphiQL({ endpoint, title: "Lead Engine", defaultTabs });
  // What a link asks has a tab of its own, before the others.
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
