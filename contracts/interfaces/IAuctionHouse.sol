// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";
import {IReservePricer} from "./IReservePricer.sol";
import {ILeadNFT} from "./ILeadNFT.sol";

/// @title IAuctionHouse
/// @notice Sealed-bid (commit, reveal) auction of leads. A lead has at most one live auction, so `leadId` names it.
/// @dev Every function is permissionless unless it says who. Amounts are USDC with 6 decimals as `uint64` (1.8e13 USDC, two hundred
/// times the supply), times Unix seconds. Phases follow from stored deadlines and counters; nobody has to write them.
interface IAuctionHouse {
    /// @notice States of an auction. `Sold`, `Unsold`, `Undelivered`, `Voided` and `Erased` are terminal.
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

    /// @notice The seller's terms.
    /// @param baseReserve lowest price before the multiplier.
    /// @param qualityPremiumBps added to the base at a perfect score, in proportion to the score, in basis points.
    /// @param maxFeeBps highest share of the price that the seller accepts as a fee, in basis points.
    /// @param maxConvenienceFee highest flat fee that the seller accepts.
    struct AuctionTerms {
        uint64 baseReserve;
        uint16 qualityPremiumBps;
        uint16 maxFeeBps;
        uint32 maxConvenienceFee;
    }

    /// @notice An auction round as stored, its phase derived.
    /// @param fixedAt when the winner became certain; 0 before.
    /// @param deliveryEnd until when the seller should deliver; 0 before the winner is certain.
    /// @param pendingCommitments commitments not opened.
    /// @param bondsReturned whether unopened bonds go back to their bidders instead of the treasury.
    /// @param leadingBid highest bid so far: what the leader pays if it wins.
    /// @param price what the winner pays; 0 while unknown.
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
    struct Opening {
        address bidder;
        uint64 amount;
        bytes32 salt;
    }

    /// @notice Fees of auctions created from now on.
    /// @param treasury account that receives fees, forfeited bonds and its part of sellers' bonds, of running rounds too.
    /// @param feeBps share of the price, at most 1,000.
    /// @param convenienceFee flat part in USDC units, at most 10 USDC.
    struct FeeConfig {
        address treasury;
        uint16 feeBps;
        uint32 convenienceFee;
    }

