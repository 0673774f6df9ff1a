// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule} from "../libraries/CapsuleTypes.sol";
import {ReEncryption} from "../libraries/DeliveryProof.sol";
import {IPassBook} from "./IPassBook.sol";
import {IReservePricer} from "./IReservePricer.sol";
import {ILeadNFT} from "./ILeadNFT.sol";

/// @title IAuctionHouse
/// @notice Sealed-bid (commit, reveal) auction of leads. A lead has at most one live auction, so `leadId` names it.
/// @dev Every function is permissionless unless it says who. Amounts are USDC with 6 decimals as `uint64` (1.8e13 USDC, two hundred
/// times the supply), times Unix seconds. Phases follow from stored deadlines and counters; nobody has to write them.
interface IAuctionHouse {
    /// @notice States of an auction. `Sold`, `Unsold`, `Undelivered` and `Voided` are terminal.
    enum Phase {
        None,
        Commit,
        Reveal,
        TieBreak,
        Delivery,
        Sold,
        Unsold,
        Undelivered,
        Voided
    }

    /// @notice How the winner's price is found: its own bid, or the second-highest bid (at least the reserve).
    enum PricingRule {
        FirstPrice,
        SecondPrice
    }

    /// @notice The seller's terms.
    /// @param baseReserve lowest price before the multiplier.
    /// @param qualityPremiumBps added to the base at a perfect score, in proportion to the score, in basis points.
    /// @param pricingRule first or second price.
    /// @param bidCap highest bid that counts; second price only, where the bond covers `bidCap - reserve`. Zero for first price.
    struct AuctionTerms {
        uint64 baseReserve;
        uint16 qualityPremiumBps;
        PricingRule pricingRule;
        uint64 bidCap;
    }

    /// @notice An auction round as stored, its phase derived.
    /// @param fixedAt when the winner became certain; 0 before.
    /// @param pendingCommitments commitments not opened.
    /// @param secondBid second-highest bid; kept under the second-price rule only.
    /// @param price what the winner pays; 0 while unknown.
    struct Auction {
        Phase phase;
        bool closed;
        uint32 round;
        PricingRule pricingRule;
        uint40 commitEnd;
        uint40 revealEnd;
        uint40 fixedAt;
        uint40 deliveryEnd;
        uint32 pendingCommitments;
        uint32 tiedBids;
        uint64 bidBond;
        uint64 deliveryBond;
        uint64 reserve;
        uint64 bidCap;
        uint16 feeBps;
        uint32 convenienceFee;
        address leader;
        uint64 leadingBid;
        uint64 secondBid;
        uint64 price;
    }

    /// @notice The opening of a commitment.
    struct Opening {
        address bidder;
        uint64 amount;
        bytes32 salt;
    }

