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
    says: "Lead {leadId} expires at {expiresAt:time}, before its auction would end at {auctionEnd:time}.",
    next: "An auction has to end before its lead expires: this one cannot be listed any more. Submit another lead.",
  },
  AuctionHouse_PremiumTooHigh: {
    says: "A quality premium of {qualityPremiumBps:bps} is above the highest that is allowed, {max:bps}.",
    next: "Lower `terms.qualityPremiumBps` in the lead's file, or `--premium-bps`.",
  },
  AuctionHouse_InvalidBidCap: {
    says: "The bid cap of {bidCap:usdc} does not fit the reserve of {reserve:usdc} and the pricing rule.",
    next: "Second price needs a cap above the reserve; first price takes none: change `terms` in the lead's file.",
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
    says: "Lead {leadId} has {commitments} live commitments; an auction is cancelled only before the first.",
    next: "Let the auction run; a lead whose bids all stay below the reserve comes back unsold.",
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
    says: "The signature of the bid is not {bidder}'s, or its nonce was used.",
    next: "Sign the bid again with the bidder's present nonce.",
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
  AuctionHouse_UnknownRound: {
    says: "Lead {leadId} has no auction round {round}.",
    next: "See its rounds with `npx hardhat auction show {leadId}`.",
  },
  AuctionHouse_InsufficientGas: {
    says: "The gas left for lead {leadId} does not cover what the compliance engine may need for {bidder}.",
    next: "Send more gas, or open fewer bids in one transaction.",
  },
  AuctionHouse_InvalidFeeConfig: {
    says: "Fees of {feeBps:bps} and {convenienceFee:usdc} for {treasury} are out of bounds, or there is no treasury.",
    next: "Propose at most 10 % and 10 USDC, and a treasury.",
  },
};