    /// @notice An auction round was opened; everything that stays fixed for it.
    event AuctionCreated(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed seller,
        AuctionTerms terms,
        uint64 reserve,
        uint16 multiplierBps,
        IReservePricer.FeedFault feedFault,
        uint64 bidBond,
        uint64 deliveryBond,
        uint40 commitEnd,
        uint40 revealEnd,
        uint32 deliveryWindow,
        uint16 feeBps,
        uint32 convenienceFee
    );
    /// @notice The seller cancelled before anyone was committed, or during a pause: then the bonds of `commitments` bids go back.
    event AuctionCancelled(uint256 indexed leadId, uint32 indexed round, uint32 commitments);
    /// @notice A sealed bid was placed; the round's bond was locked for it, of which the vault says nothing itself.
    event BidCommitted(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment);
    /// @notice A sealed bid was overwritten; its bond stays.
    event BidOverwritten(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment);
    /// @notice The commitment just placed came with its opening, encrypted to the DON's key.
    event SealedOpeningGiven(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes sealedOpening);
    /// @notice A sealed bid was taken back before the deadline; its bond was freed.
    event BidWithdrawn(uint256 indexed leadId, uint32 indexed round, address indexed bidder);
    /// @notice Signed bids of an account on this lead that were not yet carried are worthless now: `nonce` is the next one that counts.
    event SignedBidsCancelled(uint256 indexed leadId, address indexed bidder, uint256 nonce);
    /// @notice A bid was opened. `leading` is false below the reserve, where the tip goes to the treasury, if beaten, or if barred; tied bids are leading.
    event BidRevealed(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount, bool leading);
    /// @notice An opened bid does not count: its bidder may not receive the lead any more. `reason` is the gate's revert data.
    event BidBarred(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes reason);
    /// @notice An opening in a batch failed with this revert data; the others went on. Not emitted for accounts without a commitment.
    event RevealSkipped(uint256 indexed leadId, address indexed bidder, bytes reason);
    /// @notice All commitments are open: the reveal phase ended early, at `revealEnd`.
    event RevealClosed(uint256 indexed leadId, uint32 indexed round, uint40 revealEnd);
    /// @notice A tie was resolved by the random word, or for the first revealed after the time-out.
    event TieResolved(uint256 indexed leadId, uint32 indexed round, address indexed winner, uint256 tiedBids, bool byTimeout);
    /// @notice A beaten tied bid was freed.
    event TiedBidReleased(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount);
    /// @notice Title, capsule and money changed hands.
    event AuctionSettled(uint256 indexed leadId, uint32 indexed round, address indexed buyer, address seller, uint64 price, uint64 fee);
    /// @notice No valid bid: the round is over, the seller's bond is free.
    event AuctionClosedUnsold(uint256 indexed leadId, uint32 indexed round);
    /// @notice Not delivered in time: the buyer got its money back. Of the seller's bond `compensation` went to the buyer and `penalty` to the
    /// treasury; both are 0 where it was nobody's fault and the seller has its bond back.
    event AuctionRefunded(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed buyer,
        uint64 bid,
        uint64 compensation,
        uint64 penalty
    );
    /// @notice The winner may not receive the lead (`reason` is the gate's revert data): its money is free, the seller has its whole bond
    /// back, nobody is punished.
    event SaleBarred(uint256 indexed leadId, uint32 indexed round, address indexed buyer, uint64 bid, bytes reason);
    /// @notice The compliance engine gave no answer about the buyer: the window now ends at `deliveryEnd`. `excused` where this was reported
    /// in the last hour of the longest window: the seller will not lose its bond.
    event DeliveryDelayed(uint256 indexed leadId, uint32 indexed round, uint40 deliveryEnd, bool excused, bytes reason);
    /// @notice A tie that nothing resolved was voided: all money is free.
    event AuctionVoided(uint256 indexed leadId, uint32 indexed round);
    /// @notice The lead was erased while its round ran. `buyer` had won, or is zero; its or the leading `bid` is free. Of the seller's bond
    /// `compensation` went to the buyer and `penalty` to the treasury.
    event AuctionErased(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed buyer,
        uint64 bid,
        uint64 compensation,
        uint64 penalty
    );
    /// @notice The bond of a commitment that was never opened was forfeited; `tip` went to the caller, the rest to `treasury`.
    event BondForfeited(uint256 indexed leadId, uint32 indexed round, address indexed bidder, address treasury, uint64 amount, uint64 tip);
    /// @notice The bond of an unopened commitment went back to its bidder: the round was voided, erased, cancelled, or cut off by an outage.
    event BondReturned(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount);
    /// @notice Bids could not be opened for more than half of the reveal phase (`downtime` seconds): unopened bonds go back.
    event OutageReported(uint256 indexed leadId, uint32 indexed round, uint256 downtime);
    /// @notice Fees of future auctions were set.
    event FeeConfigSet(FeeConfig config);

    /// @notice The call does not fit the phase.
    error AuctionHouse_WrongPhase(uint256 leadId, Phase phase);
    /// @notice The caller is not the peer contract that may do this.
    error AuctionHouse_UnauthorizedCaller(address caller);
    /// @notice Only the lead's seller may do this.
    error AuctionHouse_NotSeller(uint256 leadId, address caller, address seller);
    /// @notice Delivery could be due after the lead has expired.
    error AuctionHouse_LeadExpired(uint256 leadId, uint256 expiresAt, uint256 latestEnd);
    /// @notice The lead is listed already: its round is not closed yet.
    error AuctionHouse_AlreadyListed(uint256 leadId, Phase phase);
    /// @notice The lead was sold: a lead is sold once.
    error AuctionHouse_AlreadySold(uint256 leadId);
    /// @notice The protocol's fees are above what the seller's terms accept.
    error AuctionHouse_FeeTooHigh(uint256 leadId, uint256 feeBps, uint256 convenienceFee);
    /// @notice The bid is for another round than the running one, whose terms may differ.
    error AuctionHouse_WrongRound(uint256 leadId, uint32 given, uint32 current);
    /// @notice The signed bid replaces another commitment than the live one.
    error AuctionHouse_WrongReplaced(uint256 leadId, address bidder, bytes32 given, bytes32 current);
    /// @notice The premium is above `max` basis points.
    error AuctionHouse_PremiumTooHigh(uint256 qualityPremiumBps, uint256 max);
    /// @notice A zero commitment is a mistake.
    error AuctionHouse_ZeroCommitment(uint256 leadId);
    /// @notice The sealed opening is longer than `max` bytes.
    error AuctionHouse_SealedOpeningTooLong(uint256 leadId, uint256 length, uint256 max);
    /// @notice The account has no live commitment here.
    error AuctionHouse_NoCommitment(uint256 leadId, uint32 round, address bidder);
    /// @notice The cancelled auction already has live commitments.
    error AuctionHouse_HasCommitments(uint256 leadId, uint256 commitments);
    /// @notice The opening does not match the commitment.
    error AuctionHouse_WrongOpening(uint256 leadId, address bidder, bytes32 expected, bytes32 actual);
    /// @notice A bid of zero is no bid.
    error AuctionHouse_ZeroBid(uint256 leadId, address bidder);
    /// @notice The EIP-712 signature is not the bidder's.
    error AuctionHouse_InvalidSignature(address bidder);
    /// @notice The EIP-712 message has expired.
    error AuctionHouse_SignatureExpired(address bidder, uint256 deadline);
    /// @notice Neither the word nor the time-out is there yet.
    error AuctionHouse_TieBreakPending(uint256 leadId, uint256 timeoutAt);
    /// @notice The tied bid may still win, or is not in the list.
    error AuctionHouse_TiedBidNotReleasable(uint256 leadId, uint32 round, uint256 amount, uint256 index);
    /// @notice The round was closed already.
    error AuctionHouse_AlreadyClosed(uint256 leadId, Phase phase);
    /// @notice Too late to ask for a word: the time-out rule decides since `timeoutAt`.
    error AuctionHouse_TieBreakTimedOut(uint256 leadId, uint256 timeoutAt);
    /// @notice Too early: possible from `availableAt` on.
    error AuctionHouse_TooEarly(uint256 leadId, uint256 availableAt);
    /// @notice Too late: possible before `availableUntil`.
    error AuctionHouse_TooLate(uint256 leadId, uint256 availableUntil);
    /// @notice Bids could be opened for at least half of the reveal phase: `downtime` seconds are no excuse.
    error AuctionHouse_NoOutage(uint256 leadId, uint32 round, uint256 downtime);
    /// @notice The round does not exist.
    error AuctionHouse_UnknownRound(uint256 leadId, uint32 round);
    /// @notice The gas left does not cover the compliance engine's answer about this bidder: send more, or open fewer bids.
    error AuctionHouse_InsufficientGas(uint256 leadId, address bidder);
    /// @notice The buyer may receive the lead: delivery is not blocked.
    error AuctionHouse_BuyerCleared(uint256 leadId, address buyer);
    /// @notice Fees above their bounds, or no treasury.
    error AuctionHouse_InvalidFeeConfig(address treasury, uint256 feeBps, uint256 convenienceFee);

