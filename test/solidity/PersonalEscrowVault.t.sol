// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PersonalEscrowVault} from "../../contracts/PersonalEscrowVault.sol";
import {VaultHandler} from "./handlers/VaultHandler.t.sol";

/// @notice Whatever the auction house, accounts, donors and the guardian do: nothing is lost, nothing is made, nothing moves by itself.
contract PersonalEscrowVaultInvariants {
    VaultHandler private _handler;
    PersonalEscrowVault private _vault;

    function setUp() public {
        _handler = new VaultHandler();
        _vault = _handler.vault();
    }

    /// @notice What the runner may call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all: what each costs is the campaign.
    function invariant_nothingIsLostOrMade() public view {
        _requireBalancesAddUpToLiabilities();
        _requireUsdcCoversLiabilities();
        _requireAccountsAreAsInTheBooks();
    }

    function _requireBalancesAddUpToLiabilities() private view {
        uint256 sum = 0;
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) sum += _vault.freeOf(accounts[i]) + _vault.lockedOf(accounts[i]);
        assert(sum == _vault.liabilities());
    }

    function _requireUsdcCoversLiabilities() private view {
        assert(_handler.usdc().balanceOf(address(_vault)) == _vault.liabilities() + _handler.donated());
    }

    /// @dev The books change free balance only for its owner's own acts and the house's.
    function _requireAccountsAreAsInTheBooks() private view {
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) {
            VaultHandler.Balance memory books = _handler.booksOf(accounts[i]);
            assert(_vault.freeOf(accounts[i]) == books.free);
            assert(_vault.lockedOf(accounts[i]) == books.locked);
        }
    }
}
