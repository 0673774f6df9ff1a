import { isAddressEqual, zeroAddress, type Address, type Hex } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { latestEndOf } from "../../codes/deadlines.ts";
import {
  Activity,
  outcomeOf,
  OUTCOMES,
  ruleOf,
  RULES,
  type Finding,
  Phase,
} from "../../codes/enums.ts";
import { hexToRegion } from "../../lead/region.ts";
import { defineAction } from "../definition.ts";
import { address, hex, leadId, time } from "../schemas.ts";

/** `Verdict` of `IComplianceGate`, as the contract numbers it. */
const VERDICTS = ["clear", "denied", "unavailable"] as const;

const parameters = z.object({ account: address.describe("Who would bid"), leadId });

const result = z.object({
  leadId,
  account: address,
  verticalId: hex.describe("The lead's vertical: `keccak256` of its slug"),
  region: z.string().describe("The lead's region, ISO 3166"),
  remembered: z
    .boolean()
    .describe("Whether a pass is remembered, so that a bid needs no full check"),
  verdict: z.enum(VERDICTS).describe("What the compliance engine says now"),
  reason: z.string().describe("Why it denies the account; empty otherwise"),
  clear: z.boolean().describe("Whether the account may bid, and stays cleared until `neededUntil`"),
  clearedUntil: time
    .nullable()
    .describe("When the first ground of the clearance ends; null if never"),
  neededUntil: time
    .nullable()
    .describe("Until when a bid needs its bidder cleared; null where the lead takes no bids now"),
  biddingAccount: address
    .nullable()
    .describe("The one account that bids for the account's identity; null where none does yet"),
  rules: z
    .array(
      z.object({
        rule: z.enum(RULES),
        outcome: z.enum(OUTCOMES),
        credentialType: hex.describe("The credential that decides it; zero where none does"),
        expiresAt: time.describe("Until when the outcome holds; 0 without end"),
      }),
    )
    .describe("Outcome of each rule"),
});

/** Says for each access rule whether an account meets it for a lead, and whether it may bid. Sends nothing. */
export async function checkCompliance(
  client: Client,
  { account, leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { gate, identities, nft } = client.contracts;
  const { vertical, region } = await nft.read.leadOf([id]);
  const query = [account, Activity.Receive, vertical, region] as const;
  const [findings, status, identity] = await Promise.all([
    gate.read.explain(query, { blockTag: "pending" }),
    gate.read.statusOf(query, { blockTag: "pending" }),
    identities.read.getIdentity([account]),
  ]);
  const [neededUntil, biddingAccount] = await Promise.all([
    neededUntilOf(client, id, vertical),
    biddingAccountOf(client, identity),
  ]);
  const verdict = verdictOf(status.verdict);
  const clearedUntil = clearedUntilOf(findings);
  const suffices = clearedUntil === null || neededUntil === null || clearedUntil >= neededUntil;
  return {
    leadId: id,
    account,
    verticalId: vertical,
    region: hexToRegion(region),
    remembered: status.remembered,
    verdict,
    reason: client.describe(status.reason, "reason") ?? status.reason,
    clear: verdict === "clear" && suffices,
    clearedUntil,
    neededUntil,
    biddingAccount,
    rules: findings.map((finding) => ({
      rule: ruleOf(finding),
      outcome: outcomeOf(finding),
      credentialType: finding.credentialType,
      expiresAt: finding.expiresAt,
    })),
  };
}

function verdictOf(number: number): (typeof VERDICTS)[number] {
  const verdict = VERDICTS[number];
  if (verdict === undefined) throw new RangeError(`There is no verdict ${number}.`);
  return verdict;
}

/** When the first ground of a clearance ends, Unix seconds; null without end. */
function clearedUntilOf(findings: readonly Finding[]): number | null {
  const ends = findings
    .filter((finding) => outcomeOf(finding) === "passed" && finding.expiresAt !== 0)
    .map(({ expiresAt }) => expiresAt);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** The latest end of the lead's running auction, Unix seconds; null where it takes no bids now. */
async function neededUntilOf(
  { contracts: { house, registry } }: Client,
  id: bigint,
  vertical: Hex,
): Promise<number | null> {
  const auction = await house.read.auctionOf([id], { blockTag: "pending" });
  if (auction.phase !== Phase.Commit) return null;
  const { deliveryWindow } = await registry.read.verticalOf([vertical]);
  return latestEndOf(auction, deliveryWindow);
}

/** The account that bids for an identity; null where none does yet. An unknown account has none. */
async function biddingAccountOf({ contracts }: Client, identity: Hex): Promise<Address | null> {
  if (BigInt(identity) === 0n) return null;
  const bidding = await contracts.gate.read.biddingAccountOf([identity]);
  return isAddressEqual(bidding, zeroAddress) ? null : bidding;
}

export const checkComplianceDefinition = defineAction({
  name: "checkCompliance",
  title: "Check who may have a lead",
  description:
    "Says for each access rule whether an account meets it for a lead, whether the account may bid, and until when it is cleared: a dry run before a bid.",
  parameters,
  result,
  readOnly: true,
  run: checkCompliance,
});
