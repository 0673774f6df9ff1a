// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";
import {IReservePricer} from "./IReservePricer.sol";
import {ILeadNFT} from "./ILeadNFT.sol";
import {IVerticalRegistry} from "./IVerticalRegistry.sol";

/// @title IAuctionHouse
/// @notice Sealed-bid (commit, reveal) auction of leads. A lead has at most one live auction, so `leadId` names it.
/// @dev Anyone may call a function unless its documentation names the caller. Amounts are USDC with 6 decimals as `uint64` (1.8e13 USDC,
/// two hundred times the supply), times Unix seconds. Phases follow from stored deadlines and counters; nobody has to write them. This
/// contract emits each movement of money in the vault, except deposits and withdrawals, exactly once: in the event of its cause.
interface IAuctionHouse {
    /// @notice States of an auction. `Sold`, `Unsold`, `Undelivered`, `Voided` and `Erased` are terminal.
    /// @dev `None`: no round. `Commit`: takes sealed bids. `Reveal`: bids are opened. `TieBreak`: equal top bids wait for a random word or
    /// the time-out. `Delivery`: the winner is certain. `Sold`: delivered and paid. `Unsold`: no valid bid, or cancelled. `Undelivered`:
    /// not delivered in time, or barred. `Voided`: a tie that nobody resolved, or an outage when the commit phase ended. `Erased`: the lead's
    /// content was erased.
    enum Phase {
        None,
        Commit,
        Reveal,
        TieBreak,
        Delivery,
        Sold,
        Unsold,
        Undelivered,
        Voided,
        Erased
    }

    /// @notice How a bid ranks when it is opened.
    /// @dev `Leading`: the highest so far. `Tied`: as high as the highest so far. `Outbid`: below it. `BelowReserve`: cannot win, and costs
    /// a tip. `Barred`: does not count, because its bidder may no longer receive the lead.
    enum RevealOutcome {
        Leading,
        Tied,
        Outbid,
        BelowReserve,
        Barred
    }

    /// @notice Why an opening cannot be used now. Nothing changes, so it can be tried again.
    /// @dev `None`: it can be used. `NoCommitment`: the account has no unopened commitment. `WrongOpening`: it does not match the
    /// commitment. `ZeroBid`: its amount is zero. `Unfunded`: the account cannot pay a bid at or above the reserve.
    enum RevealFault {
        None,
        NoCommitment,
        WrongOpening,
        ZeroBid,
        Unfunded
    }

    /// @notice A sealed bid, one of many that an account places at once.
    /// @param leadId id of the lead, from 1.
    /// @param round the round whose terms the account has seen.
    /// @param commitment `commitmentOf(leadId, round, bidder, amount, salt)`.
    /// @param sealedOpening the encrypted opening, or empty; only emitted, at most 512 bytes.
    struct SealedBid {
        uint256 leadId;
        uint32 round;
        bytes32 commitment;
        bytes sealedOpening;
    }

    /// @notice The seller's terms.
    /// @param baseReserve lowest price before premium and multiplier, in USDC units.
    /// @param qualityPremiumBps added to the base at a perfect score, in proportion to the score, in basis points.
    /// @param maxFeeBps highest share of the price that the seller accepts as a fee, in basis points.
    /// @param maxConvenienceFee highest flat fee that the seller accepts, in USDC units.
    /// @param instantSale whether the first bounty's offer ends the commit phase, if no sealed bid came before it.
    struct AuctionTerms {
        uint64 baseReserve;
        uint16 qualityPremiumBps;
        uint16 maxFeeBps;
        uint32 maxConvenienceFee;
        bool instantSale;
    }

    /// @notice An auction round as stored, its phase derived.
    /// @param phase the phase now, as `phaseOf` returns it.
    /// @param closed whether somebody has written the round's end.
    /// @param round number of the round, from 1; 0 where the lead was never listed.
    /// @param commitEnd end of the commit phase, Unix seconds.
    /// @param revealEnd end of the reveal phase, Unix seconds.
    /// @param fixedAt when the winner became certain, Unix seconds; 0 before.
    /// @param deliveryEnd until when the seller should deliver, Unix seconds; 0 before the winner is certain.
    /// @param pendingCommitments commitments not opened.
    /// @param tiedBids bids that tied with the leader's, without the leader's own.
    /// @param bondsReturned whether unopened bonds go back to their bidders instead of the treasury.
    /// @param offered whether the leading bid is a bounty's offer.
    /// @param instantSale whether the first offer ends the commit phase.
    /// @param bidBond bond that every bidder locks, in USDC units.
    /// @param deliveryBond bond that the seller locked, in USDC units.
    /// @param reserve lowest bid that can win, in USDC units.
    /// @param feeBps share of the price that is the fee, in basis points.
    /// @param convenienceFee flat part of the fee, in USDC units.
    /// @param leader account whose bid leads; zero where none does.
    /// @param leadingBid highest bid so far, in USDC units: what the leader pays if it wins.
    /// @param price what the winner pays, in USDC units; 0 while unknown.
    struct Auction {
        Phase phase;
        bool closed;
        uint32 round;
        uint40 commitEnd;
        uint40 revealEnd;
        uint40 fixedAt;
        uint40 deliveryEnd;
        uint32 pendingCommitments;
        uint32 tiedBids;
        bool bondsReturned;
        bool offered;
        bool instantSale;
        uint64 bidBond;
        uint64 deliveryBond;
        uint64 reserve;
        uint16 feeBps;
        uint32 convenienceFee;
        address leader;
        uint64 leadingBid;
        uint64 price;
    }

    /// @notice The opening of a commitment.
    /// @param bidder account that committed.
    /// @param amount what it bids, in USDC units.
    /// @param salt random word that hides the amount in the commitment.
    struct Opening {
        address bidder;
        uint64 amount;
        bytes32 salt;
    }

