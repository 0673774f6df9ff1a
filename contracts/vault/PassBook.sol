// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../interfaces/ILeadAccessPolicy.sol";
import {IPassBook} from "../interfaces/IPassBook.sol";
import {BoundedCall} from "../libraries/BoundedCall.sol";

/// @title PassBook
/// @notice See `IPassBook`. Passes are bits in sets. A set is valid until its end, unless its account's generation or the global epoch has
/// changed: so one write drops any number of passes.
/// @dev A module for the contract that keeps generations and epoch in slots that a bid touches anyway, and beside them the set that most
/// bids need: the receivers' passes of the first lead classes. A bid reads and writes a pass there at no extra cost. The passes of a set
/// end together, when its first one does: one that would last longer ends with it, one that ends before is not kept. So no kept pass is
/// ever shortened, and none outlasts what it rests on. If a pass is not kept or ends too early, the vault asks the gate.
abstract contract PassBook is IPassBook {
    /// @notice Gas for the gate where an exit waits for its answer. Enough for an identity with a hundred credentials.
    uint256 public constant DECISION_GAS = 1_000_000;
    /// @dev Gas for the work around that call.
    uint256 private constant CALL_OVERHEAD = 60_000;
    /// @dev Longest answer that is kept: the gate's reasons are a few hundred bytes.
    uint256 private constant MAX_REASON_LENGTH = 1_024;

    /// @dev Lead classes below this are in the receivers' first set.
    uint32 internal constant FIRST_SET_SIZE = 32;
    /// @dev Lead classes in every other set.
    uint32 private constant SET_SIZE = 168;

    /// @dev Passes of an account for consecutive lead classes, one slot. `uint32` seconds last until 2106. Generations repeat after 16.7
    /// million drops of one account's passes while a pass lasts: by takeovers of its identity's bidding that costs 10^12 gas and more.
    struct PassSet {
        uint32 until;
        uint32 epoch;
        uint24 generation;
        uint168 classes;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.PassBook
    struct PassBookStorage {
        mapping(address account => mapping(uint256 key => PassSet)) sets;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.PassBook");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    modifier onlyHouse() {
        _requireHouse();
        _;
    }

    modifier onlyGate() {
        require(msg.sender == address(GATE), PassBook_UnauthorizedCaller(msg.sender));
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IComplianceGate gate_) {
        GATE = gate_;
    }

    /// @inheritdoc IPassBook
    function requireReceiver(address account, uint32 leadClass, uint40 until) external onlyHouse {
        _requireReceiver(account, leadClass, until);
    }

    /// @inheritdoc IPassBook
    function receiverClearance(address account, uint32 leadClass) external onlyHouse returns (Clearance, bytes memory reason) {
        return _clearanceOf(account, leadClass);
    }

    /// @inheritdoc IPassBook
    function rememberPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) external onlyGate {
        _remember(account, activity, leadClass, validUntil);
    }

    /// @inheritdoc IPassBook
    function forgetPasses(address account) external onlyGate {
        (PassSet memory first, ) = _firstPassSet(account);
        unchecked {
            ++first.generation;
        }
        first.classes = 0;
        _storeFirstPassSet(account, first);
    }

    /// @inheritdoc IPassBook
    function forgetAllPasses() external onlyGate {
        _nextPassEpoch();
    }

    /// @inheritdoc IPassBook
    function hasPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) public view returns (bool) {
        return _passEnd(account, activity, leadClass) != 0;
    }

    /// @inheritdoc IPassBook
    function gate() external view returns (address) {
        return address(GATE);
    }

    /// @dev For exits: the call goes on, whatever the gate does. Nobody can make the engine seem dead by sending too little gas.
    function _clearanceOf(address account, uint32 leadClass) internal returns (Clearance, bytes memory reason) {
        if (hasPass(account, ILeadAccessPolicy.Activity.Receive, leadClass)) return (Clearance.Clear, "");
        uint256 available = gasleft();
        uint256 needed = (DECISION_GAS * 64) / 63 + CALL_OVERHEAD;
        require(available >= needed, PassBook_InsufficientGas(available, needed));

        bytes memory call = abi.encodeCall(GATE.decide, (account, ILeadAccessPolicy.Activity.Receive, leadClass));
        (bool answered, bytes memory answer) = BoundedCall.run(address(GATE), DECISION_GAS, MAX_REASON_LENGTH, call);
        if (answered && answer.length == 32) {
            uint256 validUntil = uint256(bytes32(answer));
            if (validUntil > block.timestamp && validUntil <= type(uint40).max) {
                _remember(account, ILeadAccessPolicy.Activity.Receive, leadClass, uint40(validUntil));
                return (Clearance.Clear, "");
            }
        }
        bool denied = !answered && bytes4(answer) == IComplianceGate.ComplianceGate_Denied.selector;
        return (denied ? Clearance.Denied : Clearance.Unknown, answer);
    }

    /// @dev For new business: reverts where the gate refuses or is silent.
    function _requireReceiver(address account, uint32 leadClass, uint40 until) internal {
        uint40 end = _passEnd(account, ILeadAccessPolicy.Activity.Receive, leadClass);
        if (end != 0 && end >= until) return;
        uint40 validUntil = GATE.decide(account, ILeadAccessPolicy.Activity.Receive, leadClass);
        require(validUntil >= until, PassBook_ClearanceTooShort(account, validUntil, until));
        _remember(account, ILeadAccessPolicy.Activity.Receive, leadClass, validUntil);
    }

    /// @dev Reverts unless the auction house calls.
    function _requireHouse() internal view virtual;

    /// @dev The first set of `account`, whose generation is the account's, and the global epoch.
    function _firstPassSet(address account) internal view virtual returns (PassSet memory set, uint32 epoch);

    /// @dev Stores the first set of `account`.
    function _storeFirstPassSet(address account, PassSet memory set) internal virtual;

    /// @dev Moves the global epoch on.
    function _nextPassEpoch() internal virtual;

    /// @dev Until when a pass is remembered, Unix seconds; 0 for none.
    function _passEnd(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) private view returns (uint40) {
        (PassSet memory first, uint32 epoch) = _firstPassSet(account);
        if (_isInFirstSet(activity, leadClass)) return _endIn(first, leadClass, first.generation, epoch);
        PassSet memory set = _passBookStorage().sets[account][_keyOf(activity, leadClass)];
        return _endIn(set, leadClass % SET_SIZE, first.generation, epoch);
    }

    /// @dev When the set ends, if the class at `place` is in it; else 0.
    function _endIn(PassSet memory set, uint256 place, uint24 generation, uint32 epoch) private view returns (uint40) {
        return (set.classes >> place) & 1 == 1 && _counts(set, generation, epoch) ? set.until : 0;
    }

    /// @dev Whether the passes in the set are still valid.
    function _counts(PassSet memory set, uint24 generation, uint32 epoch) private view returns (bool) {
        return set.until > block.timestamp && set.epoch == epoch && set.generation == generation;
    }

    /// @dev Whether the pass is in the account's first set.
    function _isInFirstSet(ILeadAccessPolicy.Activity activity, uint32 leadClass) private pure returns (bool) {
        return leadClass < FIRST_SET_SIZE && activity == ILeadAccessPolicy.Activity.Receive;
    }

    function _remember(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) private {
        (PassSet memory first, uint32 epoch) = _firstPassSet(account);
        if (_isInFirstSet(activity, leadClass)) {
            _add(first, leadClass, validUntil, first.generation, epoch);
            return _storeFirstPassSet(account, first);
        }
        mapping(uint256 key => PassSet) storage sets = _passBookStorage().sets[account];
        uint256 key = _keyOf(activity, leadClass);
        PassSet memory set = sets[key];
        _add(set, leadClass % SET_SIZE, validUntil, first.generation, epoch);
        sets[key] = set;
    }

    /// @dev Adds a class to a valid set, unless that would shorten the others' time; restarts an invalid set.
    function _add(PassSet memory set, uint256 place, uint40 validUntil, uint24 generation, uint32 epoch) private view {
        uint32 until = validUntil < type(uint32).max ? uint32(validUntil) : type(uint32).max;
        if (set.classes == 0 || !_counts(set, generation, epoch)) {
            (set.until, set.epoch, set.generation, set.classes) = (until, epoch, generation, 0);
        } else if (until < set.until) {
            return;
        }
        set.classes |= uint168(1 << place);
    }

    function _keyOf(ILeadAccessPolicy.Activity activity, uint32 leadClass) private pure returns (uint256) {
        return (uint256(leadClass / SET_SIZE) << 8) | uint8(activity);
    }

    function _passBookStorage() private pure returns (PassBookStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
