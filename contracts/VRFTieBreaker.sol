// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IVRFCoordinatorV2Plus} from "@chainlink/contracts/src/v0.8/vrf/dev/interfaces/IVRFCoordinatorV2Plus.sol";
import {IVRFMigratableConsumerV2Plus} from "@chainlink/contracts/src/v0.8/vrf/dev/interfaces/IVRFMigratableConsumerV2Plus.sol";
import {VRFV2PlusClient} from "@chainlink/contracts/src/v0.8/vrf/dev/libraries/VRFV2PlusClient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IVRFTieBreaker} from "./interfaces/IVRFTieBreaker.sol";

/// @title VRFTieBreaker
/// @notice Asks Chainlink VRF v2.5 for the one random word that breaks a round's tie, and keeps it.
/// @dev Chainlink's consumer bases keep the coordinator in a constructor-set variable, which is zero behind a proxy; here it lies in an
/// ERC-7201 namespace and is set by `initialize`.
contract VRFTieBreaker is ProtocolContract, IVRFTieBreaker, IVRFMigratableConsumerV2Plus {
    using SafeCast for uint256;

    /// @notice Least gas for the callback: it needs about half of this to store a word behind a proxy.
    uint32 public constant MIN_CALLBACK_GAS_LIMIT = 100_000;
    /// @notice Most gas that a coordinator grants a callback.
    uint32 public constant MAX_CALLBACK_GAS_LIMIT = 2_500_000;
    /// @notice Most blocks that a coordinator waits.
    uint16 public constant MAX_REQUEST_CONFIRMATIONS = 200;

    /// @dev `leadId` counts up from 1, so 224 bits hold it beside the round in one slot.
    struct RoundKey {
        uint224 leadId;
        uint32 round;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.VRFTieBreaker
    struct VRFTieBreakerStorage {
        address coordinator;
        VRFConfig config;
        mapping(uint256 leadId => mapping(uint32 round => TieBreak tieBreak)) tieBreaks;
        mapping(address coordinator => mapping(uint256 requestId => RoundKey key)) roundOf;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable HOUSE;

    /// @param house auction house, the only caller of `requestWord`.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address house) {
        HOUSE = house;
    }

    /// @notice Sets the authority, the VRF coordinator and the request parameters. Once.
    function initialize(address authority, address coordinator_, VRFConfig calldata config) external initializer {
        __AccessManaged_init(authority);
        _setCoordinator(coordinator_);
        _setVRFConfig(config);
    }

    /// @inheritdoc IVRFTieBreaker
    function requestWord(uint256 leadId, uint32 round) external returns (uint256 requestId) {
        require(msg.sender == HOUSE, VRFTieBreaker_UnauthorizedCaller(msg.sender));
        VRFTieBreakerStorage storage $ = _storage();
        TieBreak storage tieBreak = $.tieBreaks[leadId][round];
        require(tieBreak.requestedAt == 0, VRFTieBreaker_AlreadyRequested(leadId, round, tieBreak.requestId));

        tieBreak.requestedAt = block.timestamp.toUint40();
        address current = $.coordinator;
        requestId = IVRFCoordinatorV2Plus(current).requestRandomWords(_request($.config));
        tieBreak.requestId = requestId;
        $.roundOf[current][requestId] = RoundKey({leadId: leadId.toUint224(), round: round});
        emit TieBreakRequested(leadId, round, requestId);
    }

    /// @inheritdoc IVRFTieBreaker
    function rawFulfillRandomWords(uint256 requestId, uint256[] calldata randomWords) external {
        VRFTieBreakerStorage storage $ = _storage();
        require(msg.sender == $.coordinator, VRFTieBreaker_UnauthorizedCaller(msg.sender));
        RoundKey memory key = $.roundOf[msg.sender][requestId];
        TieBreak storage tieBreak = $.tieBreaks[key.leadId][key.round];
        if (tieBreak.requestedAt == 0 || tieBreak.fulfilledAt != 0 || randomWords.length == 0) {
            emit TieBreakWordIgnored(requestId);
            return;
        }

        tieBreak.word = randomWords[0];
        tieBreak.fulfilledAt = block.timestamp.toUint40();
        emit TieBreakFulfilled(key.leadId, key.round, requestId, randomWords[0]);
    }

    /// @notice Moves to another VRF coordinator. The current coordinator (Chainlink's migration), or the configurator role, delayed. Words
    /// that the old one still owes are not accepted; those rounds end by their time-out.
    function setCoordinator(address vrfCoordinator) external override {
        if (msg.sender != _storage().coordinator) _checkCanCall(msg.sender, msg.data);
        _setCoordinator(vrfCoordinator);
    }

    /// @inheritdoc IVRFTieBreaker
    function setVRFConfig(VRFConfig calldata config) external restricted {
        _setVRFConfig(config);
    }

    /// @inheritdoc IVRFTieBreaker
    function tieBreakOf(uint256 leadId, uint32 round) external view returns (TieBreak memory) {
        return _storage().tieBreaks[leadId][round];
    }

    /// @inheritdoc IVRFTieBreaker
    function vrfConfig() external view returns (VRFConfig memory) {
        return _storage().config;
    }

    /// @inheritdoc IVRFTieBreaker
    function coordinator() external view returns (address) {
        return _storage().coordinator;
    }

    function _setCoordinator(address coordinator_) private {
        require(coordinator_.code.length != 0, VRFTieBreaker_InvalidCoordinator(coordinator_));
        _storage().coordinator = coordinator_;
        emit CoordinatorSet(coordinator_);
    }

    function _setVRFConfig(VRFConfig calldata config) private {
        require(
            config.callbackGasLimit >= MIN_CALLBACK_GAS_LIMIT && config.callbackGasLimit <= MAX_CALLBACK_GAS_LIMIT,
            VRFTieBreaker_InvalidCallbackGasLimit(config.callbackGasLimit, MIN_CALLBACK_GAS_LIMIT, MAX_CALLBACK_GAS_LIMIT)
        );
        require(
            config.requestConfirmations <= MAX_REQUEST_CONFIRMATIONS,
            VRFTieBreaker_InvalidRequestConfirmations(config.requestConfirmations, MAX_REQUEST_CONFIRMATIONS)
        );
        _storage().config = config;
        emit VRFConfigSet(config);
    }

    /// @dev `extraArgs` must never be empty: coordinators read the payment kind from it.
    function _request(VRFConfig memory config) private pure returns (VRFV2PlusClient.RandomWordsRequest memory) {
        return
            VRFV2PlusClient.RandomWordsRequest({
                keyHash: config.keyHash,
                subId: config.subscriptionId,
                requestConfirmations: config.requestConfirmations,
                callbackGasLimit: config.callbackGasLimit,
                numWords: 1,
                extraArgs: VRFV2PlusClient._argsToBytes(VRFV2PlusClient.ExtraArgsV1({nativePayment: config.nativePayment}))
            });
    }

    function _storage() private pure returns (VRFTieBreakerStorage storage $) {
        uint256 slot = erc7201("lead-engine.storage.VRFTieBreaker");
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