    /// @notice Fees of auctions created from now on.
    /// @param treasury account that receives fees, forfeited bonds and its part of sellers' bonds, for running rounds too.
    /// @param feeBps share of the price in basis points, at most 1,000.
    /// @param convenienceFee flat part in USDC units, at most 10 USDC.
    struct FeeConfig {
        address treasury;
        uint16 feeBps;
        uint32 convenienceFee;
    }

    /// @notice Money and bonds of a round that ended without a sale.
    /// @param seller account that submitted the lead.
    /// @param treasury account that received the penalty.
    /// @param bid the leading bid, in USDC units; 0 where there was none.
    /// @param deliveryBond the seller's bond, in USDC units.
    /// @param compensation part of the seller's bond that went to the leader, who had won, in USDC units.
    /// @param penalty part of the seller's bond that went to the treasury, in USDC units.
    /// @param won whether the leader had won the round.
    /// @param excused whether the seller keeps its bond, because it could have ended the round without a sale or is not to blame.
    /// @param bondsReturned whether unopened bonds go back to their bidders.
    struct RoundEnd {
        address seller;
        address treasury;
        uint64 bid;
        uint64 deliveryBond;
        uint64 compensation;
        uint64 penalty;
        bool won;
        bool excused;
        bool bondsReturned;
    }

