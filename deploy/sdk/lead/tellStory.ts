import type { LeadStory } from "../actions/lead/getLead.ts";
import { usdcText } from "../codes/text.ts";
import type { ActionKind } from "../generated/queries.ts";

type Action = LeadStory["actions"][number];
type Round = LeadStory["auctions"][number];

/** A step of the story, as its sentence needs it. */
interface Told {
  readonly account: string;
  readonly other: string;
  readonly money: string;
  /** Such as `round 2`. */
  readonly round: string;
  readonly auction: Round | undefined;
}

/** A step of a lead's story in words. */
export interface StoryStep {
  /** The action's id in the subgraph. */
  readonly id: string;
  /** Unix seconds. */
  readonly time: number;
  readonly says: string;
  readonly txHash: string;
}

/**
 * What happened to a lead, for people: a sentence for each action.
 * @param nameOf how accounts are called; by their addresses if absent.
 */
export function tellStory(
  { actions, auctions }: Pick<LeadStory, "actions" | "auctions">,
  nameOf: (account: string) => string = (account) => account,
): StoryStep[] {
  return actions.map((action) => ({
    id: action.id,
    time: Number(action.timestamp),
    says: sentenceOn(action, auctions, nameOf),
    txHash: action.txHash,
  }));
}

function sentenceOn(
  { kind, account, counterparty, amount, auction }: Action,
  rounds: readonly Round[],
  nameOf: (account: string) => string,
): string {
  const called = (party: { readonly id: string } | null) =>
    party === null ? "nobody" : nameOf(party.id);
  return SENTENCES[kind]({
    account: called(account),
    other: called(counterparty),
    money: usdcText(BigInt(amount ?? 0)),
    round: `round ${auction?.round ?? 0}`,
    auction: rounds.find(({ round }) => round === auction?.round),
  });
}

const SENTENCES: Readonly<Record<ActionKind, (told: Told) => string>> = {
  Deposited: ({ account, money }) => `${account} deposited ${money}`,
  Withdrawn: ({ account, money }) => `${account} withdrew ${money}`,
  LeadMinted: ({ account }) => `attested and minted for ${account}`,
  LeadErased: ({ account }) => `erased by ${account}`,
  LeadHandedOver: ({ account, other }) => `handed over by ${account} to ${other}`,
  AuctionOpened: ({ round, money }) => `${round} opened with a reserve of ${money}`,
  AuctionCancelled: ({ round }) => `${round} was cancelled by its seller`,
  AuctionUnsold: ({ round }) => `${round} was closed unsold: the seller's bond is free`,
  BidCommitted: ({ account }) => `${account} committed a bid`,
  BidOverwritten: ({ account }) => `${account} changed its bid`,
  BidWithdrawn: ({ account }) => `${account} withdrew its bid`,
  BidLeads: ({ account, money }) => `${account} revealed ${money} and leads`,
  BidTied: ({ account, money }) => `${account} revealed ${money}, equal to the leading bid`,
  BidOutbid: ({ account, money, other }) =>
    `the bid of ${account}, ${money}, is beaten by ${other}`,
  BidBelowReserve: ({ account, money }) => `${account} revealed ${money}, below the reserve`,
  BidBarred: ({ account, money }) =>
    `${account} revealed ${money}, but may not receive the lead: the bid does not count`,
  BidsOpened: ({ round }) => `all bids of ${round} are open`,
  TieRequested: ({ round }) => `${round} is tied: a random word was asked for`,
  TieResolved: ({ account, auction }) =>
    `the tie of ${(auction?.tiedBids ?? 0) + 1} bids was decided ${auction?.tieByTimeout === true ? "by time-out, for the first revealed" : "by the random word"}: ${account} wins`,
  TiedBidReleased: ({ account }) => `${account} got the money of its beaten tied bid back`,
  LeadSold: ({ round, account, money }) => `${round} sold: ${account} was paid ${money}`,
  LeadBought: ({ account, money }) => `delivered to ${account}, which paid ${money}`,
  DeliveryDelayed: ({ round }) =>
    `the compliance engine gave no answer about the buyer of ${round}: its seller has longer`,
  SaleBarred: ({ round, account, money }) =>
    `the sale of ${round} ended: ${account} may not have the lead and got ${money} back`,
  DeliveryMissed: ({ account, money }) =>
    `not delivered by ${account}: it lost ${money} of its bond`,
  BuyerRefunded: ({ account, money }) => `not delivered: ${account} got ${money} back`,
  AuctionVoided: ({ round }) => `${round} was voided: all that was locked for it is free`,
  AuctionErased: ({ round }) => `${round} ended: the lead was erased`,
  OutageReported: ({ round }) =>
    `an outage kept bids of ${round} from being opened, or let them be read too early: bonds go back`,
  BondForfeited: ({ account, money }) =>
    `${account} never opened its bid: its bond of ${money} was forfeited`,
  BondReturned: ({ account, money }) => `${account} got its bond of ${money} back`,
  BountyPosted: ({ account, money }) => `${account} posted a bounty with a budget of ${money}`,
  BountyChanged: ({ account, money }) => `${account} changed its bounty, which offers ${money} now`,
  BountyToppedUp: ({ account, money }) => `${account} added ${money} to its bounty`,
  BountyPaused: ({ account }) => `${account} paused its bounty`,
  BountyResumed: ({ account }) => `${account} let its bounty go on`,
  BountyClosed: ({ account, money }) => `the bounty of ${account} is over: ${money} of it is free`,
  OfferPlaced: ({ account, money }) => `a bounty of ${account} offers ${money} and leads`,
  OfferBeaten: ({ account, money, other }) =>
    `the offer of ${account}, ${money}, is beaten by ${other}`,
};
