import type { ErrorCatalogue } from "./errorAdvice.ts";

/** Errors of `AuctionHouse`. */
export const auctionErrors: ErrorCatalogue = {
  AuctionHouse_WrongPhase: {
    says: "The auction of lead {leadId} is in phase {phase:phase}, where this is not possible.",
    next: "`npx hardhat auction show {leadId}` shows what it waits for.",
  },
  AuctionHouse_UnauthorizedCaller: {
    says: "Only another contract of the protocol may call this, not {caller}.",
    next: "Use the task or function that is meant for accounts: `npx hardhat --help` lists the tasks.",
  },
  AuctionHouse_NotSeller: {
    says: "Lead {leadId} is sold by {seller}, not by {caller}.",
    next: "Repeat the call with the seller's wallet: `--account`.",
  },
  AuctionHouse_LeadExpired: {
    says: "Lead {leadId} expires at {expiresAt:time}; its delivery could be due until {latestEnd:time}.",
    next: "It cannot be listed any more. Submit its consumer again with a newer consent; a lead that is on chain already is erased first: `npx hardhat lead erase {leadId}`.",
  },
  AuctionHouse_AlreadyListed: {
    says: "Lead {leadId} is listed already: its round is in phase {phase:phase} and not closed.",
    next: "See what ends the round with `npx hardhat auction show {leadId}`.",
  },
  AuctionHouse_AlreadySold: {
    says: "Lead {leadId} was sold: a lead is sold once.",
    next: "Nothing is left to do; `npx hardhat lead show {leadId}` names its owner.",
  },
  AuctionHouse_FeeTooHigh: {
    says: "The house now charges {feeBps:bps} and {convenienceFee:usdc} for lead {leadId}, more than its terms accept.",
    next: "Accept them: leave `terms.maxFeeBps` and `terms.maxConvenienceFee` out of the file, or list again with `--accept-fees`.",
  },
  AuctionHouse_WrongRound: {
    says: "The bid is for round {given} of lead {leadId}, which runs round {current}: its reserve and bond may be others.",
    next: "Read the terms with `npx hardhat auction show {leadId}`, then bid again.",
  },
  AuctionHouse_WrongReplaced: {
    says: "The signed bid on lead {leadId} replaces {given}, but {bidder}'s commitment is {current}.",
    next: "Sign the bid again with the present commitment as `replaced`: `commitmentIn` of the house tells it.",
  },
  AuctionHouse_PremiumTooHigh: {
    says: "A quality premium of {qualityPremiumBps:bps} is above the highest that is allowed, {max:bps}.",
    next: "Lower `terms.qualityPremiumBps` in the lead's file, or `--premium-bps`.",
  },
  AuctionHouse_ZeroCommitment: {
    says: "The commitment to a bid on lead {leadId} is empty.",
    next: "Commit with `npx hardhat bid commit {leadId} <amount>`, which computes it.",
  },
  AuctionHouse_SealedOpeningTooLong: {
    says: "The sealed opening has {length} bytes; {max} are allowed.",
    next: "Seal the opening only: bidder, amount and salt.",
  },
  AuctionHouse_NoCommitment: {
    says: "{bidder} has no commitment in round {round} of lead {leadId}; it was never made, withdrawn, or is open already.",
    next: "See the bids with `npx hardhat auction show {leadId}`; check `--account`.",
  },
  AuctionHouse_HasCommitments: {
    says: "Lead {leadId} has {commitments} live commitments; an auction is cancelled only before the first, or during a pause.",
    next: "Let the auction run; a lead whose bids all stay below the reserve stays unsold with its seller.",
  },
  AuctionHouse_WrongOpening: {
    says: "Amount and salt do not open {bidder}'s commitment on lead {leadId}.",
    next: "Reveal with the amount of your latest commitment: `npx hardhat bid reveal {leadId} --amount <amount>`.",
  },
  AuctionHouse_ZeroBid: {
    says: "{bidder}'s bid on lead {leadId} is zero, which is no bid.",
    next: "A bid of zero cannot be revealed; its bond will be forfeited.",
  },
  AuctionHouse_InvalidSignature: {
    says: "The signature of the bid is not {bidder}'s, or its nonce was used: withdrawing a bid uses it too.",
    next: "Sign the bid again with the present nonce of the bidder and the lead: `nonces` of the house tells it.",
  },
  AuctionHouse_SignatureExpired: {
    says: "{bidder}'s signed bid could be carried until {deadline:time}.",
    next: "Sign the bid again with a later deadline.",
  },
  AuctionHouse_TieBreakPending: {
    says: "The tie on lead {leadId} waits for its random word.",
    next: "Repeat `npx hardhat auction settle {leadId}` when the word is there; from {timeoutAt:time} the first revealed bid wins without it.",
  },
  AuctionHouse_TiedBidNotReleasable: {
    says: "The tied bid of {amount:usdc} at place {index} may still win, or is not in the list.",
    next: "The tie on lead {leadId} is resolved with `npx hardhat auction settle {leadId}`; see `npx hardhat auction show {leadId}`.",
  },
  AuctionHouse_AlreadyClosed: {
    says: "The auction of lead {leadId} was closed already: {phase:phase}.",
    next: "Nothing is left to do; `npx hardhat auction show {leadId}` shows how it ended.",
  },
  AuctionHouse_TieBreakTimedOut: {
    says: "Too late to ask for a random word for lead {leadId}: the time-out passed at {timeoutAt:time}.",
    next: "Resolve the tie instead, with `npx hardhat auction settle {leadId}`: the first revealed bid wins.",
  },
  AuctionHouse_TooEarly: {
    says: "This is possible for lead {leadId} from {availableAt:time} on.",
    next: "Wait until then; on a local chain `npx hardhat chain advance <duration>` passes the time.",
  },
  AuctionHouse_TooLate: {
    says: "This was possible for lead {leadId} until {availableUntil:time}.",
    next: "See what is left to do with `npx hardhat auction show {leadId}`.",
  },
  AuctionHouse_NoOutage: {
    says: "Bids on lead {leadId} could not be opened for {downtime} seconds of round {round}, which is half of its reveal phase or less.",
    next: "Unopened bonds of the round are forfeited; a proof of reserves or the sequencer's feed has to show a longer outage.",
  },
  AuctionHouse_UnknownRound: {
    says: "Lead {leadId} has no auction round {round}.",
    next: "See its rounds with `npx hardhat auction show {leadId}`.",
  },
  AuctionHouse_UnfundedBid: {
    says: "{bidder} bid {amount:usdc} on lead {leadId}, which its {available:usdc} in the vault, the bond included, do not cover.",
    next: "Deposit the difference before the reveal phase ends: `npx hardhat vault deposit <amount>`, then reveal again, or the bond is lost.",
  },
  ReentrancyGuardReentrantCall: {
    says: "The call came from within another call that opens bids or changes the same contract.",
    next: "Repeat it in a transaction of its own.",
  },
  AuctionHouse_InvalidFeeConfig: {
    says: "Fees of {feeBps:bps} and {convenienceFee:usdc} for {treasury} are out of bounds, or there is no treasury.",
    next: "Propose at most 10 % and 10 USDC, and a treasury.",
  },
};