    /// @notice An auction round was opened, with terms that stay fixed. The seller's `deliveryBond` became locked.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param seller account that submitted the lead.
    /// @param terms the seller's terms.
    /// @param reserve lowest bid that can win, in USDC units.
    /// @param quote the reserve multiplier and the prices that it comes from, or the feed rule that failed.
    /// @param bidBond bond that every bidder locks, in USDC units.
    /// @param deliveryBond bond that the seller locked, in USDC units.
    /// @param commitEnd end of the commit phase, Unix seconds.
    /// @param revealEnd end of the reveal phase, Unix seconds.
    /// @param deliveryWindow how long the seller has to deliver, in seconds.
    /// @param feeBps share of the price that is the fee, in basis points.
    /// @param convenienceFee flat part of the fee, in USDC units.
    event AuctionCreated(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed seller,
        AuctionTerms terms,
        uint64 reserve,
        IReservePricer.Quote quote,
        uint64 bidBond,
        uint64 deliveryBond,
        uint40 commitEnd,
        uint40 revealEnd,
        uint32 deliveryWindow,
        uint16 feeBps,
        uint32 convenienceFee
    );
    /// @notice A bounty's offer leads the round now. Its money is in the bounty's match already, see `IBountyMatcher`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that posted the bounty.
    /// @param amount the offer, in USDC units.
    /// @param commitEnd end of the commit phase, Unix seconds; an instant sale's first offer moves it.
    /// @param revealEnd end of the reveal phase, Unix seconds.
    event OfferPlaced(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed bidder,
        uint64 amount,
        uint40 commitEnd,
        uint40 revealEnd
    );
    /// @notice The seller cancelled without live commitments and without an offer, or during a pause: then the bonds of `commitments` bids go
    /// back. The seller's bond became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param seller account that submitted the lead.
    /// @param deliveryBond the seller's bond, in USDC units.
    /// @param commitments number of live commitments, whose bonds go back.
    event AuctionCancelled(uint256 indexed leadId, uint32 indexed round, address indexed seller, uint64 deliveryBond, uint32 commitments);
    /// @notice A sealed bid was placed; the bidder's `bond` became locked.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param commitment the sealed bid's commitment, see `commitmentOf`.
    /// @param bond the round's bond, in USDC units.
    event BidCommitted(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment, uint64 bond);
    /// @notice A sealed bid was overwritten; its bond stays.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param commitment the sealed bid's commitment, see `commitmentOf`.
    event BidOverwritten(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment);
    /// @notice The commitment just placed came with its opening, encrypted. Its first byte says to whom: 1, a drand round (161 bytes); 2, the
    /// DON's key (86 bytes). Bidders write what they like; the house looks at nothing.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param sealedOpening the scheme, and the encrypted opening.
    event SealedOpeningGiven(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes sealedOpening);
    /// @notice A sealed bid was taken back before the deadline; its bond became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param bond the bond, in USDC units.
    event BidWithdrawn(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 bond);
    /// @notice The bidder's signed bids on this lead that nobody has sent yet are invalid now: `nonce` is the next valid one.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    /// @param nonce the next valid nonce, as `nonces(bidder, leadId)` returns it.
    event SignedBidsCancelled(uint256 indexed leadId, address indexed bidder, uint256 nonce);
    /// @notice A bid was opened and its bond became free; for `BelowReserve` see `LowBidCharged`. `Leading` and `Tied`: the bidder's
    /// `amount` became locked. `Leading`: the bid of `outbid`, if there was a leader, became free; bids tied with it stay locked, see
    /// `TiedBidReleased`. A beaten offer's money is its bounty's, see `IBountyMatcher.MatchEnded`: then `outbid` is zero.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param amount what was bid, in USDC units.
    /// @param outcome how the bid stands.
    /// @param outbid the former leader; zero unless the outcome is `Leading` and there was one.
    event BidRevealed(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed bidder,
        uint64 amount,
        RevealOutcome outcome,
        address outbid
    );
    /// @notice A bid below the reserve was opened: `tip` of its `bond` went to `treasury`, the rest became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param treasury account that received the tip.
    /// @param bond the bidder's bond, in USDC units.
    /// @param tip part of the bond that went to the treasury, in USDC units.
    event LowBidCharged(uint256 indexed leadId, uint32 indexed round, address indexed bidder, address treasury, uint64 bond, uint64 tip);
    /// @notice An opened bid does not count: its bidder may no longer receive the lead. `reason` is the gate's revert data.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param reason the gate's revert data.
    event BidBarred(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes reason);
    /// @notice An opening in a batch could not be used; the batch went on. Not emitted for accounts without a commitment.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param fault why.
    event RevealSkipped(uint256 indexed leadId, uint32 indexed round, address indexed bidder, RevealFault fault);
    /// @notice All commitments are open: the reveal phase ended early, at `revealEnd`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param revealEnd the new end of the reveal phase, Unix seconds.
    event RevealClosed(uint256 indexed leadId, uint32 indexed round, uint40 revealEnd);
    /// @notice A tie was resolved: by the random word, or after the time-out for the bid that was revealed first.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param winner account that won.
    /// @param tiedBids number of bids that tied, the first one included.
    /// @param byTimeout whether no word came in time, so that the first revealed bid won.
    event TieResolved(uint256 indexed leadId, uint32 indexed round, address indexed winner, uint256 tiedBids, bool byTimeout);
    /// @notice A beaten tied bid became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param amount the bid, which is free now, in USDC units.
    event TiedBidReleased(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount);
    /// @notice Title, capsule and money changed hands. The seller received the buyer's locked `price`, less `fee`, which went to the
    /// treasury. The seller's bond became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param buyer account that won the round.
    /// @param seller account that submitted the lead.
    /// @param treasury account that received the fee.
    /// @param price what the buyer paid, in USDC units.
    /// @param fee part of the price that went to the treasury, in USDC units.
    /// @param deliveryBond the seller's bond, in USDC units.
    event AuctionSettled(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed buyer,
        address seller,
        address treasury,
        uint64 price,
        uint64 fee,
        uint64 deliveryBond
    );
    /// @notice No valid bid: the round is over, the seller's bond became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param seller account that submitted the lead.
    /// @param deliveryBond the seller's bond, in USDC units.
    event AuctionClosedUnsold(uint256 indexed leadId, uint32 indexed round, address indexed seller, uint64 deliveryBond);
    /// @notice The lead was not delivered in time: the buyer's money became free. Of the seller's bond, `compensation` went to the buyer,
    /// `penalty` to the treasury, and the rest became free: the whole bond if the seller is `excused`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param buyer account that won the round.
    /// @param seller account that submitted the lead.
    /// @param treasury account that received the penalty.
    /// @param bid the buyer's bid, in USDC units.
    /// @param deliveryBond the seller's bond, in USDC units.
    /// @param compensation part of the seller's bond that went to the buyer, in USDC units.
    /// @param penalty part of the seller's bond that went to the treasury, in USDC units.
    /// @param excused whether it was nobody's fault.
    event AuctionRefunded(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed buyer,
        address seller,
        address treasury,
        uint64 bid,
        uint64 deliveryBond,
        uint64 compensation,
        uint64 penalty,
        bool excused
    );
    /// @notice The winner may not receive the lead (`reason` is the gate's revert data): its money and the seller's whole bond became free.
    /// Nobody is punished.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param buyer account that won the round.
    /// @param seller account that submitted the lead.
    /// @param bid the buyer's bid, in USDC units.
    /// @param deliveryBond the seller's bond, in USDC units.
    /// @param reason the gate's revert data.
    event SaleBarred(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed buyer,
        address seller,
        uint64 bid,
        uint64 deliveryBond,
        bytes reason
    );
    /// @notice The compliance engine gave no answer about the buyer: the delivery window now ends at `deliveryEnd`. A report in the last
    /// hour of the longest window makes the seller `excused`: it will not lose its bond.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param deliveryEnd the end of the delivery window now, Unix seconds.
    /// @param excused whether the seller will not lose its bond.
    /// @param reason the revert data or unusable answer of the gate; may be empty.
    event DeliveryDelayed(uint256 indexed leadId, uint32 indexed round, uint40 deliveryEnd, bool excused, bytes reason);
    /// @notice A round was voided, since nobody resolved its tie or the sequencer was down when its commit phase ended (see `reportOutage`):
    /// the leading bid and the seller's bond became free; unopened bonds go back.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param leader account whose bid led, the first of the tied; zero where none did.
    /// @param seller account that submitted the lead.
    /// @param bid the leader's bid, in USDC units.
    /// @param deliveryBond the seller's bond, in USDC units.
    event AuctionVoided(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed leader,
        address seller,
        uint64 bid,
        uint64 deliveryBond
    );
    /// @notice The lead was erased while its round ran: the leading bid became free. Of the seller's bond, `compensation` went to the
    /// leader, `penalty` to the treasury, and the rest became free.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param leader account whose bid led; zero where none did.
    /// @param end money and bonds.
    event AuctionErased(uint256 indexed leadId, uint32 indexed round, address indexed leader, RoundEnd end);
    /// @notice The bond of a commitment that was never opened was forfeited: `tip` went to `caller` (or to whom it named instead of itself),
    /// the rest to `treasury`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param treasury account that received the rest.
    /// @param caller account that received the tip: the caller, or whom it named.
    /// @param bond the whole bond, in USDC units.
    /// @param tip part of the bond that went to the caller, in USDC units.
    event BondForfeited(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed bidder,
        address treasury,
        address caller,
        uint64 bond,
        uint64 tip
    );
    /// @notice The bond of an unopened commitment went back to its bidder: the round was voided, erased, cancelled, or cut off by an
    /// outage.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param bond the bond, in USDC units.
    event BondReturned(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 bond);
    /// @notice Bids could not be opened for `downtime` seconds, more than half of the reveal phase, or the sequencer was down when the
    /// commit phase ended: unopened bonds go back.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param downtime seconds of the reveal phase in which bids could not be opened.
    event OutageReported(uint256 indexed leadId, uint32 indexed round, uint256 downtime);
    /// @notice Fees of future auctions were set.
    /// @param config the fees of future auctions and the treasury.
    event FeeConfigSet(FeeConfig config);

