// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {IComplianceGate} from "../../../contracts/interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {IPersonalEscrowVault} from "../../../contracts/interfaces/IPersonalEscrowVault.sol";
import {TestUSDC} from "../../../contracts/mocks/TestUSDC.sol";
import {PersonalEscrowVault} from "../../../contracts/PersonalEscrowVault.sol";
import {registerDeliveryKey} from "../prover/deliveryKey.sol";
import {VM} from "../Vm.sol";

/// @title VaultHandler
/// @notice Calls the vault at random, as the auction house, as the bounty matcher and as its accounts (as the gate, it has cleared them all),
/// and keeps a second set of books. Every call must succeed exactly when the books allow it.
contract VaultHandler {
    /// @dev What an account should have.
    struct Balance {
        uint256 free;
        uint256 locked;
    }

    uint256 private constant ACCOUNTS = 4;
    uint32 private constant CLASS = 1;
    address private constant MATCHER = address(0x3A7C);

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
        PersonalEscrowVault implementation = new PersonalEscrowVault(address(usdc), address(this), MATCHER, IComplianceGate(address(this)));
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

    // AUCTION HOUSE AND BOUNTY MATCHER

    function lock(uint256 accountSeed, uint256 amount, bool byMatcher) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].free);
        bool allowed = !_paused && amount <= _books[account].free;
        _call(_peer(byMatcher), abi.encodeCall(vault.lock, (account, uint64(amount))), allowed);
        if (allowed) _relock(account, 0, amount);
    }

    function lockBidBond(uint256 accountSeed, uint256 amount) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].free);
        bool allowed = !_paused && vault.deliveryKeyHashOf(account) != 0 && amount <= _books[account].free;
        _call(address(this), abi.encodeCall(vault.lockBidBond, (account, uint64(amount), CLASS, 0)), allowed);
        if (allowed) _relock(account, 0, amount);
    }

    function placeBid(uint256 bidderSeed, uint256 outbidSeed, uint256 bond, uint256 amount, uint256 outbidAmount) external {
        address bidder = _pick(bidderSeed);
        address outbid = outbidSeed % 3 == 0 ? address(0) : _pick(outbidSeed);
        if (outbid == bidder) outbid = address(0);
        Balance memory books = _books[bidder];
        bond = _around(bond, books.locked);
        amount = _around(amount, books.free + bond);
        outbidAmount = _around(outbidAmount, _books[outbid].locked);
        bool isFunded = amount <= books.free + bond;
        bool allowed = bond <= books.locked && (!isFunded || outbid == address(0) || outbidAmount <= _books[outbid].locked);
        bytes memory answer = _call(
            address(this),
            abi.encodeCall(vault.placeBid, (bidder, CLASS, uint64(bond), uint64(amount), outbid, uint64(outbidAmount))),
            allowed
        );
        if (!allowed) return;
        (IPersonalEscrowVault.Placement placement, ) = abi.decode(answer, (IPersonalEscrowVault.Placement, bytes));
        assert(placement == (isFunded ? IPersonalEscrowVault.Placement.Placed : IPersonalEscrowVault.Placement.Unfunded));
        if (!isFunded) return;
        _relock(bidder, bond, amount);
        if (outbid != address(0)) _relock(outbid, outbidAmount, 0);
    }

    function unlockCovered(uint256 accountSeed, uint256 bond, uint256 amount) external {
        address account = _pick(accountSeed);
        Balance memory books = _books[account];
        bond = _around(bond, books.locked);
        amount = _around(amount, books.free + bond);
        bool isFunded = amount <= books.free + bond;
        bool allowed = bond <= books.locked || !isFunded;
        bytes memory answer = _call(address(this), abi.encodeCall(vault.unlockCovered, (account, uint64(bond), uint64(amount))), allowed);
        if (!allowed) return;
        assert(abi.decode(answer, (bool)) == isFunded);
        if (isFunded) _relock(account, bond, 0);
    }

    function unlock(uint256 accountSeed, uint256 amount, bool byMatcher) external {
        address account = _pick(accountSeed);
        amount = _around(amount, _books[account].locked);
        bool allowed = amount <= _books[account].locked;
        _call(_peer(byMatcher), abi.encodeCall(vault.unlock, (account, uint64(amount))), allowed);
        if (allowed) _relock(account, amount, 0);
    }

    /// @notice A tip. The house may not pay it.
    function payLocked(uint256 payerSeed, uint256 receiverSeed, uint256 amount) external {
        (address payer, address receiver) = (_pick(payerSeed), _pick(receiverSeed));
        amount = _around(amount, _books[payer].locked);
        bool allowed = amount <= _books[payer].locked;
        bytes memory data = abi.encodeCall(vault.payLocked, (payer, receiver, uint64(amount)));
        _call(address(this), data, false);
        _call(MATCHER, data, allowed);
        if (!allowed) return;
        _books[payer].locked -= amount;
        _books[receiver].free += amount;
    }

    function spendBond(uint256[3] calldata seeds, uint256 bond, uint256 penalty, uint256 tip) external {
        (address bidder, address treasury, address caller) = (_pick(seeds[0]), _pick(seeds[1]), _pick(seeds[2]));
        bond = _around(bond, _books[bidder].locked);
        penalty = _around(penalty, bond);
        tip = penalty > bond ? 0 : _around(tip, bond - penalty);
        bool allowed = bond <= _books[bidder].locked && penalty + tip <= bond;
        bytes memory data = abi.encodeCall(vault.spendBond, (bidder, uint64(bond), treasury, uint64(penalty), caller, uint64(tip)));
        _call(address(this), data, allowed);
        if (!allowed) return;
        _books[bidder].locked -= bond;
        _books[bidder].free += bond - penalty - tip;
        _books[treasury].free += penalty;
        _books[caller].free += tip;
    }

    function settleWithoutSale(
        uint256[3] calldata seeds,
        uint256 bid,
        uint256 deliveryBond,
        uint256 compensation,
        uint256 penalty
    ) external {
        address leader = seeds[0] % 3 == 0 ? address(0) : _pick(seeds[0]);
        (address seller, address treasury) = (_pick(seeds[1]), _pick(seeds[2]));
        bid = leader == address(0) ? 0 : _around(bid, _books[leader].locked);
        uint256 bondable = _books[seller].locked;
        if (seller == leader) bondable = bondable < bid ? 0 : bondable - bid;
        deliveryBond = _around(deliveryBond, bondable);
        compensation = leader == address(0) ? 0 : _around(compensation, deliveryBond);
        penalty = compensation > deliveryBond ? 0 : _around(penalty, deliveryBond - compensation);
        bool allowed = bid <= _books[leader].locked && deliveryBond <= bondable && compensation + penalty <= deliveryBond;
        bytes memory data = abi.encodeCall(
            vault.settleWithoutSale,
            (leader, uint64(bid), seller, uint64(deliveryBond), uint64(compensation), treasury, uint64(penalty))
        );
        _call(address(this), data, allowed);
        if (!allowed) return;
        if (leader != address(0)) _relock(leader, bid, 0);
        _books[leader].free += compensation;
        _relock(seller, deliveryBond, 0);
        _books[seller].free -= compensation + penalty;
        _books[treasury].free += penalty;
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
            (buyer, CLASS, seller, treasury, uint64(price), uint64(fee), uint64(deliveryBond))
        );
        _call(address(this), data, allowed);
        if (!allowed) return;
        _books[buyer].locked -= price;
        _relock(seller, deliveryBond, 0);
        _books[seller].free += price - fee;
        _books[treasury].free += fee;
    }

    // EVERYBODY ELSE

    /// @notice A call that only the house or the matcher may make, by an account; and one of the house's, by the matcher.
    function intrude(uint256 accountSeed, uint256 victimSeed, uint64 amount) external {
        (address account, address victim) = (_pick(accountSeed), _pick(victimSeed));
        _call(account, abi.encodeCall(vault.lock, (victim, 0)), false);
        _call(account, abi.encodeCall(vault.unlock, (victim, amount)), false);
        _call(account, abi.encodeCall(vault.payLocked, (victim, account, amount)), false);
        _call(MATCHER, abi.encodeCall(vault.spendBond, (victim, amount, account, amount, account, 0)), false);
        _call(account, abi.encodeCall(vault.spendBond, (victim, amount, account, amount, account, 0)), false);
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

    /// @dev Who locks and unlocks.
    function _peer(bool byMatcher) private view returns (address) {
        return byMatcher ? MATCHER : address(this);
    }

    function _call(address sender, bytes memory data, bool allowed) private returns (bytes memory answer) {
        bool ok;
        VM.prank(sender);
        (ok, answer) = address(vault).call(data);
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
