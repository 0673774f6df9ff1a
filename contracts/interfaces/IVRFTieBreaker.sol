// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVRFTieBreaker
/// @notice One VRF v2.5 request per tied auction round, ever. The callback stores the word and never reverts.
/// @dev `setCoordinator` and its event `CoordinatorSet` are Chainlink's `IVRFMigratableConsumerV2Plus`.
interface IVRFTieBreaker {
    /// @notice VRF request parameters.
    /// @param keyHash gas lane.
    /// @param subscriptionId VRF v2.5 subscription that pays.
    /// @param callbackGasLimit gas for `rawFulfillRandomWords`.
    /// @param requestConfirmations blocks to wait.
    /// @param nativePayment pay in the native token instead of LINK.
    struct VRFConfig {
        bytes32 keyHash;
        uint256 subscriptionId;
        uint32 callbackGasLimit;
        uint16 requestConfirmations;
        bool nativePayment;
    }

    /// @notice What is known of a round's tie-break.
    /// @param requestId the coordinator's id; it means nothing to another coordinator.
    /// @param word the random word; it never changes once it is there.
    /// @param requestedAt Unix seconds, zero when none was requested.
    /// @param fulfilledAt Unix seconds, zero until the word has arrived.
    struct TieBreak {
        uint256 requestId;
        uint256 word;
        uint40 requestedAt;
        uint40 fulfilledAt;
    }

    /// @notice A word was requested for a tied round.
    event TieBreakRequested(uint256 indexed leadId, uint32 indexed round, uint256 requestId);
    /// @notice The word arrived.
    event TieBreakFulfilled(uint256 indexed leadId, uint32 indexed round, uint256 requestId, uint256 word);
    /// @notice A word arrived that nothing waits for; it was ignored.
    event TieBreakWordIgnored(uint256 indexed requestId);
    /// @notice Request parameters changed.
    event VRFConfigSet(VRFConfig config);

    /// @notice The caller is not the peer contract that may do this.
    error VRFTieBreaker_UnauthorizedCaller(address caller);
    /// @notice This round's one request was already made.
    error VRFTieBreaker_AlreadyRequested(uint256 leadId, uint32 round, uint256 requestId);
    /// @notice The coordinator must be a contract.
    error VRFTieBreaker_InvalidCoordinator(address coordinator);
    /// @notice The callback needs gas to store a word.
    error VRFTieBreaker_InvalidCallbackGasLimit(uint32 callbackGasLimit, uint32 min, uint32 max);
    /// @notice The coordinator waits for `max` blocks at most.
    error VRFTieBreaker_InvalidRequestConfirmations(uint16 requestConfirmations, uint16 max);

    /// @notice Requests the one random word of a tied round. Auction house only.
    /// @dev Reverts with the coordinator's error when that refuses (no subscription, not a consumer): the request can then be repeated.
    function requestWord(uint256 leadId, uint32 round) external returns (uint256 requestId);

    /// @notice VRF callback. Current coordinator only, for which it never reverts: what nothing waits for is ignored with an event.
    function rawFulfillRandomWords(uint256 requestId, uint256[] calldata randomWords) external;

    /// @notice Sets request parameters for future requests. Configurator role, delayed.
    function setVRFConfig(VRFConfig calldata config) external;

    /// @notice The tie-break of a round; all zero when none was requested.
    function tieBreakOf(uint256 leadId, uint32 round) external view returns (TieBreak memory);

    /// @notice Current request parameters.
    function vrfConfig() external view returns (VRFConfig memory);

    /// @notice Current coordinator.
    function coordinator() external view returns (address);
}
