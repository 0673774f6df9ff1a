// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPassBook} from "./IPassBook.sol";

/// @title IPersonalEscrowVault
/// @notice The only contract that holds USDC: per account a free and a locked balance (6 decimals).
/// @dev Core invariant: `sum(free) + sum(locked) == liabilities <= USDC.balanceOf(vault)`. Fees are free balance of the treasury's account.
/// No role can move a balance: `AuctionHouse` and `BountyMatcher` lock and settle by their rules, only the account itself withdraws. The
/// vault emits what comes in and goes out. The two emit what moves between balances: each movement once, in the event of its cause.
interface IPersonalEscrowVault is IPassBook {
    /// @notice What happened to a bid that would lead or tie.
    /// @dev `Placed`: it is locked. `Denied`: its bidder may no longer receive the lead. `Unfunded`: its bidder cannot pay it.
    enum Placement {
        Placed,
        Denied,
        Unfunded
    }

    /// @notice USDC came in for `account`; `payer` paid it.
    /// @param account account that was credited.
    /// @param payer account whose USDC came in.
    /// @param amount amount, in USDC units.
    event Deposited(address indexed account, address indexed payer, uint256 amount);
    /// @notice USDC went out of `account`'s free balance to `to`.
    /// @param account account whose balance it is.
    /// @param to account that received the USDC.
    /// @param amount amount, in USDC units.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice The guardian stopped new business, or the configurator opened it again.
    /// @param paused whether new business is stopped now.
    /// @param by account that called.
    event PauseSet(bool paused, address by);
    /// @notice A proof of reserves was recorded. While the vault is not `solvent`, deposits and commits stop; exits and top-ups stay open.
    /// @param roundId round of the reserves feed, from 1.
    /// @param balance USDC that the vault holds, in USDC units.
    /// @param liabilities what the vault owes all accounts, in USDC units.
    /// @param solvent whether the balance covers the liabilities.
    event ReservesProved(uint80 indexed roundId, uint256 balance, uint256 liabilities, bool solvent);

    /// @notice Only the auction house and the bounty matcher may lock and settle money, not `caller`.
    /// @param caller account that called.
    error PersonalEscrowVault_UnauthorizedCaller(address caller);
    /// @notice `account` has `free` free in the vault; this needs `needed`.
    /// @param account account whose balance it is.
    /// @param free the account's free balance, in USDC units.
    /// @param needed amount that is needed, in USDC units.
    error PersonalEscrowVault_InsufficientFree(address account, uint256 free, uint256 needed);
    /// @notice `account` has only `locked` locked, less than the `needed` to unlock.
    /// @param account account whose balance it is.
    /// @param locked the account's locked balance, in USDC units.
    /// @param needed amount that is needed, in USDC units.
    error PersonalEscrowVault_InsufficientLocked(address account, uint256 locked, uint256 needed);
    /// @notice The guardian has stopped new business: deposits and new bids wait. Exits stay open, and accounts with money locked may
    /// deposit.
    error PersonalEscrowVault_Paused();
    /// @notice `account` has no delivery key, so no lead could be delivered to it.
    /// @param account account without a key.
    error PersonalEscrowVault_NoDeliveryKey(address account);
    /// @notice The vault holds less than the `liabilities` that it owes, so new business has stopped. Accounts with money locked may
    /// deposit.
    /// @param liabilities what the vault owes all accounts, in USDC units.
    error PersonalEscrowVault_Insolvent(uint256 liabilities);
    /// @notice The amount is zero.
    error PersonalEscrowVault_ZeroAmount();
    /// @notice Money cannot be credited or sent to the zero address.
    error PersonalEscrowVault_ZeroAddress();
    /// @notice USDC cannot be withdrawn to the vault itself.
    error PersonalEscrowVault_SelfWithdrawal();

    /// @notice Deposits the caller's USDC by allowance into the caller's account. Stops when paused or insolvent, except for an account
    /// that has money locked: nothing must keep a bidder from covering the bid that it has to reveal. Anyone. Reverts with
    /// `PersonalEscrowVault_ZeroAmount` for an amount of zero, `PersonalEscrowVault_Paused` or `PersonalEscrowVault_Insolvent` while the
    /// vault takes no new business, `SafeCastOverflowedUintDowncast` where the amount does not fit 64 bits, and with USDC's error where the
    /// transfer fails.
    /// @param amount amount, in USDC units.
    function deposit(uint256 amount) external;

    /// @notice Deposits the caller's USDC by allowance into `account`. Anyone. Reverts with `PersonalEscrowVault_ZeroAddress` for an
    /// account of zero, and with every error of `deposit`, applied to `account`.
    /// @param account account that is credited.
    /// @param amount amount, in USDC units.
    function depositFor(address account, uint256 amount) external;

