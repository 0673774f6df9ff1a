// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {registerDeliveryKey} from "../prover/deliveryKey.sol";
import {VM} from "../Vm.sol";
import {ComplianceBooks} from "./ComplianceBooks.t.sol";

/// @title Accounts
/// @notice Who takes part: two sellers, of whom the second bids too, for leads of its own as well; bidders; an archive that receives leads outside
/// of sales; a keeper and two treasuries. With books of what everybody owns.
abstract contract Accounts is ComplianceBooks {
    uint256 private constant FIRST_KEY = 0xA11CE;
    uint256 private constant SELLERS = 2;
    uint256 private constant TRADERS = 6;
    /// @dev Enough for every call, with an engine that burns all it gets.
    uint256 private constant CALL_GAS = 20_000_000;

    /// @notice Who triggers what anyone may trigger.
    address public keeper = address(0xCEE9E4);

    address[] internal _accounts;
    address[] internal _bidders;
    mapping(address account => uint256 index) internal _indexOf;
    /// @dev Secret of an account's delivery key.
    mapping(address account => uint256 secret) internal _deliverySecretOf;
    /// @dev What an account has in the vault, free and locked.
    mapping(address account => uint256 amount) internal _owned;

    mapping(address account => uint256 privateKey) private _privateKeyOf;

    constructor() {
        for (uint256 i = 0; i <= TRADERS; ++i) {
            address account = VM.addr(FIRST_KEY + i);
            _privateKeyOf[account] = FIRST_KEY + i;
            _clear(account);
            _addAccount(account);
            _setDeliveryKey(account, 2 + i);
            if (i == TRADERS) break;
            if (i >= SELLERS - 1) _bidders.push(account);
            _fund(account, (i < SELLERS ? 2_000 : 90) * USDC);
        }
        _addAccount(keeper);
        for (uint256 i = 0; i < _treasuries.length; ++i) _addAccount(_treasuries[i]);
    }

    /// @notice All accounts that can have money in the vault.
    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    /// @notice The accounts that bid.
    function bidders() external view returns (address[] memory) {
        return _bidders;
    }

    /// @notice What an account should have in the vault, free and locked.
    function owned(address account) external view returns (uint256) {
        return _owned[account];
    }

    function _sellerAt(uint256 seed) internal view returns (address) {
        return _accounts[seed % SELLERS];
    }

    function _bidderAt(uint256 seed) internal view returns (address) {
        return _bidders[seed % _bidders.length];
    }

    /// @dev A seller, a bidder or the archive.
    function _personAt(uint256 seed) internal view returns (address) {
        return _accounts[seed % (TRADERS + 1)];
    }

    function _fund(address account, uint256 amount) internal {
        usdc.mint(address(this), amount);
        usdc.approve(address(vault), amount);
        vault.depositFor(account, amount);
        _owned[account] += amount;
    }

    function _setDeliveryKey(address account, uint256 secret) internal {
        registerDeliveryKey(vault, account, secret);
        _deliverySecretOf[account] = secret;
    }

    function _sign(address account, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(_privateKeyOf[account], digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Invariant 8: calls as `sender`; nobody's free balance falls but `mover`'s.
    function _call(address sender, address mover, address target, bytes memory data) internal returns (bool ok) {
        uint256[] memory free = new uint256[](_accounts.length);
        for (uint256 i = 0; i < free.length; ++i) free[i] = vault.freeOf(_accounts[i]);
        ok = _tryCall(sender, target, data);
        for (uint256 i = 0; i < free.length; ++i) {
            if (_accounts[i] != mover) assert(vault.freeOf(_accounts[i]) >= free[i]);
        }
    }

    /// @dev The same for a call that moves nobody's free balance, and must succeed.
    function _mustCall(address sender, address target, bytes memory data) internal {
        assert(_call(sender, address(0), target, data));
    }

    function _tryCall(address sender, address target, bytes memory data) internal returns (bool ok) {
        VM.prank(sender);
        (ok, ) = target.call{gas: CALL_GAS}(data);
    }

    function _addAccount(address account) private {
        _indexOf[account] = _accounts.length;
        _accounts.push(account);
    }
}
