// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VM} from "../Vm.sol";
import {Refusals} from "./Refusals.t.sol";

/// @title AuctionHandler
/// @notice All that the campaign may do, and how it ends: with every oracle, the engine and the counterparties dead, and the vault paused.
contract AuctionHandler is Refusals {
    uint256 private constant EXITS = 6;

    /// @notice Lets all deadlines pass and has keepers take every exit, in an order chosen by `seed`. The books follow.
    /// @return standing hash of what everybody owns, and of who has which lead with which capsule.
    function endEverything(uint256 seed) external returns (bytes32 standing) {
        _failForGood(seed);
        VM.warp(block.timestamp + 60 days);
        bool taken = true;
        for (uint256 turn = 0; taken; ++turn) {
            taken = false;
            uint256 dice = uint256(keccak256(abi.encode(seed, turn)));
            for (uint256 i = 0; i < EXITS && !taken; ++i) taken = _takeExit((dice + i) % EXITS, dice >> 8);
        }
        for (uint256 i = 0; i < _accounts.length; ++i) standing = keccak256(abi.encode(standing, vault.freeOf(_accounts[i])));
        for (uint256 leadId = 1; leadId <= leadCount(); ++leadId) {
            standing = keccak256(abi.encode(standing, nft.ownerOf(leadId), nft.leadOf(leadId).capsuleHash, house.phaseOf(leadId)));
        }
    }

    function _takeExit(uint256 exit, uint256 seed) private returns (bool) {
        if (exit > 2) return _takeBond(exit, seed);
        uint256 leadId = _findLead(
            seed,
            exit == 0
                ? _mayVoid
                : exit == 1
                    ? _isUnsold
                    : _mayRefund
        );
        if (leadId == 0) return false;
        if (exit == 0) _void(leadId);
        else if (exit == 1) _closeUnsold(leadId);
        else _refund(leadId);
        return true;
    }

    function _takeBond(uint256 exit, uint256 seed) private returns (bool) {
        Place memory place = _findBid(
            seed,
            exit == 3
                ? _mayRelease
                : exit == 4
                    ? _mayForfeit
                    : _isReturnable
        );
        if (place.leadId == 0) return false;
        if (exit == 3) _release(place);
        else if (exit == 4) _forfeit(place, keeper);
        else _return(place);
        return true;
    }
}
