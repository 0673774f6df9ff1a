import {
  ResourceTemplate,
  type McpRequestContext,
  type McpServer,
} from "@modelcontextprotocol/server";

import { loadVerticals } from "../parameters/verticals.ts";
import { DOCUMENTS, type DocumentName, type McpContext } from "./context.ts";
import { cursorOf, LIVE, MAX_ENTRIES, PAGE, readFeed } from "./live/feed.ts";
import type { LiveFeed } from "./live/liveFeed.ts";
import { quoted } from "./quoted.ts";
import { verticalFacts } from "./tools/verticals.ts";

const JSON_TYPE = "application/json";
/** What does not change while the server runs may be kept for an hour, milliseconds. */
const STEADY = { ttlMs: 3_600_000, cacheScope: "public" } as const;

/** Documents, verticals and the live feed. */
export function registerResources(
  server: McpServer,
  context: McpContext,
  { live, era }: { readonly live: LiveFeed } & Pick<McpRequestContext, "era">,
): void {
  for (const [name, { title, mimeType }] of Object.entries(DOCUMENTS)) {
    server.registerResource(
      name,
      `lead://docs/${name}`,
      { title, mimeType, cacheHint: STEADY },
      async ({ href }) => ({
        contents: [{ uri: href, mimeType, text: await context.document(name as DocumentName) }],
      }),
    );
  }
  server.registerResource(
    "verticals",
    "lead://verticals",
    {
      title: "Verticals with their public fields and rules",
      mimeType: JSON_TYPE,
      cacheHint: STEADY,
    },
    ({ href }) => ({
      contents: [jsonOf(href, { verticals: loadVerticals().map(verticalFacts) })],
    }),
  );
  const feed = {
    title: "Leads as they are listed",
    description:
      "Leads in the order of their listing. Keep the cursor that a page ends with and read lead://live?after=CURSOR: nothing is missed or told twice, however long you were away. Subscribe to lead://live: a notification only says that there is more to read. verticals=solar,roofing.repair leaves out others; limit says how many to a page.",
    mimeType: JSON_TYPE,
  };
  const read = async (uri: URL) => {
    const after = cursorOf(uri.searchParams.get("after") ?? undefined);
    const verticals = uri.searchParams.get("verticals")?.split(",");
    const asked = Number(uri.searchParams.get("limit") ?? PAGE);
    const limit = Math.min(Math.max(Math.trunc(asked) || PAGE, 1), MAX_ENTRIES);
    const page = await readFeed(context.client, { after, verticals, limit });
    return { contents: [jsonOf(uri.href, page)] };
  };
  server.registerResource("live", LIVE, feed, read);
  // Two, because a template matches only with all of its parameters there.
  for (const [name, template] of [
    ["live-after", `${LIVE}{?after}`],
    ["live-filtered", `${LIVE}?{+query}`],
  ] as const) {
    server.registerResource(name, new ResourceTemplate(template, { list: undefined }), feed, read);
  }
  if (era === "legacy") subscribable(server, live);
}

/** Subscriptions as clients of 2025 make them; the newer protocol's are the transport's. */
function subscribable({ server }: McpServer, live: LiveFeed): void {
  let unsubscribe: (() => void) | undefined;
  const stop = () => {
    unsubscribe?.();
    unsubscribe = undefined;
  };
  server.setRequestHandler("resources/subscribe", ({ params }) => {
    if (params.uri === LIVE) {
      unsubscribe ??= live.subscribe(() => {
        void server.sendResourceUpdated({ uri: LIVE }).catch(stop);
      });
    }
    return {};
  });
  server.setRequestHandler("resources/unsubscribe", ({ params }) => {
    if (params.uri === LIVE) stop();
    return {};
  });
  server.onclose = stop;
}

function jsonOf(uri: string, value: unknown) {
  return { uri, mimeType: JSON_TYPE, text: quoted(value) };
}
