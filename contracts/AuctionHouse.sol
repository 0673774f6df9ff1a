// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {AuctionBase} from "./auction/AuctionBase.sol";
import {AuctionBidding} from "./auction/AuctionBidding.sol";
import {AuctionClosing} from "./auction/AuctionClosing.sol";
import {AuctionListing} from "./auction/AuctionListing.sol";
import {AuctionOffersLogic} from "./auction/AuctionOffersLogic.sol";
import {AuctionReveal} from "./auction/AuctionReveal.sol";
import {AuctionTies} from "./auction/AuctionTies.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {AuctionRound, AuctionRoundLib} from "./libraries/AuctionRound.sol";
import {BidCommitment} from "./libraries/BidCommitment.sol";

/// @title AuctionHouse
/// @notice The auction state machine, composed of its parts in `auction/`. Holds no tokens and no oracle rules.
/// @custom:oz-upgrades-unsafe-allow external-library-linking
contract AuctionHouse is AuctionListing, AuctionBidding, AuctionReveal, AuctionTies, AuctionClosing {
    using AuctionRoundLib for AuctionRound;

    /// @notice Highest share of the price that may be a fee: 10 %.
    uint16 public constant MAX_FEE_BPS = 1_000;
    /// @notice Highest flat fee: 10 USDC.
    uint32 public constant MAX_CONVENIENCE_FEE = 10_000_000;

    /// @param peers the contracts that the house works with.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(Peers memory peers) AuctionBase(peers) {}

    /// @notice Initialises the proxy, once.
    /// @param authority the `AccessManager`.
    /// @param config fees of the first auctions.
    function initialize(address authority, FeeConfig calldata config) external initializer {
        __AccessManaged_init(authority);
        __EIP712_init("Lead Engine Auction House", "1");
        _setFeeConfig(config);
    }

    /// @inheritdoc IAuctionHouse
    function setFeeConfig(FeeConfig calldata config) external restricted {
        _setFeeConfig(config);
    }

    /// @inheritdoc IAuctionHouse
    function placeOffer(uint256 leadId, address bidder, uint64 amount, uint256 window) external nonReentrant returns (uint32 round) {
        require(msg.sender == address(MATCHER), AuctionHouse_UnauthorizedCaller(msg.sender));
        return AuctionOffersLogic.place(_auctionStorage(), _peers(), leadId, bidder, amount, window);
    }

    /// @inheritdoc IAuctionHouse
    function auctionOf(uint256 leadId) external view returns (Auction memory) {
        AuctionRound storage round = _auctionStorage().rounds[leadId];
        Phase phase = round.phase();
        bool isFixed =
            round.leader != address(0) &&
                phase != Phase.Commit &&
                phase != Phase.Reveal &&
                phase != Phase.TieBreak &&
                phase != Phase.Voided;
        return
            Auction({
                phase: phase,
                closed: round.status != Phase.Commit && round.status != Phase.None,
                round: round.round,
                commitEnd: round.commitEnd,
                revealEnd: round.revealEnd,
                fixedAt: isFixed ? round.fixedAt() : 0,
                deliveryEnd: isFixed ? round.deliveryEnd() : 0,
                pendingCommitments: round.pendingCommitments,
                tiedBids: round.tiedBids,
                bondsReturned: round.bondsReturned,
                offered: round.offered,
                instantSale: round.instantSale,
                bidBond: round.bidBond,
                deliveryBond: round.deliveryBond,
                reserve: round.reserve,
                feeBps: round.feeBps,
                convenienceFee: round.convenienceFee,
                leader: round.leader,
                leadingBid: round.leadingBid,
                price: isFixed ? round.leadingBid : 0
            });
    }

    /// @inheritdoc IAuctionHouse
    function phaseOf(uint256 leadId) external view returns (Phase) {
        return _auctionStorage().rounds[leadId].phase();
    }

    /// @inheritdoc IAuctionHouse
    function isUnclosed(uint256 leadId) external view returns (bool) {
        return _auctionStorage().rounds[leadId].status == Phase.Commit;
    }

    /// @inheritdoc IAuctionHouse
    function commitmentOf(uint256 leadId, uint32 round, address bidder, uint64 amount, bytes32 salt) external view returns (bytes32) {
        return BidCommitment.hash(leadId, round, bidder, amount, salt);
    }

    /// @inheritdoc IAuctionHouse
    function commitmentIn(uint256 leadId, uint32 round, address bidder) external view returns (bytes32) {
        return _auctionStorage().commitments[leadId][round][bidder];
    }

    /// @inheritdoc IAuctionHouse
    function tiedBidders(uint256 leadId, uint32 round, uint64 amount) external view returns (address[] memory) {
        return _auctionStorage().tiedBidders[leadId][round][amount];
    }

    /// @inheritdoc IAuctionHouse
    function feeConfig() external view returns (FeeConfig memory) {
        return _auctionStorage().feeConfig;
    }

    function _setFeeConfig(FeeConfig calldata config) private {
        require(
            config.treasury != address(0) && config.feeBps <= MAX_FEE_BPS && config.convenienceFee <= MAX_CONVENIENCE_FEE,
            AuctionHouse_InvalidFeeConfig(config.treasury, config.feeBps, config.convenienceFee)
        );
        _auctionStorage().feeConfig = config;
        emit FeeConfigSet(config);
    }
}
