// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILeadAccessPolicy} from "./ILeadAccessPolicy.sol";

/// @title IComplianceGate
/// @notice Asks ACE's policy engine whether an account may sell or receive leads of a vertical from a region. Passes are remembered in the
/// vault (`IPassBook`) until the earliest expiry of a credential they rest on or a time to live, and dropped when anything that they rest
/// on changes.
/// @dev A vertical with a region is a lead class; the gate numbers them, so that a round needs four bytes to name its class.
interface IComplianceGate {
    /// @notice What the engine would say.
    enum Verdict {
        Clear,
        Denied,
        Unavailable
    }

    /// @notice An account's standing: whether a pass is remembered, what the engine says now, and why.
    struct Status {
        bool remembered;
        Verdict verdict;
        string reason;
    }

    /// @notice The engine cleared an account; the pass is remembered until `validUntil`, Unix seconds, at most: it ends before if it is
    /// dropped, or with others of the account that the vault keeps together with it.
    event PassGranted(address indexed account, uint32 indexed leadClass, ILeadAccessPolicy.Activity activity, uint40 validUntil);
    /// @notice All remembered passes of an account were dropped.
    event PassesDropped(address indexed account);
    /// @notice All remembered passes of all accounts were dropped.
    event AllPassesDropped();
    /// @notice A vertical and region were numbered.
    event LeadClassAdded(uint32 indexed leadClass, bytes32 indexed vertical, bytes6 indexed region);
    /// @notice The longest time that a pass is remembered was set, in seconds.
    event PassTtlSet(uint32 ttl);

    /// @notice The policy denies the account; `reason` names the rule and what would mend it.
    error ComplianceGate_Denied(address account, ILeadAccessPolicy.Activity activity, bytes32 vertical, bytes6 region, string reason);
    /// @notice The engine or a registry gave no answer (`cause` is its revert data, empty where the engine ran without asking our policy): no
    /// new business.
    error ComplianceGate_Unavailable(bytes cause);
    /// @notice The caller is not the peer contract that may do this.
    error ComplianceGate_UnauthorizedCaller(address caller);
    /// @notice No vertical and region have this number.
    error ComplianceGate_UnknownLeadClass(uint32 leadClass);
    /// @notice The time to live is outside `[min, max]` seconds.
    error ComplianceGate_InvalidPassTtl(uint256 ttl, uint256 min, uint256 max);

    /// @notice Reverts unless `account` may sell such leads. Anyone; a pass is remembered.
    /// @return leadClass number of the vertical and region.
    function requireSeller(address account, bytes32 vertical, bytes6 region) external returns (uint32 leadClass);

    /// @notice Reverts unless `account` may receive such leads. Anyone, so that a bidder can obtain its pass ahead of an auction.
    /// @return leadClass number of the vertical and region.
    function requireReceiver(address account, bytes32 vertical, bytes6 region) external returns (uint32 leadClass);

    /// @notice Runs the engine for an account and a lead class; reverts unless it is cleared. Vault only, which remembers the answer.
    /// @return validUntil until when the answer may be remembered, Unix seconds.
    function decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external returns (uint40 validUntil);

    /// @notice Drops an account's remembered passes. Compliance role, at once. Its next action asks the engine again.
    function invalidate(address account) external;

    /// @notice Drops all remembered passes, and what lead classes demand. Compliance role, at once.
    function invalidateAll() external;

    /// @notice Drops remembered passes of accounts whose identity or credentials change. `IssuancePolicy` only.
    function dropPasses(address[] calldata accounts) external;

    /// @notice Drops all remembered passes, and what lead classes demand, because rules change or too many accounts are concerned. `IssuancePolicy` and
    /// `VerticalRegistry` only.
    function dropAllPasses() external;

    /// @notice Sets the longest time that a pass is remembered, in seconds, for passes from now on. Configurator role, delayed.
    function setPassTtl(uint32 ttl) external;

    /// @notice What would happen now if the account sold or bid: a dry run for clients.
    function statusOf(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) external view returns (Status memory);

    /// @notice Number of a vertical and region; 0 where nobody has needed one yet.
    function leadClassOf(bytes32 vertical, bytes6 region) external view returns (uint32);

    /// @notice Longest time that a pass is remembered, in seconds.
    function passTtl() external view returns (uint32);

    /// @notice ACE's policy engine.
    function policyEngine() external view returns (address);
}