    /// @notice Deposits with an ERC-2612 permit in the same transaction. A permit that was front-run is harmless. Anyone. Reverts with
    /// every error of `deposit`.
    /// @param amount amount, in USDC units.
    /// @param deadline until when the permit is valid, Unix seconds.
    /// @param v recovery id of the permit's signature.
    /// @param r first half of the permit's signature.
    /// @param s second half of the permit's signature.
    function depositWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Deposits `from`'s USDC with an ERC-3009 `receiveWithAuthorization`; anyone may send it. Reverts with
    /// `PersonalEscrowVault_ZeroAddress` for `from` zero, with every error of `deposit`, applied to `from`, and with USDC's error where the
    /// authorization is not valid.
    /// @param from account that pays and is credited.
    /// @param amount amount, in USDC units.
    /// @param validAfter the authorization is valid strictly after this time, Unix seconds.
    /// @param validBefore the authorization is valid strictly before this time, Unix seconds.
    /// @param nonce random; used once per `from`.
    /// @param signature EIP-712 or ERC-1271 signature of `from`.
    function depositWithAuthorization(
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Sends the caller's free USDC to `to`, any account except the vault itself. Never pauses. Anyone for itself. Reverts with
    /// `PersonalEscrowVault_ZeroAmount` for an amount of zero, `PersonalEscrowVault_ZeroAddress` or `PersonalEscrowVault_SelfWithdrawal`
    /// where `to` is zero or the vault, `PersonalEscrowVault_InsufficientFree` where the free balance does not cover the amount, and with
    /// USDC's error where the transfer fails.
    /// @param to account that receives the USDC.
    /// @param amount amount, in USDC units.
    function withdraw(address to, uint256 amount) external;

    /// @notice Locks a seller's delivery bond or a bounty's budget. Auction house and bounty matcher only. New business: stops when paused or
    /// insolvent. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, `PersonalEscrowVault_Paused` or
    /// `PersonalEscrowVault_Insolvent` while the vault takes no new business, and `PersonalEscrowVault_InsufficientFree` where the free
    /// balance does not cover the amount.
    /// @param account account whose balance it is.
    /// @param amount amount, in USDC units.
    function lock(address account, uint64 amount) external;

    /// @notice Locks a bidder's bond; the bidder needs a delivery key and must be cleared to receive leads of the class until
    /// `clearedUntil`, as `requireReceiver` says. Auction house only. New business: stops when paused or insolvent. Reverts with
    /// `PersonalEscrowVault_UnauthorizedCaller` for any other caller, `PersonalEscrowVault_Paused` or
    /// `PersonalEscrowVault_Insolvent` while the vault takes no new business, `PersonalEscrowVault_NoDeliveryKey` without a registered
    /// delivery key, `ComplianceGate_Denied`, `ComplianceGate_Unavailable` or `ComplianceGate_UnknownLeadClass` where the gate refuses,
    /// `PassBook_ClearanceTooShort` where its clearance ends too early, and `PersonalEscrowVault_InsufficientFree` where the free balance
    /// does not cover the bond.
    /// @param bidder account that bids.
    /// @param amount the bond, in USDC units.
    /// @param leadClass number of the lead's vertical and region.
    /// @param clearedUntil until when the bidder has to be cleared, Unix seconds.
    function lockBidBond(address bidder, uint64 amount, uint32 leadClass, uint40 clearedUntil) external;

    /// @notice Replaces the bond of a bid that leads or ties by the bid: frees the bond, locks the amount, frees the bid that it beats. A
    /// bidder that the gate denies only gets its bond back; the gate's silence denies nobody. An account that cannot pay the bid stays
    /// unchanged. Auction house only. Never pauses. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller,
    /// `PassBook_InsufficientGas` where the caller's gas does not cover the gate's answer, and `PersonalEscrowVault_InsufficientLocked`
    /// where more would be freed than is locked.
    /// @param bidder account that bids.
    /// @param leadClass number of the lead's vertical and region.
    /// @param bond bond that becomes free, in USDC units.
    /// @param amount the bid, in USDC units.
    /// @param outbid the former leader; zero where there was none, or the bid ties.
    /// @param outbidAmount its bid, which becomes free, in USDC units.
    /// @return placement what was done.
    /// @return reason the gate's revert data where the bidder is denied.
    function placeBid(
        address bidder,
        uint32 leadClass,
        uint64 bond,
        uint64 amount,
        address outbid,
        uint64 outbidAmount
    ) external returns (Placement placement, bytes memory reason);

    /// @notice Frees the bond of a bid that does not lead, if the account can pay `amount`: an unfunded bid does not count. Auction house
    /// only. Never pauses. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and
    /// `PersonalEscrowVault_InsufficientLocked` where less than the bond is locked.
    /// @param bidder account that bids.
    /// @param bond bond that becomes free, in USDC units.
    /// @param amount the bid, in USDC units.
    /// @return funded whether free balance and bond cover the bid; otherwise nothing is changed.
    function unlockCovered(address bidder, uint64 bond, uint64 amount) external returns (bool funded);

    /// @notice Makes `amount` of a locked balance free again. Auction house and bounty matcher only. Never pauses. Reverts with
    /// `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and `PersonalEscrowVault_InsufficientLocked` where less is locked.
    /// @param account account whose balance it is.
    /// @param amount amount, in USDC units.
    function unlock(address account, uint64 amount) external;

    /// @notice Pays a bounty's tip: `amount` of the payer's locked balance becomes free balance of `receiver`. Bounty matcher only. Never
    /// pauses. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and `PersonalEscrowVault_InsufficientLocked`
    /// where less is locked.
    /// @param payer account that posted the bounty.
    /// @param receiver account that made the match.
    /// @param amount amount, in USDC units.
    function payLocked(address payer, address receiver, uint64 amount) external;

    /// @notice Spends a bidder's bond: `penalty` goes to the treasury, `tip` to the caller, the rest becomes free. Auction house only.
    /// Never pauses. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and
    /// `PersonalEscrowVault_InsufficientLocked` where less than the bond is locked.
    /// @param bidder account that bid.
    /// @param bond the whole bond, in USDC units; at least penalty and tip.
    /// @param treasury account that receives the penalty.
    /// @param penalty part of the bond, in USDC units.
    /// @param caller account that receives the tip.
    /// @param tip part of the bond, in USDC units.
    function spendBond(address bidder, uint64 bond, address treasury, uint64 penalty, address caller, uint64 tip) external;

    /// @notice Settles a sale in one call: the buyer's locked `price` goes to the seller, less `fee` to the treasury; the seller's delivery
    /// bond is freed. The buyer must be cleared to receive the lead, as `requireReceiver` says. Auction house only. Never pauses. Reverts
    /// with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, `ComplianceGate_Denied`, `ComplianceGate_Unavailable` or
    /// `ComplianceGate_UnknownLeadClass` where the gate refuses, and `PersonalEscrowVault_InsufficientLocked` where less is locked than the
    /// price or the bond.
    /// @param buyer account that won the auction.
    /// @param leadClass number of the lead's vertical and region.
    /// @param seller account that submitted the lead.
    /// @param treasury account that receives the fee.
    /// @param price what the buyer pays, in USDC units.
    /// @param fee part of the price that goes to the treasury, in USDC units.
    /// @param deliveryBond the seller's bond, which becomes free, in USDC units.
    function settleSale(
        address buyer,
        uint32 leadClass,
        address seller,
        address treasury,
        uint64 price,
        uint64 fee,
        uint64 deliveryBond
    ) external;

    /// @notice Settles a round without a sale in one call: the leader's bid is freed. Of the seller's delivery bond, `compensation` goes to
    /// the leader, `penalty` to the treasury, and the rest is freed. Auction house only. Never pauses. Reverts with
    /// `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and `PersonalEscrowVault_InsufficientLocked` where less is locked
    /// than the bid or the bond.
    /// @param leader account whose bid led; zero where none did.
    /// @param bid its bid, in USDC units; 0 where there was none.
    /// @param seller account that submitted the lead.
    /// @param deliveryBond the seller's bond, in USDC units; at least compensation and penalty.
    /// @param compensation part of the seller's bond, in USDC units; 0 without a leader.
    /// @param treasury account that receives the penalty.
    /// @param penalty part of the seller's bond, in USDC units.
    function settleWithoutSale(
        address leader,
        uint64 bid,
        address seller,
        uint64 deliveryBond,
        uint64 compensation,
        address treasury,
        uint64 penalty
    ) external;

    /// @notice Records balance and liabilities, and stops or reopens new business accordingly. Anyone. Does not revert when insolvent.
    /// @return solvent whether the balance covers the liabilities.
    function proveReserves() external returns (bool solvent);

    /// @notice Stops deposits, and with them creating auctions and committing. Guardian role. Exits never stop. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role.
    function pause() external;

    /// @notice Opens new business again. Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without the
    /// role, and with the `AccessManager`'s error for one whose call was not scheduled or is not due.
    function unpause() external;

    /// @notice Free USDC of an account. Anyone. Never reverts.
    /// @param account account whose balance it is.
    /// @return the free balance, in USDC units.
    function freeOf(address account) external view returns (uint256);

    /// @notice Locked USDC of an account. Anyone. Never reverts.
    /// @param account account whose balance it is.
    /// @return the locked balance, in USDC units.
    function lockedOf(address account) external view returns (uint256);

    /// @notice Sum of all free and locked balances. Anyone. Never reverts.
    /// @return the sum, in USDC units.
    function liabilities() external view returns (uint256);

    /// @notice The last insolvency that proofs of reserves recorded. Anyone. Never reverts.
    /// @return from time of the first proof that found it, Unix seconds; 0 if there never was one.
    /// @return until time of the first proof that found it over, Unix seconds; 0 while it lasts or if there never was one.
    function insolvency() external view returns (uint40 from, uint40 until);

    /// @notice Whether new business is stopped by the guardian. Anyone. Never reverts.
    /// @return true while it is stopped.
    function paused() external view returns (bool);

    /// @notice The USDC contract. Anyone. Never reverts.
    /// @return address of the contract.
    function usdc() external view returns (address);
}