    /// @notice Opens an auction for a lead that the caller submitted and still owns. Seller only, who must be cleared to sell it. Freezes
    /// reserve, bonds, windows and fees, and locks the seller's delivery bond. The title stays with the seller and cannot move while the
    /// round is unclosed. Stops while the vault is paused or insolvent.
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external;

    /// @notice The same for a lead just minted, with the seller's signed terms. `CREVerifier` only.
    function createAuctionFor(uint256 leadId, ILeadNFT.Lead calldata lead, AuctionTerms calldata terms) external;

    /// @notice Cancels an auction before `commitEnd`: without live commitments, or during a pause, whose bonds then go back by
    /// `forfeitBond`. Seller only. Frees its bond.
    function cancelAuction(uint256 leadId) external;

    /// @notice Places or overwrites the caller's sealed bid. Locks the flat bond once. The caller must be cleared to receive the lead until
    /// the latest time at which delivery can be due: `revealEnd`, 24 hours for a tie, the delivery window.
    /// @param round the round whose terms the caller has seen.
    /// @param commitment `commitmentOf(leadId, round, bidder, amount, salt)`.
    /// @param sealedOpening the encrypted opening, or empty; only emitted, at most 512 bytes.
    function commitBid(uint256 leadId, uint32 round, bytes32 commitment, bytes calldata sealedOpening) external;

    /// @notice Places `bidder`'s sealed bid with its EIP-712 (or ERC-1271) signature over
    /// `CommitBid(uint256 leadId,uint32 round,address bidder,bytes32 replaced,bytes32 commitment,bytes32 sealedOpeningHash,uint256 nonce,uint256 deadline)`.
    /// @param replaced the bidder's live commitment that this one replaces, zero for a first bid.
    /// @param deadline Unix seconds until which the signature counts. The nonce is `nonces(bidder, leadId)`.
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

    /// @notice Takes the caller's sealed bid back before `commitEnd` and frees its bond. Makes the caller's signed bids on the lead
    /// worthless too, even where none is placed yet.
    function withdrawBid(uint256 leadId) external;

    /// @notice Opens a sealed bid. Anyone who has the opening. Returns the bond, locks the amount if the bid leads, frees the former leader.
    /// A bid below the reserve costs `FORFEIT_TIP`, to the treasury. A bidder that may not receive the lead any more does not lead: see
    /// `BidBarred`; the compliance engine's silence changes nothing.
    function revealBid(uint256 leadId, Opening calldata opening) external;

    /// @notice Opens many; one that fails is skipped with an event and can be tried again. Reverts where the gas does not cover the
    /// compliance engine's answers.
    function revealBids(uint256 leadId, Opening[] calldata openings) external;

