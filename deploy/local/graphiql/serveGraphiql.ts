import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { renderGraphiQL } from "@graphql-yoga/render-graphiql";

/** What the editor shows at first. */
const FIRST_QUERY = `{
  _meta { block { number } }
  auctions(first: 10, orderBy: createdAt, orderDirection: desc) {
    id
  }
}
`;

/** GraphiQL on this machine. */
export interface GraphiqlServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves GraphiQL for a subgraph on 127.0.0.1. Graph Node's own page loads its script from a CDN; this one holds all it needs, so it works
 * without the Internet.
 * @param endpoint the subgraph's GraphQL URL, which must allow other origins, as Graph Node does.
 * @param port 0 chooses a free one.
 */
export async function serveGraphiql(endpoint: string, port = 0): Promise<GraphiqlServer> {
  const page = renderGraphiQL({ endpoint, title: "Lead Engine", defaultQuery: FIRST_QUERY });
  const server = createServer((request, response) => {
    const isPage = request.method === "GET" && request.url === "/";
    response.writeHead(isPage ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(isPage ? page : "GraphiQL is at /");
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