    /// @notice The auction of lead `leadId` is in phase `phase`, where this is not possible.
    /// @param leadId id of the lead, from 1.
    /// @param phase phase that the lead's latest round is in.
    error AuctionHouse_WrongPhase(uint256 leadId, Phase phase);
    /// @notice Only another contract of the protocol may call this, not `caller`.
    /// @param caller account that called.
    error AuctionHouse_UnauthorizedCaller(address caller);
    /// @notice Lead `leadId` is sold by `seller`, not by `caller`.
    /// @param leadId id of the lead, from 1.
    /// @param caller account that called.
    /// @param seller account that submitted the lead; the only one that may call.
    error AuctionHouse_NotSeller(uint256 leadId, address caller, address seller);
    /// @notice Lead `leadId` expires at `expiresAt`, but its delivery could be due until `latestEnd`.
    /// @param leadId id of the lead, from 1.
    /// @param expiresAt when the lead expires, Unix seconds.
    /// @param latestEnd the latest time at which delivery could be due, Unix seconds.
    error AuctionHouse_LeadExpired(uint256 leadId, uint256 expiresAt, uint256 latestEnd);
    /// @notice Lead `leadId` is listed already: its round is in phase `phase` and not closed.
    /// @param leadId id of the lead, from 1.
    /// @param phase phase that the lead's latest round is in.
    error AuctionHouse_AlreadyListed(uint256 leadId, Phase phase);
    /// @notice Lead `leadId` was sold: a lead is sold once.
    /// @param leadId id of the lead, from 1.
    error AuctionHouse_AlreadySold(uint256 leadId);
    /// @notice The house now charges `feeBps` and `convenienceFee` for lead `leadId`, more than its terms accept.
    /// @param leadId id of the lead, from 1.
    /// @param feeBps the protocol's share of the price, in basis points.
    /// @param convenienceFee the protocol's flat fee, in USDC units.
    error AuctionHouse_FeeTooHigh(uint256 leadId, uint256 feeBps, uint256 convenienceFee);
    /// @notice The bid is for round `given` of lead `leadId`, but the current round is `current`: its reserve and bond may differ.
    /// @param leadId id of the lead, from 1.
    /// @param given round that the bid names.
    /// @param current the running round.
    error AuctionHouse_WrongRound(uint256 leadId, uint32 given, uint32 current);
    /// @notice The signed bid on lead `leadId` replaces `given`, but the commitment of `bidder` is `current`.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    /// @param given commitment that the signed bid replaces.
    /// @param current the live commitment, zero if none.
    error AuctionHouse_WrongReplaced(uint256 leadId, address bidder, bytes32 given, bytes32 current);
    /// @notice A quality premium of `qualityPremiumBps` is above the highest allowed, `max`.
    /// @param qualityPremiumBps premium of the terms, in basis points.
    /// @param max highest premium, in basis points.
    error AuctionHouse_PremiumTooHigh(uint256 qualityPremiumBps, uint256 max);
    /// @notice The commitment to a bid on lead `leadId` is empty.
    /// @param leadId id of the lead, from 1.
    error AuctionHouse_ZeroCommitment(uint256 leadId);
    /// @notice The sealed opening for lead `leadId` has `length` bytes; at most `max` are allowed.
    /// @param leadId id of the lead, from 1.
    /// @param length length given, in bytes.
    /// @param max longest sealed opening, in bytes.
    error AuctionHouse_SealedOpeningTooLong(uint256 leadId, uint256 length, uint256 max);
    /// @notice `bidder` has no commitment in round `round` of lead `leadId`; it was never made, was withdrawn, or is open already.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    error AuctionHouse_NoCommitment(uint256 leadId, uint32 round, address bidder);
    /// @notice Lead `leadId` has `commitments` live commitments: its auction can be cancelled only without any, or during a pause.
    /// @param leadId id of the lead, from 1.
    /// @param commitments number of live commitments.
    error AuctionHouse_HasCommitments(uint256 leadId, uint256 commitments);
    /// @notice A bounty's offer leads on lead `leadId`: its auction can be cancelled only during a pause.
    /// @param leadId id of the lead, from 1.
    error AuctionHouse_HasOffer(uint256 leadId);
    /// @notice An offer of `amount` on lead `leadId` is below the reserve of `reserve`.
    /// @param leadId id of the lead, from 1.
    /// @param amount the offer, in USDC units.
    /// @param reserve lowest bid that can win, in USDC units.
    error AuctionHouse_OfferBelowReserve(uint256 leadId, uint256 amount, uint256 reserve);
    /// @notice An offer of `amount` on lead `leadId` does not exceed the standing one of `standing`: at the same price the older stays.
    /// @param leadId id of the lead, from 1.
    /// @param amount the offer, in USDC units.
    /// @param standing the offer that leads, in USDC units.
    error AuctionHouse_OfferNotHigher(uint256 leadId, uint256 amount, uint256 standing);
    /// @notice `bidder` has a bid on lead `leadId` already: an account has one bid in a round, sealed or by a bounty.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    error AuctionHouse_BidStands(uint256 leadId, address bidder);
    /// @notice Lead `leadId` is sold at once to the best offer: its auction takes no sealed bids any more.
    /// @param leadId id of the lead, from 1.
    error AuctionHouse_InstantSale(uint256 leadId);
    /// @notice Amount and salt do not open the commitment of `bidder` on lead `leadId`.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    /// @param expected the commitment on record.
    /// @param actual the commitment that the opening gives.
    error AuctionHouse_WrongOpening(uint256 leadId, address bidder, bytes32 expected, bytes32 actual);
    /// @notice The bid of `bidder` on lead `leadId` is zero; a bid must be above zero.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    error AuctionHouse_ZeroBid(uint256 leadId, address bidder);
    /// @notice `bidder` bid `amount` on lead `leadId`, but has only `available` in the vault, the bond included.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that bids.
    /// @param amount the bid, in USDC units.
    /// @param available the free balance and the bond, in USDC units.
    error AuctionHouse_UnfundedBid(uint256 leadId, address bidder, uint256 amount, uint256 available);
    /// @notice The signature of the bid is not by `bidder`, or its nonce was used: withdrawing a bid uses it too.
    /// @param bidder account that bids.
    error AuctionHouse_InvalidSignature(address bidder);
    /// @notice The signed bid of `bidder` was valid until `deadline`.
    /// @param bidder account that bids.
    /// @param deadline until when the signature was valid, Unix seconds.
    error AuctionHouse_SignatureExpired(address bidder, uint256 deadline);
    /// @notice The tie on lead `leadId` waits for its random word. From `timeoutAt` the first revealed bid wins without it.
    /// @param leadId id of the lead, from 1.
    /// @param timeoutAt when the time-out rule begins to decide, Unix seconds.
    error AuctionHouse_TieBreakPending(uint256 leadId, uint256 timeoutAt);
    /// @notice The tied bid of `amount` at place `index` in round `round` of lead `leadId` may still win, or is not in the list.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param amount the bid given, in USDC units.
    /// @param index the place given.
    error AuctionHouse_TiedBidNotReleasable(uint256 leadId, uint32 round, uint256 amount, uint256 index);
    /// @notice The auction of lead `leadId` is closed already, in phase `phase`.
    /// @param leadId id of the lead, from 1.
    /// @param phase phase that the lead's latest round is in.
    error AuctionHouse_AlreadyClosed(uint256 leadId, Phase phase);
    /// @notice It is too late to ask for a random word for lead `leadId`: the time-out passed at `timeoutAt`, and the first revealed bid
    /// wins.
    /// @param leadId id of the lead, from 1.
    /// @param timeoutAt when the time-out rule begins to decide, Unix seconds.
    error AuctionHouse_TieBreakTimedOut(uint256 leadId, uint256 timeoutAt);
    /// @notice This is possible for lead `leadId` from `availableAt` on.
    /// @param leadId id of the lead, from 1.
    /// @param availableAt from when on the call is possible, Unix seconds.
    error AuctionHouse_TooEarly(uint256 leadId, uint256 availableAt);
    /// @notice This was possible for lead `leadId` until `availableUntil`.
    /// @param leadId id of the lead, from 1.
    /// @param availableUntil before when the call was possible, Unix seconds.
    error AuctionHouse_TooLate(uint256 leadId, uint256 availableUntil);
    /// @notice Bids on lead `leadId` could not be opened for `downtime` seconds of round `round`, which is half of its reveal phase or
    /// less.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param downtime seconds of the reveal phase in which bids could not be opened.
    error AuctionHouse_NoOutage(uint256 leadId, uint32 round, uint256 downtime);
    /// @notice Lead `leadId` has no auction round `round`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    error AuctionHouse_UnknownRound(uint256 leadId, uint32 round);
    /// @notice `buyer` may receive lead `leadId`: nothing stands against its delivery.
    /// @param leadId id of the lead, from 1.
    /// @param buyer account that won the round.
    error AuctionHouse_BuyerCleared(uint256 leadId, address buyer);
    /// @notice Fees of `feeBps` and `convenienceFee` for `treasury` are out of bounds, or there is no treasury.
    /// @param treasury treasury given.
    /// @param feeBps share given, in basis points.
    /// @param convenienceFee flat fee given, in USDC units.
    error AuctionHouse_InvalidFeeConfig(address treasury, uint256 feeBps, uint256 convenienceFee);

