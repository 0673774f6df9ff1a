// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ProtocolContract} from "../base/ProtocolContract.sol";
import {IAuctionHouse} from "../interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {IPersonalEscrowVault} from "../interfaces/IPersonalEscrowVault.sol";
import {IReservePricer} from "../interfaces/IReservePricer.sol";
import {IVRFTieBreaker} from "../interfaces/IVRFTieBreaker.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AuctionRound, AuctionRoundLib} from "../libraries/AuctionRound.sol";

/// @title AuctionBase
/// @notice Peers and storage that all parts of the auction house share.
abstract contract AuctionBase is IAuctionHouse, ProtocolContract {
    using AuctionRoundLib for AuctionRound;

    /// @notice The contracts that the house and its linked libraries work with; all are proxies.
    struct Peers {
        ILeadNFT nft;
        IPersonalEscrowVault vault;
        IVerticalRegistry registry;
        IReservePricer pricer;
        IVRFTieBreaker tieBreaker;
        IComplianceGate gate;
        address verifier;
        IBountyMatcher matcher;
    }

    /// @dev What bonds of an earlier round need once the lead is listed again.
    struct PastRound {
        uint64 bidBond;
        uint32 commitEnd;
        uint32 revealEnd;
        bool bondsReturned;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.AuctionHouse
    struct AuctionStorage {
        FeeConfig feeConfig;
        mapping(uint256 leadId => AuctionRound) rounds;
        mapping(uint256 leadId => mapping(uint32 round => PastRound)) pastRounds;
        mapping(uint256 leadId => mapping(uint32 round => mapping(address bidder => bytes32))) commitments;
        mapping(uint256 leadId => mapping(uint32 round => mapping(uint64 amount => address[]))) tiedBidders;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AuctionHouse");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILeadNFT internal immutable NFT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPersonalEscrowVault internal immutable VAULT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry internal immutable REGISTRY;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IReservePricer internal immutable PRICER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVRFTieBreaker internal immutable TIE_BREAKER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate internal immutable GATE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address internal immutable VERIFIER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IBountyMatcher internal immutable MATCHER;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(Peers memory peers) {
        NFT = peers.nft;
        VAULT = peers.vault;
        REGISTRY = peers.registry;
        PRICER = peers.pricer;
        TIE_BREAKER = peers.tieBreaker;
        GATE = peers.gate;
        VERIFIER = peers.verifier;
        MATCHER = peers.matcher;
    }

    /// @dev The round, if its phase is `expected`.
    function _roundIn(uint256 leadId, Phase expected) internal view returns (AuctionRound storage round) {
        round = _auctionStorage().rounds[leadId];
        Phase phase = round.phase();
        require(phase == expected, AuctionHouse_WrongPhase(leadId, phase));
    }

    /// @dev The round, if its phase is `expected` and nobody has closed it yet.
    function _unclosedRoundIn(uint256 leadId, Phase expected) internal view returns (AuctionRound storage round) {
        round = _roundIn(leadId, expected);
        require(round.status == Phase.Commit, AuctionHouse_AlreadyClosed(leadId, expected));
    }

    /// @dev For the linked libraries, which have no immutables of their own.
    function _peers() internal view returns (Peers memory) {
        return Peers(NFT, VAULT, REGISTRY, PRICER, TIE_BREAKER, GATE, VERIFIER, MATCHER);
    }

    function _auctionStorage() internal pure returns (AuctionStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
