// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVRFTieBreaker
/// @notice One VRF v2.5 request per tied auction round, ever. The callback stores the word and never reverts.
/// @dev `setCoordinator` and its event `CoordinatorSet` are Chainlink's `IVRFMigratableConsumerV2Plus`.
interface IVRFTieBreaker {
    /// @notice VRF request parameters.
    /// @param keyHash gas lane: the VRF key and the gas price that goes with it.
    /// @param subscriptionId VRF v2.5 subscription that pays.
    /// @param callbackGasLimit gas for `rawFulfillRandomWords`, 100,000 to 2,500,000.
    /// @param requestConfirmations blocks to wait, at most 200.
    /// @param nativePayment whether to pay in the native token instead of LINK.
    struct VRFConfig {
        bytes32 keyHash;
        uint256 subscriptionId;
        uint32 callbackGasLimit;
        uint16 requestConfirmations;
        bool nativePayment;
    }

    /// @notice The state of a round's tie-break.
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
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param requestId the coordinator's id of the request.
    event TieBreakRequested(uint256 indexed leadId, uint32 indexed round, uint256 requestId);
    /// @notice The word arrived.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param requestId the coordinator's id of the request.
    /// @param word the random word.
    event TieBreakFulfilled(uint256 indexed leadId, uint32 indexed round, uint256 requestId, uint256 word);
    /// @notice A word arrived that no round waits for; it was ignored.
    /// @param requestId the coordinator's id of the request.
    event TieBreakWordIgnored(uint256 indexed requestId);
    /// @notice Request parameters changed.
    /// @param config the request parameters.
    event VRFConfigSet(VRFConfig config);

    /// @notice Only the auction house requests words and only the coordinator returns them, not `caller`.
    /// @param caller account that called.
    error VRFTieBreaker_UnauthorizedCaller(address caller);
    /// @notice The one random word of round `round` of lead `leadId` was requested already.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param requestId the coordinator's id of the request.
    error VRFTieBreaker_AlreadyRequested(uint256 leadId, uint32 round, uint256 requestId);
    /// @notice `coordinator` is not a contract, so it cannot be a VRF coordinator.
    /// @param coordinator the address given.
    error VRFTieBreaker_InvalidCoordinator(address coordinator);
    /// @notice A callback gas limit of `callbackGasLimit` is outside `min` to `max`.
    /// @param callbackGasLimit the limit given, in gas.
    /// @param min lowest limit, in gas.
    /// @param max highest limit, in gas.
    error VRFTieBreaker_InvalidCallbackGasLimit(uint32 callbackGasLimit, uint32 min, uint32 max);
    /// @notice `requestConfirmations` confirmations are more than the highest number, `max`.
    /// @param requestConfirmations the blocks given.
    /// @param max most blocks.
    error VRFTieBreaker_InvalidRequestConfirmations(uint16 requestConfirmations, uint16 max);

    /// @notice Requests the one random word of a tied round. Auction house only. Reverts with `VRFTieBreaker_UnauthorizedCaller` for any
    /// other caller, `VRFTieBreaker_AlreadyRequested` where the round's word was requested before, and with the coordinator's error if the
    /// coordinator refuses (no subscription, not a consumer): the request can then be repeated.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @return requestId the coordinator's id of the request.
    function requestWord(uint256 leadId, uint32 round) external returns (uint256 requestId);

    /// @notice VRF callback. Current coordinator only, for which it never reverts: it ignores a word that no round waits for, with an
    /// event. Reverts with `VRFTieBreaker_UnauthorizedCaller` for any other caller.
    /// @param requestId the coordinator's id of the request.
    /// @param randomWords the words; the first one counts.
    function rawFulfillRandomWords(uint256 requestId, uint256[] calldata randomWords) external;

    /// @notice Sets request parameters for future requests. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a
    /// caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due. Reverts with
    /// `VRFTieBreaker_InvalidCallbackGasLimit` outside 100,000 to 2,500,000 gas, and `VRFTieBreaker_InvalidRequestConfirmations` above 200
    /// blocks.
    /// @param config the request parameters.
    function setVRFConfig(VRFConfig calldata config) external;

    /// @notice The tie-break of a round; all zero when none was requested. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @return the request and the word.
    function tieBreakOf(uint256 leadId, uint32 round) external view returns (TieBreak memory);

    /// @notice Current request parameters. Anyone. Never reverts.
    /// @return the parameters.
    function vrfConfig() external view returns (VRFConfig memory);

    /// @notice Current coordinator. Anyone. Never reverts.
    /// @return address of the coordinator.
    function coordinator() external view returns (address);
}
