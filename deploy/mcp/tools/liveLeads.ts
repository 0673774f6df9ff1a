import { z } from "zod";

import { hex } from "../../sdk/actions/schemas.ts";
import type { Client } from "../../sdk/client.ts";
import { headOf } from "../../sdk/subgraph/queryAtBlock.ts";
import { cursorAfter, feedPage, LIVE, readFeed } from "../live/feed.ts";
import { readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

export const subscribeToLiveLeads = readingTool({
  name: "subscribe_to_live_leads",
  title: "Follow leads as they are listed",
  description:
    "Says how to follow the leads that are listed from now on, and where to begin: subscribe to the resource, then read it from the cursor whenever it says that there is more. Calling this tool again with the cursor does the same without a subscription.",
  parameters: z.object({
    verticals: z.array(z.string()).max(50).describe("Verticals and roots; none means all"),
    cursor: hex.optional().describe("Where to go on; from now if absent"),
  }),
  result: feedPage.extend({
    subscribe: z.string().describe("The resource to subscribe to"),
    read: z.string().describe("The resource to read next, with the cursor"),
  }),
  run: async ({ client }, { verticals, cursor: given }) => {
    for (const slug of verticals) verticalNamed(slug);
    const after = given ?? (await newestCursor(client));
    const page = await readFeed(client, { after, verticals });
    const which = verticals.length === 0 ? "" : `&verticals=${verticals.join(",")}`;
    return { ...page, subscribe: LIVE, read: `${LIVE}?after=${page.cursor}${which}` };
  },
});

/** The cursor after all that the subgraph has now. */
async function newestCursor({ services }: Client) {
  const head = await headOf(await services.requireIndex());
  return cursorAfter(head?.number ?? 0);
}
