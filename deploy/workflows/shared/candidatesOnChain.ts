import { EVMClient, type Runtime } from "@chainlink/cre-sdk";
import { decodeFunctionResult, encodeFunctionData, type Address } from "viem";

import { bountyMatcherAbi } from "../../sdk/generated/abis.ts";
import { scoreOf, type AttestedLead } from "../../sdk/report/leadReport.ts";
import { callContract } from "./callContract.ts";
import type { TakeRead } from "./readBudget.ts";
import type { LeadsConfig } from "./triggers.ts";

/** Where bounties are, besides leads. */
export interface BountiesConfig extends LeadsConfig {
  readonly matcher: Address;
}

/** Bounties that a report names for a lead: the second buys where the best cannot. */
const MAX_CANDIDATES = 4n;
/** The latest bounties, which are looked at: so many fit into a call of 50M gas. */
const MAX_BOUNTIES = 2_000n;

/**
 * Finds the best bounties for leads whose terms allow an instant sale, one read a lead and one for all. Where no read is left, or the chain
 * does not answer, a lead goes without: it is sold to the first match.
 */
export function candidatesOnChain(
  dons: Runtime<unknown>,
  { chainSelector, matcher }: BountiesConfig,
  take: TakeRead,
): (lead: AttestedLead) => readonly bigint[] {
  const client = new EVMClient(BigInt(chainSelector));
  let last: bigint | undefined;

  const lastBounty = () => {
    const question = { abi: bountyMatcherAbi, functionName: "lastBountyId" } as const;
    const data = callContract(client, dons, matcher, encodeFunctionData(question));
    return decodeFunctionResult({ ...question, data });
  };
  const best = ({ submission, subScores, dedupTags }: AttestedLead, newest: bigint) => {
    const { seller, vertical, region, source, consentTime } = submission;
    const from = newest > MAX_BOUNTIES ? newest - MAX_BOUNTIES + 1n : 1n;
    const question = {
      abi: bountyMatcherAbi,
      functionName: "bestBounties",
      args: [
        { seller, vertical, region, score: scoreOf({ subScores }) },
        { source, consentTime, dedupTags },
        0n,
        from,
        MAX_BOUNTIES,
        MAX_CANDIDATES,
      ],
    } as const;
    const data = callContract(client, dons, matcher, encodeFunctionData(question));
    return decodeFunctionResult({ ...question, data });
  };

  return (lead) => {
    const { autoList, terms } = lead.submission;
    if (!autoList || !terms.instantSale || last === 0n) return [];
    try {
      if (last === undefined && !take()) return [];
      last ??= lastBounty();
      return last !== 0n && take() ? best(lead, last) : [];
    } catch {
      return [];
    }
  };
}
