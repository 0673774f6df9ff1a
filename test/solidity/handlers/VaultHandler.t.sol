// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {IComplianceGate} from "../../../contracts/interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {TestUSDC} from "../../../contracts/mocks/TestUSDC.sol";
import {PersonalEscrowVault} from "../../../contracts/PersonalEscrowVault.sol";
import {registerDeliveryKey} from "../prover/deliveryKey.sol";
import {VM} from "../Vm.sol";

/// @title VaultHandler
/// @notice Calls the vault at random, as the auction house and as its accounts (as the gate, it has cleared them all), and keeps a second set of books. Every call must succeed
/// exactly when the books allow it.
contract VaultHandler {
    /// @dev What an account should have.
    struct Balance {
        uint256 free;
        uint256 locked;
    }

    uint256 private constant ACCOUNTS = 4;
    uint256 private constant LEAD = 1;
    uint32 private constant CLASS = 1;

    TestUSDC public usdc;
    PersonalEscrowVault public vault;
    /// @notice USDC that came without a deposit.
    uint256 public donated;

    address[] private _accounts;
    mapping(address account => Balance balance) private _books;
    bool private _paused;

    constructor() {
        usdc = new TestUSDC();
        address authority = address(new AccessManager(address(this)));
        PersonalEscrowVault implementation = new PersonalEscrowVault(address(usdc), address(this), IComplianceGate(address(this)));
        bytes memory initialize = abi.encodeCall(PersonalEscrowVault.initialize, (authority));
        vault = PersonalEscrowVault(address(new ERC1967Proxy(address(implementation), initialize)));
        for (uint160 i = 0; i < ACCOUNTS; ++i) {
            _accounts.push(address(0xACC0 + i));
            vault.rememberPass(_accounts[i], ILeadAccessPolicy.Activity.Receive, CLASS, type(uint40).max);
        }
    }

    // ACCOUNTS

    function depositFor(uint256 payerSeed, uint256 accountSeed, uint56 amount) external {
        (address payer, address account) = (_pick(payerSeed), _pick(accountSeed));
        usdc.mint(payer, amount);
        VM.prank(payer);
        usdc.approve(address(vault), amount);
        bool allowed = amount != 0 && (!_paused || _books[account].locked != 0);
        _call(payer, abi.encodeCall(vault.depositFor, (account, amount)), allowed);
        if (allowed) _books[account].free += amount;
    }

    function withdraw(uint256 accountSeed, uint256 toSeed, uint256 amount) external {
        (address account, address to) = (_pick(accountSeed), _pick(toSeed));
        amount = _around(amount, _books[account].free);
        bool allowed = amount != 0 && amount <= _books[account].free;
        _call(account, abi.encodeCall(vault.withdraw, (address(vault), amount)), false);
        _call(account, abi.encodeCall(vault.withdraw, (to, amount)), allowed);
        if (allowed) _books[account].free -= amount;
    }

    function donate(uint64 amount) external {
        usdc.mint(address(vault), amount);
        donated += amount;
    }

    /// @notice A first key, or the same again: money locked is no hindrance.
    function registerKey(uint256 accountSeed) external {
        registerDeliveryKey(vault, _pick(accountSeed), 1);
    }

    // AUCTION HOUSE

    function lockDeliveryBond(uint256 accountSeed, uint256 amount) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].free);
        bool allowed = !_paused && amount <= _books[account].free;
        _call(address(this), abi.encodeCall(vault.lockDeliveryBond, (LEAD, account, uint64(amount))), allowed);
        if (allowed) _relock(account, 0, amount);
    }

    function lockBidBond(uint256 accountSeed, uint256 amount) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].free);
        bool allowed = !_paused && vault.deliveryKeyHashOf(account) != 0 && amount <= _books[account].free;
        _call(address(this), abi.encodeCall(vault.lockBidBond, (account, uint64(amount), CLASS, 0)), allowed);
        if (allowed) _relock(account, 0, amount);
    }

    function lockLeadingBid(uint256 bidderSeed, uint256 outbidSeed, uint256 bond, uint256 amount, uint256 outbidAmount) external {
        address bidder = _pick(bidderSeed);
        address outbid = outbidSeed % 3 == 0 ? address(0) : _pick(outbidSeed);
        if (outbid == bidder) outbid = address(0);
        Balance memory books = _books[bidder];
        bond = _around(bond, books.locked);
        amount = _around(amount, books.free + bond);
        outbidAmount = _around(outbidAmount, _books[outbid].locked);
        bool allowed = bond <= books.locked && amount <= books.free + bond;
        if (outbid != address(0)) allowed = allowed && outbidAmount <= _books[outbid].locked;
        bytes memory data = abi.encodeCall(
            vault.lockLeadingBid,
            (LEAD, bidder, uint64(bond), uint64(amount), outbid, uint64(outbidAmount))
        );
        _call(address(this), data, allowed);
        if (!allowed) return;
        _relock(bidder, bond, amount);
        if (outbid != address(0)) _relock(outbid, outbidAmount, 0);
    }

    function unlockCovered(uint256 accountSeed, uint256 bond, uint256 amount) external {
        address account = _pick(accountSeed);
        Balance memory books = _books[account];
        bond = _around(bond, books.locked);
        amount = _around(amount, books.free + bond);
        bool allowed = bond <= books.locked && amount <= books.free + bond;
        _call(address(this), abi.encodeCall(vault.unlockCovered, (LEAD, account, uint64(bond), uint64(amount))), allowed);
        if (allowed) _relock(account, bond, 0);
    }

    function unlock(uint256 accountSeed, uint256 amount) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].locked);
        bool allowed = amount <= _books[account].locked;
        _call(address(this), abi.encodeCall(vault.unlock, (LEAD, account, uint64(amount))), allowed);
        if (allowed) _relock(account, amount, 0);
    }

    function transferLocked(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        (address from, address to) = (_pick(fromSeed), _pick(toSeed));
        amount = _around(amount, _books[from].locked);
        bool allowed = amount <= _books[from].locked;
        _call(address(this), abi.encodeCall(vault.transferLocked, (LEAD, from, to, uint64(amount))), allowed);
        if (!allowed) return;
        _books[from].locked -= amount;
        _books[to].free += amount;
    }

    function settleSale(uint256[3] calldata seeds, uint256 price, uint256 fee, uint256 deliveryBond) external {
        (address buyer, address seller, address treasury) = (_pick(seeds[0]), _pick(seeds[1]), _pick(seeds[2]));
        price = _around(price, _books[buyer].locked);
        fee = fee % (price + 1);
        uint256 bondable = _books[seller].locked;
        if (seller == buyer) bondable = bondable < price ? 0 : bondable - price;
        deliveryBond = _around(deliveryBond, bondable);
        bool allowed = price <= _books[buyer].locked && deliveryBond <= bondable;
        bytes memory data = abi.encodeCall(
            vault.settleSale,
            (LEAD, buyer, seller, treasury, uint64(price), uint64(fee), uint64(deliveryBond))
        );
        _call(address(this), data, allowed);
        if (!allowed) return;
        _books[buyer].locked -= price;
        _relock(seller, deliveryBond, 0);
        _books[seller].free += price - fee;
        _books[treasury].free += fee;
    }

    // EVERYBODY ELSE

    /// @notice A call that only the house may make, by an account.
    function intrude(uint256 accountSeed, uint256 victimSeed, uint64 amount) external {
        (address account, address victim) = (_pick(accountSeed), _pick(victimSeed));
        _call(account, abi.encodeCall(vault.unlock, (LEAD, victim, amount)), false);
        _call(account, abi.encodeCall(vault.transferLocked, (LEAD, victim, account, amount)), false);
    }

    function proveReserves() external {
        assert(vault.proveReserves());
    }

    function setPaused(bool paused) external {
        _paused = paused;
        if (paused) vault.pause();
        else vault.unpause();
    }

    // BOOKS

    /// @notice The accounts that take part.
    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    /// @notice What an account should have.
    function booksOf(address account) external view returns (Balance memory) {
        return _books[account];
    }

    function _call(address sender, bytes memory data, bool allowed) private {
        VM.prank(sender);
        (bool ok, ) = address(vault).call(data);
        assert(ok == allowed);
    }

    function _relock(address account, uint256 unlocked, uint256 locked) private {
        Balance storage balance = _books[account];
        balance.free = balance.free + unlocked - locked;
        balance.locked = balance.locked + locked - unlocked;
    }

    function _pick(uint256 seed) private view returns (address) {
        return _accounts[seed % ACCOUNTS];
    }

    /// @dev Mostly within `limit`, often exactly there, sometimes just above.
    function _around(uint256 seed, uint256 limit) private pure returns (uint256) {
        if (seed % 8 == 0) return limit;
        return seed % 8 == 1 ? limit + 1 : seed % (limit + 1);
    }
}
