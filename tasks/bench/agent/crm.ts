import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { Lead } from "../../../deploy/sdk/lead/lead.ts";
import { poll } from "../../../deploy/sdk/poll.ts";

/** How long an event may take, milliseconds. */
const PATIENCE = 60_000;

/** An event that a CRM took. */
export interface Taken {
  /** The event's id. */
  readonly id: string;
  readonly body: string;
  /** When it was answered with 200, milliseconds of `performance.now()`. */
  readonly at: number;
}

/** What of a lead a CRM gets whole. */
type Content = Pick<Lead, "contact" | "fields">;

/** What makes two leads the same. */
export function digestOf({ contact, fields }: Content): string {
  const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([sorted(contact), sorted(fields)]);
  return createHash("sha256").update(text).digest("hex");
}

/** What is wrong with how a lead came to a CRM, if anything: it must come once, and as it was sold. @param taken what the CRM took about it. */
export function receiptFault(digest: string, taken: readonly Taken[]): string | undefined {
  const won = taken.filter(({ id }) => id.endsWith(":lead.won"));
  const [first] = won;
  if (first === undefined || won.length > 1) return `came to the CRM ${won.length} times.`;
  const body = JSON.parse(first.body) as { leads: [Content] };
  return digestOf(body.leads[0]) === digest ? undefined : "came to the CRM as another lead.";
}

/** A CRM on this machine that takes everything. */
export async function openCrm() {
  const taken: Taken[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      outgoing.writeHead(200).end(() => {
        taken.push({ id: String(incoming.headers["webhook-id"]), body, at: performance.now() });
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  /** What it took about a lead. */
  const about = (leadId: bigint): Taken[] =>
    taken.filter(({ id }) => id.split(":")[2] === String(leadId));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    about,
    /** Waits until it took so many events about a lead. */
    until: (leadId: bigint, count: number): Promise<Taken[]> =>
      poll({
        look: () => {
          const found = about(leadId);
          return Promise.resolve(found.length >= count ? found : undefined);
        },
        deadline: PATIENCE,
        interval: 10,
        late: () =>
          new Error(
            `The CRM was told ${about(leadId).length} of ${count} events about lead ${leadId}.`,
          ),
      }),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The CRM as the benchmark has it. */
export type Crm = Awaited<ReturnType<typeof openCrm>>;
