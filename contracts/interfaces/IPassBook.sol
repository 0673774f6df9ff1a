// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILeadAccessPolicy} from "./ILeadAccessPolicy.sol";

/// @title IPassBook
/// @notice Remembers which accounts the compliance gate has cleared, beside their balances, so that a bid reads one slot more for it.
interface IPassBook {
    /// @notice Whether an account is cleared: by the engine's word, or `Unknown` because the engine gave none.
    enum Clearance {
        Clear,
        Denied,
        Unknown
    }

    /// @notice The caller is not the compliance gate.
    error PassBook_UnauthorizedCaller(address caller);
    /// @notice The gate clears the account until `validUntil` only, and it has to be cleared until `until`: both Unix seconds.
    error PassBook_ClearanceTooShort(address account, uint40 validUntil, uint40 until);
    /// @notice The gas left would let the engine seem dead: send more.
    error PassBook_InsufficientGas(uint256 available, uint256 needed);

    /// @notice Reverts unless `account` may receive leads of the class now and, by the expiries that are known now, until `until` (Unix
    /// seconds). Asks the gate where no pass that lasts so long is remembered: a pass that ends too early bars nobody. House only.
    function requireReceiver(address account, uint32 leadClass, uint40 until) external;

    /// @notice Whether `account` may receive leads of the class, for exits that must not depend on the engine: never reverts for its sake,
    /// gives it a fixed amount of gas. Reverts when the caller's gas does not cover that. House only.
    /// @return clearance what the gate says.
    /// @return reason its revert data unless clear.
    function receiverClearance(address account, uint32 leadClass) external returns (Clearance clearance, bytes memory reason);

    /// @notice Remembers a pass until `validUntil`, Unix seconds, or the earlier end of others that it is kept together with. A pass that ends
    /// before those is not kept, so that it shortens none of them: the gate is asked again. Gate only.
    function rememberPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass, uint40 validUntil) external;

    /// @notice Forgets an account's passes. Gate only.
    function forgetPasses(address account) external;

    /// @notice Forgets all passes of all accounts. Gate only.
    function forgetAllPasses() external;

    /// @notice Whether a pass is remembered now.
    function hasPass(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external view returns (bool);

    /// @notice The compliance gate that is asked: where clients find who decides.
    function gate() external view returns (address);
}
