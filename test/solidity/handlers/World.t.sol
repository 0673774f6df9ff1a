// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {FaultyPolicyEngine} from "../../../contracts/mocks/FaultyPolicyEngine.sol";
import {VM} from "../Vm.sol";
import {ComplianceBooks} from "./ComplianceBooks.t.sol";

/// @title World
/// @notice What happens around auctions: time passes, the compliance engine fails, the sequencer goes down, the vault loses money, the
/// guardian pauses, fees and treasury change. With books of the outages.
abstract contract World is ComplianceBooks {
    /// @dev From a time to another, Unix seconds; `until` is 0 while it lasts.
    struct Span {
        uint40 from;
        uint40 until;
    }

    /// @dev As many as the pricer looks back for: two rounds of the feed each.
    uint256 private constant MAX_OUTAGES = 12;

    /// @notice USDC that the vault owes and does not hold.
    uint256 public missing;
    /// @notice Whether the guardian has stopped new business.
    bool public paused;
    /// @notice Whether the last proof of reserves found the vault insolvent.
    bool public insolvent;

    IAuctionHouse.FeeConfig internal _fees;

    Span[] private _outages;
    Span private _insolvency;
    bytes private _engineCode;
    FaultyPolicyEngine[4] private _faultyEngines;

    /// @dev Makes an action `times` times less likely than the others.
    modifier rarely(uint256 dice, uint256 times) {
        VM.assume(uint256(keccak256(abi.encode(dice))) % times == 0);
        _;
    }

    constructor() {
        _fees = house.feeConfig();
        for (uint256 i = 0; i < _faultyEngines.length; ++i) _faultyEngines[i] = new FaultyPolicyEngine(FaultyPolicyEngine.Fault(i));
        _engineCode = address(engine).code;
    }

    // TIME

    function pass(uint256 dice, uint16 secondsSeed) external rarely(dice, 12) {
        VM.warp(block.timestamp + 1 + (secondsSeed % 40 minutes));
    }

    // COMPLIANCE ENGINE

    /// @notice Where the compliance desk has just dropped all passes, the engine's silence is felt.
    function breakEngine(uint256 dice, uint256 faultSeed, bool invalidateAll) external rarely(dice, 12) {
        VM.assume(!engineDown);
        if (invalidateAll) gate.invalidateAll();
        _breakEngine(faultSeed % _faultyEngines.length);
    }

    function repairEngine(uint256 dice) external rarely(dice, 5) {
        VM.assume(engineDown);
        (engineDown, engineReverts) = (false, false);
        VM.etch(address(engine), _engineCode);
    }

    // SEQUENCER

    function sequencerGoesDown(uint256 dice) external rarely(dice, 12) {
        VM.assume(!_isSequencerDown() && _outages.length < MAX_OUTAGES);
        sequencer.updateAnswer(1);
        _outages.push(Span(uint40(block.timestamp), 0));
    }

    function sequencerComesUp(uint256 dice) external rarely(dice, 5) {
        VM.assume(_isSequencerDown());
        sequencer.updateAnswer(0);
        _outages[_outages.length - 1].until = uint40(block.timestamp);
    }

    // SOLVENCY

    function loseReserves(uint256 dice, uint24 amount) external rarely(dice, 12) {
        VM.assume(missing == 0 && amount != 0);
        missing = amount;
        VM.prank(address(vault));
        usdc.transfer(address(0xDEAD), amount);
    }

    function replaceReserves(uint256 dice) external rarely(dice, 4) {
        VM.assume(missing != 0);
        usdc.mint(address(vault), missing);
        missing = 0;
    }

    function proveReserves(uint256 dice) external rarely(dice, 12) {
        bool solvent = missing == 0;
        assert(vault.proveReserves() == solvent);
        if (insolvent != solvent) return;
        insolvent = !solvent;
        if (solvent) _insolvency.until = uint40(block.timestamp);
        else _insolvency = Span(uint40(block.timestamp), 0);
    }

    // PAUSE AND FEES

    function pause(uint256 dice) external rarely(dice, 12) {
        VM.assume(!paused);
        _pause();
    }

    function unpause(uint256 dice) external rarely(dice, 5) {
        VM.assume(paused);
        paused = false;
        vault.unpause();
    }

    function setFees(uint256 dice, uint16 feeBps, uint32 convenienceFee) external rarely(dice, 12) {
        _fees.treasury = _treasuries[dice % _treasuries.length];
        (_fees.feeBps, _fees.convenienceFee) = (feeBps % 1_001, convenienceFee % uint32(10 * USDC + 1));
        house.setFeeConfig(_fees);
    }

    // BOOKS

    /// @dev Everything that protects nobody: paused, and the engine dead for good.
    function _failForGood(uint256 faultSeed) internal {
        if (!paused) _pause();
        if (!engineDown) _breakEngine(faultSeed % _faultyEngines.length);
    }

    /// @dev Seconds that the sequencer was down within `[from, until]`, and when the last outage that began before `until` was over.
    function _sequencerOutage(uint256 from, uint256 until) internal view returns (uint256 downtime, uint256 end) {
        for (uint256 i = 0; i < _outages.length && from <= until; ++i) {
            (uint256 start, uint256 stop) = _bounds(_outages[i]);
            if (start >= until || stop <= from) continue;
            end = stop;
            downtime += _overlap(from, until, start, stop);
        }
    }

    /// @dev Seconds within `[from, until]` of the last insolvency that proofs recorded.
    function _insolventTime(uint256 from, uint256 until) internal view returns (uint256) {
        if (_insolvency.from == 0) return 0;
        (uint256 start, uint256 stop) = _bounds(_insolvency);
        return _overlap(from, until, start, stop);
    }

    function _isSequencerDown() internal view returns (bool) {
        return _outages.length != 0 && _outages[_outages.length - 1].until == 0;
    }

    function _pause() private {
        paused = true;
        vault.pause();
    }

    function _breakEngine(uint256 fault) private {
        (engineDown, engineReverts) = (true, fault <= uint256(FaultyPolicyEngine.Fault.BurnGas));
        VM.etch(address(engine), address(_faultyEngines[fault]).code);
    }

    function _bounds(Span memory span) private view returns (uint256 from, uint256 until) {
        return (span.from, span.until == 0 ? block.timestamp : span.until);
    }

    function _overlap(uint256 from, uint256 until, uint256 start, uint256 stop) private pure returns (uint256) {
        if (start > from) from = start;
        if (stop < until) until = stop;
        return until > from ? until - from : 0;
    }
}