    /// @notice Fees of auctions created from now on.
    /// @param treasury account that receives fees, and forfeited bonds when there is no buyer.
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
    /// @notice The seller cancelled before anyone was committed.
    event AuctionCancelled(uint256 indexed leadId, uint32 indexed round);
    /// @notice A sealed bid was placed; the round's bond was locked for it, of which the vault says nothing itself.
    event BidCommitted(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment);
    /// @notice A sealed bid was overwritten; its bond stays.
    event BidOverwritten(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes32 commitment);
    /// @notice The commitment just placed came with its opening, encrypted to the DON's key.
    event SealedOpeningGiven(uint256 indexed leadId, uint32 indexed round, address indexed bidder, bytes sealedOpening);
    /// @notice A sealed bid was taken back before the deadline; its bond was freed.
    event BidWithdrawn(uint256 indexed leadId, uint32 indexed round, address indexed bidder);
    /// @notice A bid was opened. `leading` is false below the reserve, above the cap, or beaten; tied bids are leading.
    event BidRevealed(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount, bool leading);
    /// @notice An opened bid does not count: its bidder is denied, or `Unknown` to a silent engine. `reason` is the gate's revert data.
    event BidBarred(uint256 indexed leadId, uint32 indexed round, address indexed bidder, IPassBook.Clearance clearance, bytes reason);
    /// @notice An opening in a batch failed with this revert data; the others went on.
    event RevealSkipped(uint256 indexed leadId, address indexed bidder, bytes reason);
    /// @notice All commitments are open: the reveal phase ended early, at `revealEnd`.
    event RevealClosed(uint256 indexed leadId, uint32 indexed round, uint40 revealEnd);
    /// @notice A tie was resolved by the random word, or for the first revealed after the time-out.
    event TieResolved(uint256 indexed leadId, uint32 indexed round, address indexed winner, uint256 tiedBids, bool byTimeout);
    /// @notice A beaten tied bid was freed.
    event TiedBidReleased(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount);
    /// @notice Title, capsule and money changed hands.
    event AuctionSettled(uint256 indexed leadId, uint32 indexed round, address indexed buyer, address seller, uint64 price, uint64 fee);
    /// @notice No valid bid: the lead went back to its seller.
    event AuctionClosedUnsold(uint256 indexed leadId, uint32 indexed round);
    /// @notice Not delivered in time: the buyer got its money back, the lead went back. `compensation` is the seller's bond, which the buyer
    /// got; 0 where the compliance engine's silence kept the seller from delivering, who has its bond back.
    event AuctionRefunded(uint256 indexed leadId, uint32 indexed round, address indexed buyer, uint64 bid, uint64 compensation);
    /// @notice The winner may not receive the lead (`reason` is the gate's revert data): its money is free, the lead and the whole bond are
    /// back with the seller, nobody is punished.
    event SaleBarred(uint256 indexed leadId, uint32 indexed round, address indexed buyer, uint64 bid, bytes reason);
    /// @notice Delivery was tried while the compliance engine gave no answer: the seller will not lose its bond.
    event DeliveryExcused(uint256 indexed leadId, uint32 indexed round, bytes reason);
    /// @notice A tie that nothing resolved was voided: all money free, the lead back with its seller.
    event AuctionVoided(uint256 indexed leadId, uint32 indexed round);
    /// @notice The bond of a commitment that was never opened was forfeited; `tip` went to the caller, the rest to `beneficiary`.
    event BondForfeited(
        uint256 indexed leadId,
        uint32 indexed round,
        address indexed bidder,
        address beneficiary,
        uint64 amount,
        uint64 tip
    );
    /// @notice The bond of an unopened commitment of a voided round went back to its bidder.
    event BondReturned(uint256 indexed leadId, uint32 indexed round, address indexed bidder, uint64 amount);
    /// @notice Fees of future auctions were set.
    event FeeConfigSet(FeeConfig config);

    /// @notice The call does not fit the phase.
    error AuctionHouse_WrongPhase(uint256 leadId, Phase phase);
    /// @notice The caller is not the peer contract that may do this.
    error AuctionHouse_UnauthorizedCaller(address caller);
    /// @notice Only the lead's seller may do this.
    error AuctionHouse_NotSeller(uint256 leadId, address caller, address seller);
    /// @notice The auction would end after the lead has expired.
    error AuctionHouse_LeadExpired(uint256 leadId, uint256 expiresAt, uint256 auctionEnd);
    /// @notice The premium is above `max` basis points.
    error AuctionHouse_PremiumTooHigh(uint256 qualityPremiumBps, uint256 max);
    /// @notice First price takes no cap; second price needs one above the reserve.
    error AuctionHouse_InvalidBidCap(uint256 leadId, uint256 bidCap, uint256 reserve);
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
    /// @notice The round does not exist.
    error AuctionHouse_UnknownRound(uint256 leadId, uint32 round);
    /// @notice The gas left does not cover the compliance engine's answer about this bidder: send more, or open fewer bids.
    error AuctionHouse_InsufficientGas(uint256 leadId, address bidder);
    /// @notice The buyer may receive the lead: delivery is not blocked.
    error AuctionHouse_BuyerCleared(uint256 leadId, address buyer);
    /// @notice Fees above their bounds, or no treasury.
    error AuctionHouse_InvalidFeeConfig(address treasury, uint256 feeBps, uint256 convenienceFee);

    /// @notice Opens an auction for a lead that the caller submitted and still owns. Seller only, who must be cleared to sell it. Freezes reserve, bonds, windows and
    /// fees, locks the seller's delivery bond and takes the title into custody. Stops while the vault is paused or insolvent.
    function createAuction(uint256 leadId, AuctionTerms calldata terms) external;

    /// @notice The same for a lead minted to this contract with the seller's signed terms. `CREVerifier` only.
    function createAuctionFor(uint256 leadId, ILeadNFT.Lead calldata lead, AuctionTerms calldata terms) external;

    /// @notice Cancels an auction without live commitments before `commitEnd`. Seller only. Frees the bond, returns the title.
    function cancelAuction(uint256 leadId) external;

    /// @notice Places or overwrites the caller's sealed bid. Locks the flat bond once. The caller must be cleared to receive the lead.
    /// @param commitment `commitmentOf(leadId, round, bidder, amount, salt)`.
    /// @param sealedOpening the opening encrypted to the DON's key, or empty; only emitted, at most 512 bytes.
    function commitBid(uint256 leadId, bytes32 commitment, bytes calldata sealedOpening) external;

