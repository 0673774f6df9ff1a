import type { Address, Hex } from "viem";

/** What was attested of a lead and is in no record, only in the event: the contracts' `LeadFacts`. */
export type LeadFacts = {
  /** Left-aligned ASCII in 32 bytes. */
  readonly source: Hex;
  /** Unix seconds; 0 if the consumer never consented. */
  readonly consentTime: number;
  /** Of phone and e-mail; zero for what the consumer lacks. */
  readonly dedupTags: readonly [Hex, Hex];
};

/** What a lead's record says of it: the contracts' `LeadProfile`. */
export type LeadProfile = {
  readonly seller: Address;
  /** `keccak256(slug)`. */
  readonly vertical: Hex;
  /** ISO 3166, left-aligned ASCII in six bytes. */
  readonly region: Hex;
  readonly score: number;
};

/** The facts of a lead, from the arguments of its event `LeadAttested`. */
export function leadFactsOf({ source, consentTime, dedupTags }: LeadFacts): LeadFacts {
  return { source, consentTime, dedupTags };
}
