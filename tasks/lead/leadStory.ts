import {
  LeadStoryDocument,
  type ActionKind,
  type LeadStoryQuery,
} from "../../types/subgraph/queries.ts";
import type { Client } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { querySubgraph, SubgraphQueryError } from "../subgraph/querySubgraph.ts";

type Story = LeadStoryQuery["leads"][number];
type Action = Story["actions"][number];
type Round = Story["auctions"][number];

/** A step of the story, as its sentence needs it. */
interface Told {
  readonly account: string;
  readonly other: string;
  readonly money: string;
  /** Such as `round 2`. */
  readonly round: string;
  readonly auction: Round | undefined;
}

/** A lead's history from the subgraph; says so where none can be had, since the chain alone tells the rest. */
export async function leadStory(client: Client, leadId: bigint) {
  try {
    const url = await client.index();
    if (url === undefined) return noStory("no subgraph is named (--graphql)");
    const { leads } = await querySubgraph(url, LeadStoryDocument, { leadId: String(leadId) });
    const [story] = leads;
    if (story === undefined) return noStory("the subgraph has not reached this lead yet");
    const { actions, auctions } = story;
    return {
      json: story,
      text: grid(
        ["when", "what happened"],
        actions.map((action) => [timeText(Number(action.timestamp)), sentenceOn(action, auctions)]),
      ),
    };
  } catch (error) {
    if (error instanceof SubgraphQueryError) return noStory(error.message);
    throw error;
  }
}

function noStory(why: string) {
  return { json: null, text: `History left out: ${why}.` };
}

function sentenceOn(
  { kind, account, counterparty, amount, auction }: Action,
  rounds: readonly Round[],
): string {
  return SENTENCES[kind]({
    account: account?.id ?? "nobody",
    other: counterparty?.id ?? "nobody",
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
  AuctionVoided: ({ round, money }) =>
    `${round} was voided, as nobody resolved its tie: ${money} of the leader are free`,
  AuctionErased: ({ round }) => `${round} ended: the lead was erased`,
  OutageReported: ({ round }) =>
    `bids of ${round} could not be opened for most of its reveal phase: bonds go back`,
  BondForfeited: ({ account, money }) =>
    `${account} never opened its bid: its bond of ${money} was forfeited`,
  BondReturned: ({ account, money }) => `${account} got its bond of ${money} back`,
};
