// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPassBook} from "./IPassBook.sol";

/// @title IPersonalEscrowVault
/// @notice The only contract that holds USDC: per account a free and a locked balance (6 decimals).
/// @dev Core invariant: `sum(free) + sum(locked) == liabilities <= USDC.balanceOf(vault)`. Fees are free balance of the treasury's account.
/// No role can move a balance: `AuctionHouse` locks and settles by its rules, only the account itself withdraws.
interface IPersonalEscrowVault is IPassBook {
    /// @notice USDC came in for `account`; `payer` paid it.
    event Deposited(address indexed account, address indexed payer, uint256 amount);
    /// @notice USDC went out of `account`'s free balance to `to`.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice Free became locked for a lead: a seller's delivery bond. Of bidders' bonds the auction house's `BidCommitted` tells.
    event Locked(uint256 indexed leadId, address indexed account, uint256 amount);
    /// @notice Locked became free for a lead.
    event Unlocked(uint256 indexed leadId, address indexed account, uint256 amount);
    /// @notice A bid took the lead: `bond` of `bidder` became free and `amount` locked; `outbidAmount` of `outbid` became free.
    event LeadingBidLocked(
        uint256 indexed leadId,
        address indexed bidder,
        address indexed outbid,
        uint256 bond,
        uint256 amount,
        uint256 outbidAmount
    );
    /// @notice `amount` of `from`'s locked balance became `to`'s free balance.
    event LockedTransferred(uint256 indexed leadId, address indexed from, address indexed to, uint256 amount);
    /// @notice A sale was paid: of the buyer's locked `price`, `price - fee` became free to the seller and `fee` to the treasury; the seller's
    /// `deliveryBond` became free.
    event SaleSettled(
        uint256 indexed leadId,
        address indexed buyer,
        address indexed seller,
        address treasury,
        uint256 price,
        uint256 fee,
        uint256 deliveryBond
    );
    /// @notice New business was stopped by the guardian, or opened again.
    event PauseSet(bool paused, address by);
    /// @notice Solvency was recorded. When not `solvent`, deposits and commits stop; exits and top-ups stay open.
    event ReservesProved(uint80 indexed roundId, uint256 balance, uint256 liabilities, bool solvent);

    /// @notice The caller is not the peer contract that may do this.
    error PersonalEscrowVault_UnauthorizedCaller(address caller);
    /// @notice The free balance does not cover the amount.
    error PersonalEscrowVault_InsufficientFree(address account, uint256 free, uint256 needed);
    /// @notice More would be unlocked than is locked.
    error PersonalEscrowVault_InsufficientLocked(address account, uint256 locked, uint256 needed);
    /// @notice New business is stopped by the guardian; exits stay open.
    error PersonalEscrowVault_Paused();
    /// @notice A bidder needs a registered delivery key.
    error PersonalEscrowVault_NoDeliveryKey(address account);
    /// @notice The vault holds less than it owes, now or at the last proof of reserves: no new business.
    error PersonalEscrowVault_Insolvent(uint256 liabilities);
    /// @notice Zero amounts are mistakes.
    error PersonalEscrowVault_ZeroAmount();
    /// @notice Money cannot be credited or sent to the zero address.
    error PersonalEscrowVault_ZeroAddress();
    /// @notice A withdrawal to the vault itself would be a gift to nobody.
    error PersonalEscrowVault_SelfWithdrawal();

    /// @notice Deposits the caller's USDC by allowance into the caller's account. Stops when paused or insolvent, except for an account that has
    /// money locked: nothing may keep a bidder from covering the bid that it has to reveal.
    function deposit(uint256 amount) external;

    /// @notice Deposits the caller's USDC by allowance into `account`.
    function depositFor(address account, uint256 amount) external;

    /// @notice Deposits with an ERC-2612 permit in the same transaction. A permit that was front-run is harmless.
    function depositWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Deposits `from`'s USDC with an ERC-3009 `receiveWithAuthorization`; anyone may carry it.
    function depositWithAuthorization(
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Sends the caller's free USDC to `to`, anybody but the vault itself. Never pauses.
    function withdraw(address to, uint256 amount) external;

    /// @notice Locks a seller's delivery bond. Auction house only. New business: stops when paused or insolvent.
    function lockDeliveryBond(uint256 leadId, address seller, uint64 amount) external;

    /// @notice Locks a bidder's bond without an event, `BidCommitted` follows; the bidder needs a delivery key and must be cleared to receive
    /// leads of the class until `clearedUntil`, as `requireReceiver` says. Auction house only. Stops when paused or insolvent.
    function lockBidBond(address bidder, uint64 amount, uint32 leadClass, uint40 clearedUntil) external;

    /// @notice Locks a leading bid: frees the bidder's bond, locks its full amount, frees the bid it beats. Auction house only. Never pauses.
    /// @param outbid former leader, or zero.
    function lockLeadingBid(uint256 leadId, address bidder, uint64 bond, uint64 amount, address outbid, uint64 outbidAmount) external;

    /// @notice Frees the bond of a bid that does not lead, if the account could have paid `amount`: an unfunded bid is no bid.
    /// Auction house only. Never pauses.
    function unlockCovered(uint256 leadId, address bidder, uint64 bond, uint64 amount) external;

    /// @notice Makes `amount` of a locked balance free again. Auction house only. Never pauses.
    function unlock(uint256 leadId, address account, uint64 amount) external;

    /// @notice Moves `amount` of `from`'s locked balance to `to`'s free balance. Auction house only. Never pauses.
    function transferLocked(uint256 leadId, address from, address to, uint64 amount) external;

    /// @notice Settles a sale in one call: the buyer's locked `price` goes to the seller, less `fee` to the treasury; the seller's delivery bond
    /// is freed. Auction house only. Never pauses.
    function settleSale(
        uint256 leadId,
        address buyer,
        address seller,
        address treasury,
        uint64 price,
        uint64 fee,
        uint64 deliveryBond
    ) external;

    /// @notice Records balance and liabilities, stops or reopens new business accordingly. Anyone.
    /// @return solvent whether the balance covers the liabilities.
    function proveReserves() external returns (bool solvent);

    /// @notice Stops deposits, and with them creating auctions and committing. Guardian role. Exits never stop.
    function pause() external;

    /// @notice Opens new business again. Configurator role, delayed.
    function unpause() external;

    /// @notice Free USDC of an account.
    function freeOf(address account) external view returns (uint256);

    /// @notice Locked USDC of an account.
    function lockedOf(address account) external view returns (uint256);

    /// @notice Sum of all free and locked balances.
    function liabilities() external view returns (uint256);

    /// @notice The last insolvency that proofs of reserves recorded: from the first proof that found it to the first that found it over, Unix
    /// seconds; `until` is 0 while it lasts, both are 0 if there never was one.
    function insolvency() external view returns (uint40 from, uint40 until);

    /// @notice Whether new business is stopped by the guardian.
    function paused() external view returns (bool);

    /// @notice The USDC contract.
    function usdc() external view returns (address);
}