    /// @notice Opens an auction for a lead that the caller submitted and still owns. Seller only, who must be cleared to sell it. Freezes
    /// reserve, bonds, windows and fees, and locks the seller's delivery bond. The title stays with the seller and cannot move while the
    /// round is unclosed. Stops while the vault is paused or insolvent. Reverts with `AuctionHouse_AlreadyListed` while a round is
    /// unclosed, `AuctionHouse_AlreadySold` for a sold lead, `LeadNFT_NotSellersLead` unless the caller submitted the lead and owns it,
    /// `LeadNFT_Erased` for an erased one, `ERC721NonexistentToken` for an unknown one, the registry's errors where the vertical is not
    /// open, see `IVerticalRegistry.requireOpen`, `ComplianceGate_Denied` or `ComplianceGate_Unavailable` unless the seller is cleared, and
    /// with every error of `createAuctionFor` except `AuctionHouse_UnauthorizedCaller`.
    /// @param leadId id of the lead, from 1.
    /// @param terms the seller's terms.
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external;

    /// @notice Does the same for a lead that was just minted, with the seller's signed terms. `CREVerifier` only, which has just checked
    /// that the vertical is open and the seller cleared. Reverts with `AuctionHouse_UnauthorizedCaller` for any other caller;
    /// `AuctionHouse_PremiumTooHigh` above 10,000 basis points of premium; `AuctionHouse_FeeTooHigh` where the protocol's fees exceed the
    /// terms; `AuctionHouse_LeadExpired` where delivery could be due after the lead's expiry; `SafeCastOverflowedUintDowncast` where the
    /// reserve does not fit 64 bits; `PersonalEscrowVault_Paused` or `PersonalEscrowVault_Insolvent` while the vault takes no new business;
    /// `PersonalEscrowVault_InsufficientFree` where the seller's free balance does not cover the delivery bond.
    /// @param leadId id of the lead, from 1.
    /// @param lead the record with which the lead was minted.
    /// @param rules the rules of its vertical, which the verifier has found open.
    /// @param terms the seller's terms.
    function createAuctionFor(
        uint256 leadId,
        ILeadNFT.Lead calldata lead,
        IVerticalRegistry.Vertical calldata rules,
        AuctionTerms calldata terms
    ) external;