    /// @notice Places `bidder`'s sealed bid with its EIP-712 (or ERC-1271) signature over
    /// `CommitBid(uint256 leadId,uint32 round,address bidder,bytes32 commitment,bytes32 sealedOpeningHash,uint256 nonce,uint256 deadline)`.
    function commitBidFor(
        address bidder,
        uint256 leadId,
        bytes32 commitment,
        bytes calldata sealedOpening,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Takes the caller's sealed bid back before `commitEnd` and frees its bond.
    function withdrawBid(uint256 leadId) external;

    /// @notice Opens a sealed bid. Anyone who has the opening. Returns the bond, locks the amount if the bid leads, frees the former leader.
    /// A bid of somebody who may not receive the lead now does not count: see `BidBarred`.
    function revealBid(uint256 leadId, Opening calldata opening) external;

    /// @notice Opens many; one that fails is skipped with an event and can be tried again. Reverts where the gas does not cover the
    /// compliance engine's answers.
    function revealBids(uint256 leadId, Opening[] calldata openings) external;

    /// @notice Requests the one random word of a tied auction.
    function requestTieBreak(uint256 leadId) external;

    /// @notice Fixes a tied auction's winner from the word, or, 24 h after the request (or after `revealEnd` if none was possible), for the
    /// first revealed.
    function resolveTie(uint256 leadId) external;

    /// @notice Frees a tied bid that can no longer win.
    /// @param amount what was bid.
    /// @param index the bid's place in `tiedBidders`.
    function releaseTiedBid(uint256 leadId, uint32 round, uint64 amount, uint256 index) external;

    /// @notice Delivers: verifies the re-encryption proof, pays the seller, returns the delivery bond, moves title and capsule to the
    /// buyer. One transaction, all or nothing. Anyone with a valid proof, until `deliveryEnd`. Reverts with the gate's reason where the
    /// buyer may not receive the lead any more: then see `reportBlockedDelivery`.
    function deliver(uint256 leadId, Capsule calldata current, ReEncryption calldata reEncryption) external;

    /// @notice Returns the lead of an auction without a valid bid to its seller, with the delivery bond.
    function closeUnsold(uint256 leadId) external;

    /// @notice After `deliveryEnd`: frees the buyer's money, pays it the seller's bond, returns the lead. The seller keeps its bond where
    /// the buyer may not receive the lead, or where the compliance engine is or was reported silent.
    function refund(uint256 leadId) external;

    /// @notice Until `deliveryEnd`: says that compliance keeps the lead from being delivered. A buyer who is denied loses the sale: its
    /// money is freed, lead and bond go back to the seller. While the engine is silent, the seller is excused. Reverts if the buyer is
    /// cleared.
    function reportBlockedDelivery(uint256 leadId) external;

    /// @notice Forfeits the bond of a commitment never opened, once the winner is fixed or the round is over: to the buyer as a rebate, or to
    /// the treasury where there is none. `FORFEIT_TIP` of it goes to the caller. After a void the whole bond goes back to its bidder.
    function forfeitBond(uint256 leadId, uint32 round, address bidder) external;

    /// @notice Voids a tie that hangs 7 days after `revealEnd`: all money is freed, the lead goes back.
    function voidAuction(uint256 leadId) external;

    /// @notice Sets fees of future auctions. Configurator role, delayed.
    function setFeeConfig(FeeConfig calldata config) external;

    /// @notice The commitment to a bid: `keccak256(abi.encode(DOMAIN, chainid, house, leadId, round, bidder, amount, salt))`.
    function commitmentOf(uint256 leadId, uint32 round, address bidder, uint64 amount, bytes32 salt) external view returns (bytes32);

    /// @notice The live commitment of an account in a round, zero if none.
    function commitmentIn(uint256 leadId, uint32 round, address bidder) external view returns (bytes32);

    /// @notice The latest auction round of a lead.
    function auctionOf(uint256 leadId) external view returns (Auction memory);

    /// @notice The phase of the latest round. Past its deadlines, the terminal phase that a close would write.
    function phaseOf(uint256 leadId) external view returns (Phase);

    /// @notice Bidders that tied with the first bid of `amount`, in order of reveal; zero where released.
    function tiedBidders(uint256 leadId, uint32 round, uint64 amount) external view returns (address[] memory);

    /// @notice Fees of auctions created now.
    function feeConfig() external view returns (FeeConfig memory);
}
