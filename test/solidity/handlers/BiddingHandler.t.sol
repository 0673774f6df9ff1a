// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPassBook} from "../../../contracts/interfaces/IPassBook.sol";
import {registerDeliveryKey} from "../prover/deliveryKey.sol";
import {VM} from "../Vm.sol";
import {ComplianceBooks} from "./ComplianceBooks.t.sol";

/// @title BiddingHandler
/// @notice Accounts of few identities bid, sell and withdraw through the real gate and vault, whose house this contract plays, while the
/// compliance desk moves them and changes what they hold. The books say who bids for an identity: every call must end as they say.
contract BiddingHandler is ComplianceBooks {
    uint64 private constant BOND = 1;
    /// @dev Lead classes that are used: one of the receivers' first set of passes, and one of another.
    uint32[2] private _classes = [31, 32];

    address[] private _accounts;
    /// @dev Bids under way, and the identity for which they were made; 0 once the desk has moved the account.
    mapping(address account => uint256 count) private _bids;
    mapping(address account => bytes32 identity) private _bidsFor;
    mapping(address account => uint256 count) private _listings;

    constructor() {
        for (uint160 i = 0; i < 5; ++i) {
            address account = address(0xACC0 + i);
            _accounts.push(account);
            _clear(account);
            registerDeliveryKey(vault, account, 1);
            usdc.mint(address(this), USDC);
            usdc.approve(address(vault), USDC);
            vault.depositFor(account, USDC);
        }
        for (uint8 i = 0; i < _classes[1]; ++i) {
            VM.prank(address(house));
            gate.requireSeller(_accounts[0], LICENSED, bytes6(abi.encodePacked("US-", bytes1(65 + i / 26), bytes1(65 + (i % 26)))));
        }
    }

    // THE HOUSE

    /// @notice A bid: cleared until some time.
    function bid(uint256 accountSeed, uint256 classSeed, uint40 secondsAhead) external {
        address account = _pick(accountSeed);
        uint40 until = uint40(block.timestamp) + (secondsAhead % 4 hours);
        bool allowed = mayReceive(account) && receivesUntil(account, LICENSED_KIND) >= until && isSeatFree(account);
        _callAsHouse(abi.encodeCall(vault.lockBidBond, (account, BOND, _class(classSeed), until)), allowed);
        if (!allowed) return;
        if (_bids[account]++ == 0) (_bidsFor[account], ) = bidderFor(account);
        _seat(account);
    }

    /// @notice A bid's end.
    function endBid(uint256 accountSeed) external {
        address account = _pick(accountSeed);
        if (_bids[account] == 0) return;
        --_bids[account];
        _callAsHouse(abi.encodeCall(vault.unlock, (account, BOND)), true);
    }

    /// @notice What a reveal asks: of accounts with a bid only.
    function reveal(uint256 accountSeed, uint256 classSeed) external {
        address account = _pick(accountSeed);
        if (_bids[account] == 0) return;
        bool clear = mayReceive(account) && isSeatFree(account);
        VM.prank(address(house));
        (IPassBook.Clearance clearance, ) = vault.receiverClearance(account, _class(classSeed));
        assert(clearance == (clear ? IPassBook.Clearance.Clear : IPassBook.Clearance.Denied));
        if (clear) _seat(account);
    }

    /// @notice A listing locks money too, and gives no place.
    function list(uint256 accountSeed) external {
        address account = _pick(accountSeed);
        ++_listings[account];
        _callAsHouse(abi.encodeCall(vault.lock, (account, BOND)), true);
    }

    function endListing(uint256 accountSeed) external {
        address account = _pick(accountSeed);
        if (_listings[account] == 0) return;
        --_listings[account];
        _callAsHouse(abi.encodeCall(vault.unlock, (account, BOND)), true);
    }

    // THE COMPLIANCE DESK AND TIME

    /// @notice Into another one's identity, which often has several accounts so, back to its own, or out of all.
    function moveAccount(uint256 accountSeed, uint256 toSeed) external {
        address account = _pick(accountSeed);
        _bidsFor[account] = 0;
        if (toSeed % 8 == 0) _move(account, 0);
        else if (toSeed % 8 == 1) _move(account, bytes32(uint256(uint160(account))));
        else _move(account, bytes32(uint256(uint160(_accounts[(toSeed >> 8) % 2]))));
    }

    function changeCredential(uint256 accountSeed, uint8 kindSeed, uint16 secondsSeed) external {
        bool renewed = kindSeed % 4 != 0;
        _change(_pick(accountSeed), kindSeed % 2, renewed, uint40(block.timestamp + 1 + (secondsSeed % 6 hours)));
    }

    function invalidate(uint256 accountSeed) external {
        if (accountSeed % 8 == 0) gate.invalidateAll();
        else gate.invalidate(_pick(accountSeed));
    }

    function pass(uint16 secondsSeed) external {
        VM.warp(block.timestamp + (secondsSeed % 30 minutes));
    }

    // WHAT THE CAMPAIGN COMPARES

    /// @notice The accounts that take part.
    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    /// @notice Lead classes that are used.
    function classes() external view returns (uint32[2] memory) {
        return _classes;
    }

    /// @notice Whether the account may receive the leads that are used.
    function mayReceive(address account) public view returns (bool) {
        return receivesUntil(account, LICENSED_KIND) != 0;
    }

    /// @notice The identity for which an account has bids under way that the desk has left alone; 0 for none.
    function bidsFor(address account) external view returns (bytes32) {
        return _bids[account] == 0 ? bytes32(0) : _bidsFor[account];
    }

    function _callAsHouse(bytes memory data, bool allowed) private {
        VM.prank(address(house));
        (bool ok, ) = address(vault).call(data);
        assert(ok == allowed);
    }

    function _pick(uint256 seed) private view returns (address) {
        return _accounts[seed % _accounts.length];
    }

    function _class(uint256 seed) private view returns (uint32) {
        return _classes[seed % _classes.length];
    }
}