    /// @notice Cancels an auction before `commitEnd`: without live commitments and without an offer, or during a pause; bidders' bonds then
    /// go back by `forfeitBond`. Seller only. Frees the seller's bond. Reverts with `AuctionHouse_WrongPhase` outside the commit phase,
    /// `AuctionHouse_HasCommitments` with live commitments or `AuctionHouse_HasOffer` with an offer unless the vault is paused, and
    /// `AuctionHouse_NotSeller` for any other caller.
    /// @param leadId id of the lead, from 1.
    function cancelAuction(uint256 leadId) external;

    /// @notice Places or overwrites the caller's sealed bid. Anyone. Locks the flat bond once. The caller must be cleared to receive the
    /// lead until the latest time at which delivery can be due: `revealEnd`, 24 hours for a tie, the delivery window. Reverts with
    /// `AuctionHouse_WrongPhase` outside the commit phase, `AuctionHouse_WrongRound` for another round than the running one,
    /// `AuctionHouse_BidStands` while an offer of the caller's own bounty leads, `AuctionHouse_InstantSale` once an offer has begun an instant
    /// sale, `AuctionHouse_ZeroCommitment` for a zero commitment, `AuctionHouse_SealedOpeningTooLong` above 512 bytes,
    /// `ComplianceGate_Denied` or `ComplianceGate_Unavailable` unless the gate clears the bidder, and `PassBook_ClearanceTooShort` where its clearance ends too early.
    /// A first bid also reverts with `PersonalEscrowVault_Paused` or `PersonalEscrowVault_Insolvent` while the vault takes no new business,
    /// `PersonalEscrowVault_NoDeliveryKey` without a registered delivery key, and `PersonalEscrowVault_InsufficientFree` where the free
    /// balance does not cover the bond.
    /// @param leadId id of the lead, from 1.
    /// @param round the round whose terms the caller has seen.
    /// @param commitment `commitmentOf(leadId, round, bidder, amount, salt)`.
    /// @param sealedOpening the encrypted opening, or empty; only emitted, at most 512 bytes.
    function commitBid(uint256 leadId, uint32 round, bytes32 commitment, bytes calldata sealedOpening) external;

    /// @notice Places or overwrites the caller's sealed bids on many leads, all or nothing. Anyone. Reverts with every error of
    /// `commitBid`, that of the first bid that cannot be placed.
    /// @param bids the sealed bids, in the order in which they are placed.
    function commitBids(SealedBid[] calldata bids) external;

