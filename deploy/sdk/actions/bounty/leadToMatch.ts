import { parseEventLogs } from "viem";

import { leadFactsOf, type LeadFacts } from "../../bounty/leadFacts.ts";
import type { MatchableLead } from "../../bounty/ruleAgainst.ts";
import type { Client } from "../../client.ts";
import { lastEvents, pastEvents } from "../../pastEvents.ts";

/** What the event of an attestation tells of a lead. */
interface Attestation extends LeadFacts {
  readonly leadId: bigint;
  /** When the DON looked at it, Unix seconds. */
  readonly observedAt: number;
}

/** A lead as bounties see it. @throws `ERC721NonexistentToken`: there is no such lead. */
export async function leadToMatch(client: Client, leadId: bigint): Promise<MatchableLead> {
  const [attested] = await attestationsOf(client, { leadId });
  if (attested !== undefined) return leadOfAttestation(client, attested);
  await client.contracts.nft.read.leadOf([leadId]);
  throw new Error(`Lead ${leadId} was never attested.`);
}

/** The attestations of one lead, or of all, oldest first. */
export async function attestationsOf(
  client: Client,
  filter: { readonly leadId?: bigint },
): Promise<Attestation[]> {
  const { abi, getEvents } = client.contracts.verifier;
  // A lead is attested once, and mostly of late.
  const search = filter.leadId === undefined ? pastEvents : lastEvents;
  const logs = await search(client, (range) => getEvents.LeadAttested(filter, range));
  return parseEventLogs({ abi, eventName: "LeadAttested", logs }).map(({ args }) => args);
}

/** A lead as bounties see it, from its attestation. */
export async function leadOfAttestation(
  { contracts }: Client,
  { leadId, ...attested }: Attestation,
): Promise<MatchableLead> {
  const { nft, registry } = contracts;
  const { seller, vertical, region, score } = await nft.read.leadOf([leadId]);
  const [root] = await registry.read.accessRulesOf([vertical]);
  return { profile: { seller, vertical, region, score }, root, facts: leadFactsOf(attested) };
}
