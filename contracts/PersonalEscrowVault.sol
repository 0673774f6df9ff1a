// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {IPersonalEscrowVault} from "./interfaces/IPersonalEscrowVault.sol";
import {IUSDC} from "./interfaces/IUSDC.sol";
import {DeliveryKeys} from "./vault/DeliveryKeys.sol";
import {PassBook} from "./vault/PassBook.sol";
import {ReservesFeed} from "./vault/ReservesFeed.sol";

/// @title PersonalEscrowVault
/// @notice The only contract that holds USDC. See `IPersonalEscrowVault`.
contract PersonalEscrowVault is IPersonalEscrowVault, ProtocolContract, DeliveryKeys, PassBook, ReservesFeed {
    using SafeCast for uint256;
    using SafeERC20 for IUSDC;

    /// @dev `uint64` holds 18 trillion USDC, far above the supply, so that a whole account is one slot, with its first set of passes (see
    /// `PassBook`). The liabilities of all accounts have the same bound: once deposited, no sum overflows.
    struct Account {
        uint64 free;
        uint64 locked;
        bool hasDeliveryKey;
        uint24 passGeneration;
        uint32 passUntil;
        uint32 passEpoch;
        uint32 passes;
    }

    /// @dev What new business is checked against: one slot.
    struct Gate {
        uint64 liabilities;
        bool paused;
        bool insolvent;
        uint32 passEpoch;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.PersonalEscrowVault
    struct VaultStorage {
        Gate gate;
        mapping(address account => Account) accounts;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.PersonalEscrowVault");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IUSDC private immutable USDC;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable MATCHER;

    /// @param usdc_ USDC.
    /// @param house the `AuctionHouse`, which locks and settles.
    /// @param matcher the `BountyMatcher`, which locks budgets.
    /// @param gate decides who may receive leads.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address usdc_, address house, address matcher, IComplianceGate gate) PassBook(gate) {
        USDC = IUSDC(usdc_);
        HOUSE = house;
        MATCHER = matcher;
    }

    modifier onlyMatcher() {
        require(msg.sender == MATCHER, PersonalEscrowVault_UnauthorizedCaller(msg.sender));
        _;
    }

    modifier onlyHouseOrMatcher() {
        require(msg.sender == HOUSE || msg.sender == MATCHER, PersonalEscrowVault_UnauthorizedCaller(msg.sender));
        _;
    }

    /// @notice Initialises the proxy, once.
    /// @param authority the `AccessManager`.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
        __EIP712_init("Lead Engine Vault", "1");
    }

    // DEPOSIT AND WITHDRAW

    /// @inheritdoc IPersonalEscrowVault
    function deposit(uint256 amount) external {
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function depositFor(address account, uint256 amount) external {
        _deposit(account, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function depositWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // A permit that somebody else has sent before has set the allowance: the transfer decides.
        try USDC.permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function depositWithAuthorization(
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        _requireOpenForDeposits(from, amount);
        USDC.receiveWithAuthorization(from, address(this), amount, validAfter, validBefore, nonce, signature);
        _credit(from, from, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function withdraw(address to, uint256 amount) external {
        require(amount != 0, PersonalEscrowVault_ZeroAmount());
        require(to != address(0), PersonalEscrowVault_ZeroAddress());
        require(to != address(this), PersonalEscrowVault_SelfWithdrawal());
        VaultStorage storage $ = _vaultStorage();
        Account storage account = $.accounts[msg.sender];
        uint64 free = account.free;
        require(amount <= free, PersonalEscrowVault_InsufficientFree(msg.sender, free, amount));
        account.free = free - uint64(amount);
        $.gate.liabilities -= uint64(amount);
        emit Withdrawn(msg.sender, to, amount);
        USDC.safeTransfer(to, amount);
    }

    // AUCTION HOUSE AND BOUNTY MATCHER: NEW BUSINESS

    /// @inheritdoc IPersonalEscrowVault
    function lock(address account, uint64 amount) external onlyHouseOrMatcher {
        VaultStorage storage $ = _vaultStorage();
        _requireOpen($.gate);
        Account storage stored = $.accounts[account];
        (uint64 free, uint64 locked) = (stored.free, stored.locked);
        require(free >= amount, PersonalEscrowVault_InsufficientFree(account, free, amount));
        (stored.free, stored.locked) = (free - amount, locked + amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function lockBidBond(address bidder, uint64 amount, uint32 leadClass, uint40 clearedUntil) external onlyHouse {
        VaultStorage storage $ = _vaultStorage();
        Gate memory gate = $.gate;
        _requireOpen(gate);
        Account storage stored = $.accounts[bidder];
        Account memory account = stored;
        require(account.hasDeliveryKey, PersonalEscrowVault_NoDeliveryKey(bidder));
        (uint64 free, uint64 locked) = (account.free, account.locked);
        bool hasFirstPass =
            (account.passes >> leadClass) & 1 == 1 &&
                account.passUntil > block.timestamp &&
                account.passUntil >= clearedUntil &&
                account.passEpoch == gate.passEpoch;
        if (!hasFirstPass) {
            _requireReceiver(bidder, leadClass, clearedUntil);
            // Reads again: nothing that was read before an external call is written back.
            (free, locked) = (stored.free, stored.locked);
        }
        require(free >= amount, PersonalEscrowVault_InsufficientFree(bidder, free, amount));
        (stored.free, stored.locked) = (free - amount, locked + amount);
    }

    // AUCTION HOUSE AND BOUNTY MATCHER: EXITS, NEVER PAUSED

    /// @inheritdoc IPersonalEscrowVault
    function placeBid(
        address bidder,
        uint32 leadClass,
        uint64 bond,
        uint64 amount,
        address outbid,
        uint64 outbidAmount
    ) external onlyHouse returns (Placement, bytes memory reason) {
        Clearance clearance;
        (clearance, reason) = _clearanceOf(bidder, leadClass);
        if (clearance == Clearance.Denied) {
            _release(bidder, bond, bond);
            return (Placement.Denied, reason);
        }
        Account storage account = _vaultStorage().accounts[bidder];
        (uint64 free, uint64 locked) = (account.free, account.locked);
        require(locked >= bond, PersonalEscrowVault_InsufficientLocked(bidder, locked, bond));
        free += bond;
        if (free < amount) return (Placement.Unfunded, "");
        (account.free, account.locked) = (free - amount, locked - bond + amount);
        if (outbid != address(0)) _release(outbid, outbidAmount, outbidAmount);
        return (Placement.Placed, "");
    }

    /// @inheritdoc IPersonalEscrowVault
    function unlockCovered(address bidder, uint64 bond, uint64 amount) external onlyHouse returns (bool funded) {
        funded = _vaultStorage().accounts[bidder].free + bond >= amount;
        if (funded) _release(bidder, bond, bond);
    }

    /// @inheritdoc IPersonalEscrowVault
    function unlock(address account, uint64 amount) external onlyHouseOrMatcher {
        _release(account, amount, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function payLocked(address payer, address receiver, uint64 amount) external onlyMatcher {
        _release(payer, amount, 0);
        _add(receiver, amount);
    }

    /// @inheritdoc IPersonalEscrowVault
    function spendBond(address bidder, uint64 bond, address treasury, uint64 penalty, address caller, uint64 tip) external onlyHouse {
        _release(bidder, bond, bond - penalty - tip);
        _add(treasury, penalty);
        _add(caller, tip);
    }

    /// @inheritdoc IPersonalEscrowVault
    function settleSale(
        address buyer,
        uint32 leadClass,
        address seller,
        address treasury,
        uint64 price,
        uint64 fee,
        uint64 deliveryBond
    ) external onlyHouse {
        _requireReceiver(buyer, leadClass, uint40(block.timestamp));
        _release(buyer, price, 0);
        _release(seller, deliveryBond, price - fee + deliveryBond);
        _add(treasury, fee);
    }

    /// @inheritdoc IPersonalEscrowVault
    function settleWithoutSale(
        address leader,
        uint64 bid,
        address seller,
        uint64 deliveryBond,
        uint64 compensation,
        address treasury,
        uint64 penalty
    ) external onlyHouse {
        if (leader != address(0)) _release(leader, bid, bid + compensation);
        _release(seller, deliveryBond, deliveryBond - compensation - penalty);
        _add(treasury, penalty);
    }

    // SOLVENCY AND PAUSE

    /// @inheritdoc IPersonalEscrowVault
    function proveReserves() external returns (bool solvent) {
        Gate storage gate = _vaultStorage().gate;
        uint256 balance = USDC.balanceOf(address(this));
        uint64 owed = gate.liabilities;
        solvent = balance >= owed;
        if (gate.insolvent == solvent) {
            gate.insolvent = !solvent;
            _recordInsolvency(!solvent);
        }
        emit ReservesProved(_recordProof(balance.toUint128()), balance, owed, solvent);
    }

    /// @inheritdoc IPersonalEscrowVault
    function pause() external restricted {
        _vaultStorage().gate.paused = true;
        emit PauseSet(true, msg.sender);
    }

    /// @inheritdoc IPersonalEscrowVault
    function unpause() external restricted {
        _vaultStorage().gate.paused = false;
        emit PauseSet(false, msg.sender);
    }

    // VIEWS

    /// @inheritdoc IPersonalEscrowVault
    function freeOf(address account) external view returns (uint256) {
        return _vaultStorage().accounts[account].free;
    }

    /// @inheritdoc IPersonalEscrowVault
    function lockedOf(address account) external view returns (uint256) {
        return _lockedBalance(account);
    }

    /// @inheritdoc IPersonalEscrowVault
    function liabilities() external view returns (uint256) {
        return _vaultStorage().gate.liabilities;
    }

    /// @inheritdoc IPersonalEscrowVault
    function insolvency() external view returns (uint40 from, uint40 until) {
        return _lastInsolvency();
    }

    /// @inheritdoc IPersonalEscrowVault
    function paused() external view returns (bool) {
        return _vaultStorage().gate.paused;
    }

    /// @inheritdoc IPersonalEscrowVault
    function usdc() external view returns (address) {
        return address(USDC);
    }

    // INTERNAL

    function _deposit(address account, uint256 amount) private {
        _requireOpenForDeposits(account, amount);
        USDC.safeTransferFrom(msg.sender, address(this), amount);
        _credit(account, msg.sender, amount);
    }

    function _credit(address account, address payer, uint256 amount) private {
        VaultStorage storage $ = _vaultStorage();
        $.gate.liabilities += amount.toUint64();
        $.accounts[account].free += uint64(amount);
        emit Deposited(account, payer, amount);
    }

    /// @dev A deposit checks the balance itself; bids and listings check the flag of the last proof. An account with money locked may
    /// always top up: a pause or a missing unit must not keep a bidder from covering a bid that it has to reveal.
    function _requireOpenForDeposits(address account, uint256 amount) private view {
        require(amount != 0, PersonalEscrowVault_ZeroAmount());
        require(account != address(0), PersonalEscrowVault_ZeroAddress());
        if (_lockedBalance(account) != 0) return;
        Gate memory gate = _vaultStorage().gate;
        _requireOpen(gate);
        require(USDC.balanceOf(address(this)) >= gate.liabilities, PersonalEscrowVault_Insolvent(gate.liabilities));
    }

    function _requireOpen(Gate memory gate) private pure {
        require(!gate.paused, PersonalEscrowVault_Paused());
        require(!gate.insolvent, PersonalEscrowVault_Insolvent(gate.liabilities));
    }

    /// @dev Takes `unlocked` out of an account's locked balance and adds `freed` to its free one. The caller must give all that is taken to
    /// somebody.
    function _release(address owner, uint64 unlocked, uint64 freed) private {
        Account storage account = _vaultStorage().accounts[owner];
        (uint64 free, uint64 locked) = (account.free, account.locked);
        require(locked >= unlocked, PersonalEscrowVault_InsufficientLocked(owner, locked, unlocked));
        (account.free, account.locked) = (free + freed, locked - unlocked);
    }

    function _add(address account, uint64 amount) private {
        if (amount != 0) _vaultStorage().accounts[account].free += amount;
    }

    function _requireHouse() internal view override {
        require(msg.sender == HOUSE, PersonalEscrowVault_UnauthorizedCaller(msg.sender));
    }

    function _lockedBalance(address account) internal view override returns (uint256) {
        return _vaultStorage().accounts[account].locked;
    }

    function _firstPassSet(address account) internal view override returns (PassSet memory set, uint32 epoch) {
        VaultStorage storage $ = _vaultStorage();
        Account storage a = $.accounts[account];
        return (PassSet(a.passUntil, a.passEpoch, a.passGeneration, a.passes), $.gate.passEpoch);
    }

    function _storeFirstPassSet(address account, PassSet memory set) internal override {
        Account storage a = _vaultStorage().accounts[account];
        (a.passUntil, a.passEpoch, a.passGeneration, a.passes) = (set.until, set.epoch, set.generation, uint32(set.classes));
    }

    function _nextPassEpoch() internal override {
        ++_vaultStorage().gate.passEpoch;
    }

    function _onDeliveryKeyRegistered(address account) internal override {
        _vaultStorage().accounts[account].hasDeliveryKey = true;
    }

    function _vaultStorage() private pure returns (VaultStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