    /// @notice Places `bidder`'s sealed bid with its EIP-712 (or ERC-1271) signature over `CommitBid(uint256 leadId,uint32 round,address
    /// bidder,bytes32 replaced,bytes32 commitment,bytes32 sealedOpeningHash,uint256 nonce,uint256 deadline)`. Anyone who has the signature.
    /// Reverts with `AuctionHouse_SignatureExpired` after `deadline`, `AuctionHouse_WrongReplaced` where the live commitment is not
    /// `replaced`, `AuctionHouse_InvalidSignature` where the signature is not the bidder's, and with every error of `commitBid`.
    /// @param bidder account that bids and signed.
    /// @param leadId id of the lead, from 1.
    /// @param round the round whose terms the bidder has seen.
    /// @param replaced the bidder's live commitment that this one replaces, zero for a first bid.
    /// @param commitment the sealed bid's commitment, see `commitmentOf`.
    /// @param sealedOpening the encrypted opening, or empty; only emitted, at most 512 bytes. The signature covers its keccak256.
    /// @param deadline Unix seconds until which the signature is valid. The nonce is `nonces(bidder, leadId)`.
    /// @param signature EIP-712 or ERC-1271 signature of the bidder.
    function commitBidFor(
        address bidder,
        uint256 leadId,
        uint32 round,
        bytes32 replaced,
        bytes32 commitment,
        bytes calldata sealedOpening,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Enters a bounty's offer as an open bid that cannot be taken back and loses ties to sealed bids. It has to exceed the standing
    /// offer; its money is locked already. In an instant sale without sealed bids the first offer ends the commit phase after `window`
    /// seconds; the best offer then is the winner. `BountyMatcher` only. New business: stops while the vault is paused or insolvent. Reverts
    /// with `AuctionHouse_UnauthorizedCaller` for any other caller, `AuctionHouse_WrongPhase` outside the commit phase,
    /// `AuctionHouse_OfferBelowReserve` below the reserve, `AuctionHouse_OfferNotHigher` unless it exceeds the standing offer,
    /// `AuctionHouse_BidStands` where the account has a bid in the round, and with the errors of `IPersonalEscrowVault.lockBidBond` except
    /// those about its balance: the account must be cleared until the latest time at which delivery can be due.
    /// @param leadId id of the lead, from 1.
    /// @param bidder account that posted the bounty.
    /// @param amount the offer, in USDC units.
    /// @param window how long after an instant sale's first offer a better one may come, in seconds.
    /// @return round number of the lead's auction round, from 1.
    function placeOffer(uint256 leadId, address bidder, uint64 amount, uint256 window) external returns (uint32 round);

    /// @notice Takes the caller's sealed bid back before `commitEnd` and frees its bond. Also invalidates the caller's signed bids on the
    /// lead, even if the caller has no bid. Anyone for itself. Reverts with `AuctionHouse_WrongPhase` outside the commit phase.
    /// @param leadId id of the lead, from 1.
    function withdrawBid(uint256 leadId) external;

    /// @notice Opens a sealed bid. Anyone who has the opening. Returns the bond, locks the amount if the bid leads or ties, and frees the
    /// bid of a beaten leader. A bid below the reserve costs `FORFEIT_TIP`, paid to the treasury. A bidder that may no longer receive the
    /// lead does not lead: see `BidBarred`. The compliance engine's silence changes nothing. Reverts with `AuctionHouse_WrongPhase` outside
    /// the reveal phase, `AuctionHouse_NoCommitment` where the account has no live commitment, `AuctionHouse_WrongOpening` where the
    /// opening does not match it, `AuctionHouse_ZeroBid` for an amount of zero, `AuctionHouse_UnfundedBid` where the account cannot cover a
    /// bid at or above the reserve, and `PassBook_InsufficientGas` where the gas left does not cover the engine's answer.
    /// @param leadId id of the lead, from 1.
    /// @param opening bidder, amount and salt of the commitment.
    function revealBid(uint256 leadId, Opening calldata opening) external;

    /// @notice Opens many sealed bids. Anyone who has the openings. Emits the events of single calls. An opening that cannot be used is
    /// skipped with `RevealSkipped` and can be tried again; an account without a live commitment is skipped without an event. Reverts with
    /// `AuctionHouse_WrongPhase` outside the reveal phase, and with `PassBook_InsufficientGas` where the gas left does not cover the
    /// engine's answer about a bidder: send more, or open fewer bids.
    /// @param leadId id of the lead, from 1.
    /// @param openings the openings, in the order in which they are revealed.
    function revealBids(uint256 leadId, Opening[] calldata openings) external;

    /// @notice Requests the one random word of a tied auction, until 24 h after `revealEnd`. Anyone. Reverts with `AuctionHouse_WrongPhase`
    /// outside the tie-break phase, `AuctionHouse_TieBreakTimedOut` after these 24 hours, `VRFTieBreaker_AlreadyRequested` where the
    /// round's word was requested before, and with the coordinator's error if the coordinator refuses.
    /// @param leadId id of the lead, from 1.
    function requestTieBreak(uint256 leadId) external;

    /// @notice Fixes the winner of a tied auction: by the random word, or from 24 h after `revealEnd` on, if no word came in time, for the
    /// first revealed bid. Possible until 7 days after `revealEnd`. Anyone. Reverts with `AuctionHouse_WrongPhase` outside the tie-break
    /// phase, `AuctionHouse_TooLate` from 7 days after `revealEnd` on, and `AuctionHouse_TieBreakPending` while there is no word and the
    /// time-out has not passed.
    /// @param leadId id of the lead, from 1.
    function resolveTie(uint256 leadId) external;

    /// @notice Frees a tied bid that can no longer win. Anyone. Reverts with `AuctionHouse_TiedBidNotReleasable` where the bid may still
    /// win, was released before, or is not in the list.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param amount what was bid, in USDC units.
    /// @param index the bid's place in `tiedBidders`.
    function releaseTiedBid(uint256 leadId, uint32 round, uint64 amount, uint256 index) external;

    /// @notice Delivers a lead: verifies the re-encryption proof, pays the seller, returns the delivery bond, moves title and capsule to
    /// the buyer. One transaction, all or nothing. Anyone with a valid proof, until somebody refunds or the lead expires. Its calldata
    /// shows the key to the buyer even if it reverts. So nothing that a buyer can cause or time makes it revert until ten minutes after
    /// `deliveryEnd`, with two exceptions: the lead expires before, or a late tie or reported silence made the window outlast the buyer's
    /// credentials. Reverts with the gate's reason if the buyer may no longer receive the lead: then see `reportBlockedDelivery`. Reverts
    /// with `AuctionHouse_WrongPhase` unless the winner is certain and the round unclosed, `ComplianceGate_Denied` or
    /// `ComplianceGate_Unavailable` unless the gate clears the buyer, and with the errors of `ILeadNFT.deliver` about the lead, its
    /// capsules and the proof.
    /// @param leadId id of the lead, from 1.
    /// @param current the capsule on record, under the seller's delivery key.
    /// @param reEncryption the new capsule under the buyer's delivery key, with its proof.
    function deliver(uint256 leadId, Capsule calldata current, ReEncryption calldata reEncryption) external;

    /// @notice Closes an auction without a valid bid and frees the delivery bond. Anyone. Reverts with `AuctionHouse_WrongPhase` unless the
    /// round ended without a valid bid, and `AuctionHouse_AlreadyClosed` where it was closed before.
    /// @param leadId id of the lead, from 1.
    function closeUnsold(uint256 leadId) external;

    /// @notice Frees the buyer's money after a missed delivery, from ten minutes after `deliveryEnd` on. After an outage of the sequencer
    /// between the fixing of the winner and `deliveryEnd`: from one hour after the later of its end and `deliveryEnd`, at most three days
    /// later. Half of the seller's bond goes to the buyer, the rest to the treasury. The seller keeps it if the engine was reported silent
    /// in the last hour before the latest end of the window, or the lead expired in the outage or the hour after it. Anyone. Reverts with
    /// `AuctionHouse_WrongPhase` unless the phase is `Undelivered`, `AuctionHouse_AlreadyClosed` where the round was closed before, and
    /// `AuctionHouse_TooEarly` while an outage of the sequencer delays the refund.
    /// @param leadId id of the lead, from 1.
    function refund(uint256 leadId) external;

    /// @notice Reports that compliance blocks the delivery. Possible until `deliveryEnd`; after an outage of the sequencer that lasted
    /// beyond it, until the refund. Anyone. A buyer who is denied loses the sale: its money and the seller's bond are freed. The engine's
    /// silence moves the end of the window to `max(end, min(now + max(window, 6 h), first end + 3 days, expiry))`; reported in the last
    /// hour before that latest end, it excuses the seller. Reverts with `AuctionHouse_WrongPhase` unless a winner waits for its lead,
    /// `AuctionHouse_TooLate` when it is too late, `AuctionHouse_BuyerCleared` where the buyer is cleared, and `PassBook_InsufficientGas`
    /// where the gas left does not cover the engine's answer.
    /// @param leadId id of the lead, from 1.
    function reportBlockedDelivery(uint256 leadId) external;

    /// @notice Forfeits the bond of a commitment that was never opened. Possible once the winner is fixed or the round is over, from one
    /// hour after `revealEnd` on (after an outage of the sequencer that began before `revealEnd`: from one hour after its end, at most
    /// three days later). `FORFEIT_TIP` of it goes to the caller, the rest to the treasury. If the round returns its bonds (see
    /// `BondReturned`), the whole bond goes back to its bidder. Anyone. Reverts with `AuctionHouse_UnknownRound` where there is no such
    /// round, `AuctionHouse_WrongPhase` while it takes bids, opens them or waits for a tie, `AuctionHouse_NoCommitment` where the account
    /// has no unopened commitment in it, and `AuctionHouse_TooEarly` before the bond can be forfeited.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    function forfeitBond(uint256 leadId, uint32 round, address bidder) external;

    /// @notice Does the same and gives the tip to another account than the caller. Anyone. Reverts with every error of `forfeitBond`.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param beneficiary account that receives the tip; zero: the treasury.
    function forfeitBondTo(uint256 leadId, uint32 round, address bidder, address beneficiary) external;

    /// @notice Reports that bids could not be opened for more than half of a round's reveal phase, as the sequencer feed's rounds or the
    /// vault's proofs of reserves show. Unopened bonds then go back. The same where the sequencer was down when the commit phase ended, also
    /// while bids are opened; the round is void then, unless it is closed or its delivery window is over: bids may have been read while
    /// others were still taken. Possible until the round's bonds can be forfeited. Anyone. Reverts with `AuctionHouse_UnknownRound` where
    /// there is no such round, `AuctionHouse_WrongPhase` while it takes bids or opens them, `AuctionHouse_TooLate` once bonds can be
    /// forfeited, and `AuctionHouse_NoOutage` where bids could be opened for at least half of the reveal phase.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    function reportOutage(uint256 leadId, uint32 round) external;

    /// @notice Voids a tie that is unresolved 7 days after `revealEnd`: all money is freed. Anyone. Reverts with `AuctionHouse_WrongPhase`
    /// outside the tie-break phase, and `AuctionHouse_TooEarly` before these 7 days are over.
    /// @param leadId id of the lead, from 1.
    function voidAuction(uint256 leadId) external;

    /// @notice Ends the running round of an erased lead: frees the leading bid and, if no winner was fixed, lets unopened bonds go back.
    /// Half of the seller's bond goes to a buyer that had won, the rest to the treasury. The seller keeps it if it could have ended the
    /// round without a sale. `LeadNFT` only. Reverts with `AuctionHouse_UnauthorizedCaller` for any other caller, and
    /// `AuctionHouse_AlreadyClosed` where the round was closed before or there is none.
    /// @param leadId id of the lead, from 1.
    function closeErased(uint256 leadId) external;

    /// @notice Sets fees of future auctions. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without the
    /// role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due. Reverts with
    /// `AuctionHouse_InvalidFeeConfig` without a treasury, above 1,000 basis points, or above a flat fee of 10 USDC.
    /// @param config the fees of future auctions and the treasury.
    function setFeeConfig(FeeConfig calldata config) external;

    /// @notice The commitment to a bid: `keccak256(abi.encode(DOMAIN, chainid, house, leadId, round, bidder, amount, salt))`. Anyone. Never
    /// reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @param amount what is bid, in USDC units.
    /// @param salt random word that hides the amount.
    /// @return the commitment.
    function commitmentOf(uint256 leadId, uint32 round, address bidder, uint64 amount, bytes32 salt) external view returns (bytes32);

    /// @notice The live commitment of an account in a round, zero if none. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidder account that bids.
    /// @return the commitment; zero where there is none, or it was opened, withdrawn, forfeited or returned.
    function commitmentIn(uint256 leadId, uint32 round, address bidder) external view returns (bytes32);

    /// @notice Whether the lead's latest round is not closed yet. While it is open, only a delivery to its buyer moves the title. Anyone.
    /// Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return true from listing until somebody closes the round.
    function isUnclosed(uint256 leadId) external view returns (bool);

    /// @notice The latest auction round of a lead. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return the round; all zero where the lead was never listed.
    function auctionOf(uint256 leadId) external view returns (Auction memory);

    /// @notice The phase of the latest round; after its deadlines, the terminal phase that closing it would write. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return the phase; `None` where the lead was never listed.
    function phaseOf(uint256 leadId) external view returns (Phase);

    /// @notice Bidders that tied with the first bid of `amount`, in order of reveal; zero where released. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param amount what was bid, in USDC units.
    /// @return the bidders, without that of the first bid.
    function tiedBidders(uint256 leadId, uint32 round, uint64 amount) external view returns (address[] memory);

    /// @notice Fees of auctions created now. Anyone. Never reverts.
    /// @return the fees and the treasury.
    function feeConfig() external view returns (FeeConfig memory);
}