    /// @notice Requests the one random word of a tied auction, until 24 h after `revealEnd`.
    function requestTieBreak(uint256 leadId) external;

    /// @notice Fixes a tied auction's winner from the word, or, from 24 h after `revealEnd` on, for the first revealed where no word came
    /// in time. Until 7 days after `revealEnd`.
    function resolveTie(uint256 leadId) external;

    /// @notice Frees a tied bid that can no longer win.
    /// @param amount what was bid.
    /// @param index the bid's place in `tiedBidders`.
    function releaseTiedBid(uint256 leadId, uint32 round, uint64 amount, uint256 index) external;

    /// @notice Delivers: verifies the re-encryption proof, pays the seller, returns the delivery bond, moves title and capsule to the
    /// buyer. One transaction, all or nothing. Anyone with a valid proof, until somebody refunds or the lead expires. Its calldata shows
    /// the key to the buyer even where it reverts: nothing that a buyer can cause or time makes it revert before `deliveryEnd` and ten
    /// minutes. Reverts with the gate's reason where the buyer may not receive the lead any more: then see `reportBlockedDelivery`.
    function deliver(uint256 leadId, Capsule calldata current, ReEncryption calldata reEncryption) external;

    /// @notice Closes an auction without a valid bid and frees the delivery bond.
    function closeUnsold(uint256 leadId) external;

    /// @notice From ten minutes after `deliveryEnd` on (after an outage of the sequencer that began before `deliveryEnd`: from one hour after
    /// its end, at most three days later): frees the buyer's money. Half of the seller's bond goes to the buyer, the rest to the treasury;
    /// the seller keeps it where the engine was reported silent in the last hour of the longest window, or the lead expired in the window.
    function refund(uint256 leadId) external;

    /// @notice Until `deliveryEnd`: says that compliance keeps the lead from being delivered. A buyer who is denied loses the sale: its
    /// money and the seller's bond are freed. The engine's silence moves the end of the window to `max(end, min(now + max(window, 6 h),
    /// first end + 3 days))`; in the last hour of those three days it excuses the seller. Reverts if the buyer is cleared.
    function reportBlockedDelivery(uint256 leadId) external;

    /// @notice Forfeits the bond of a commitment never opened, once the winner is fixed or the round is over, from one hour after `revealEnd`
    /// on (after an outage of the sequencer that began before `revealEnd`: after its end, at most three days later). `FORFEIT_TIP` of it
    /// goes to the caller, the rest to the treasury. Where bonds are returned (see `BondReturned`), the whole bond goes back to its bidder.
    function forfeitBond(uint256 leadId, uint32 round, address bidder) external;

    /// @notice Until bonds of a round can be forfeited: says that bids could not be opened for more than half of its reveal phase, by the
    /// sequencer feed's rounds or the vault's proofs of reserves. Unopened bonds then go back.
    function reportOutage(uint256 leadId, uint32 round) external;

    /// @notice Voids a tie that hangs 7 days after `revealEnd`: all money is freed.
    function voidAuction(uint256 leadId) external;

    /// @notice Ends the running round of a lead that was erased: bids are freed and so are bonds of bids that could still be opened. The
    /// seller's bond goes half to a buyer who has won and the rest to the treasury; it is free where the seller could have ended the round
    /// without a sale. `LeadNFT` only.
    function closeErased(uint256 leadId) external;

    /// @notice Sets fees of future auctions. Configurator role, delayed.
    function setFeeConfig(FeeConfig calldata config) external;

    /// @notice The commitment to a bid: `keccak256(abi.encode(DOMAIN, chainid, house, leadId, round, bidder, amount, salt))`.
    function commitmentOf(uint256 leadId, uint32 round, address bidder, uint64 amount, bytes32 salt) external view returns (bytes32);

    /// @notice The live commitment of an account in a round, zero if none.
    function commitmentIn(uint256 leadId, uint32 round, address bidder) external view returns (bytes32);

    /// @notice Whether the lead's latest round is not closed yet: its title cannot move.
    function isUnclosed(uint256 leadId) external view returns (bool);

    /// @notice The latest auction round of a lead.
    function auctionOf(uint256 leadId) external view returns (Auction memory);

    /// @notice The phase of the latest round. Past its deadlines, the terminal phase that a close would write.
    function phaseOf(uint256 leadId) external view returns (Phase);

    /// @notice Bidders that tied with the first bid of `amount`, in order of reveal; zero where released.
    function tiedBidders(uint256 leadId, uint32 round, uint64 amount) external view returns (address[] memory);

    /// @notice Fees of auctions created now.
    function feeConfig() external view returns (FeeConfig memory);
}
