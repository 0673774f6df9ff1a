// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILeadAccessPolicy} from "./ILeadAccessPolicy.sol";

/// @title IPassBook
/// @notice Remembers which accounts the compliance gate has cleared, beside their balances, so that a bid reads one slot more for it.
interface IPassBook {
    /// @notice Whether the engine clears an account.
    /// @dev `Clear`: cleared. `Denied`: a policy objects. `Unknown`: the engine gave no answer.
    enum Clearance {
        Clear,
        Denied,
        Unknown
    }

    /// @notice Only the compliance gate may add or drop passes, not `caller`.
    /// @param caller account that called.
    error PassBook_UnauthorizedCaller(address caller);
    /// @notice `account` is cleared until `validUntil`, but this auction may need it until `until`.
    /// @param account account that asks to be cleared.
    /// @param validUntil until when the gate clears it, Unix seconds.
    /// @param until until when it has to be cleared, Unix seconds.
    error PassBook_ClearanceTooShort(address account, uint40 validUntil, uint40 until);
    /// @notice The call has `available` gas left and needs `needed`: with less, the policy engine would seem dead.
    /// @param available gas left.
    /// @param needed gas that the gate's answer needs.
    error PassBook_InsufficientGas(uint256 available, uint256 needed);

    /// @notice Reverts unless `account` may receive leads of the class now and, by the expiries that are known now, until `until` (Unix
    /// seconds). Asks the gate unless a remembered pass lasts that long: a pass that ends too early bars nobody. House only. Reverts with
    /// `PersonalEscrowVault_UnauthorizedCaller` for any other caller, `ComplianceGate_Denied`, `ComplianceGate_Unavailable` or
    /// `ComplianceGate_UnknownLeadClass` where the gate refuses, and `PassBook_ClearanceTooShort` where its clearance ends before `until`.
    /// @param account account that is asked about.
    /// @param leadClass number of the vertical and region.
    /// @param until until when the account has to be cleared, Unix seconds.
    function requireReceiver(address account, uint32 leadClass, uint40 until) external;

    /// @notice Whether `account` may receive leads of the class, for exits that must not depend on the engine: gives it a fixed amount of
    /// gas and does not revert when it fails. House only. Reverts with `PersonalEscrowVault_UnauthorizedCaller` for any other caller, and
    /// with `PassBook_InsufficientGas` where the caller's gas does not cover that amount.
    /// @param account account that is asked about.
    /// @param leadClass number of the vertical and region.
    /// @return clearance what the gate says.
    /// @return reason the gate's revert data or unusable answer; empty where clear.
    function receiverClearance(address account, uint32 leadClass) external returns (Clearance clearance, bytes memory reason);

    /// @notice Remembers a pass until `validUntil`, Unix seconds, or until the earlier end of the set of passes that it joins. A pass that
    /// ends before its set is not kept, so that it shortens no other: the gate is asked again. Gate only. Reverts with
    /// `PassBook_UnauthorizedCaller` for any other caller.
    /// @param account account that was cleared.
    /// @param activity what it was cleared for.
    /// @param leadClass number of the vertical and region.
    /// @param validUntil when the pass ends, Unix seconds.
    function rememberPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) external;

    /// @notice Forgets an account's passes. Gate only. Reverts with `PassBook_UnauthorizedCaller` for any other caller.
    /// @param account account whose passes are forgotten.
    function forgetPasses(address account) external;

    /// @notice Forgets all passes of all accounts. Gate only. Reverts with `PassBook_UnauthorizedCaller` for any other caller.
    function forgetAllPasses() external;

    /// @notice Whether a pass is remembered now. Anyone. Never reverts.
    /// @param account account that is asked about.
    /// @param activity what the account wants to do.
    /// @param leadClass number of the vertical and region.
    /// @return false where none is remembered, or it has ended or was forgotten.
    function hasPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external view returns (bool);

    /// @notice The compliance gate, which decides about accounts. Anyone. Never reverts.
    /// @return address of the gate.
    function gate() external view returns (address);
}
