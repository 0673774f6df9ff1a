// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ILeadAccessPolicy} from "./ILeadAccessPolicy.sol";

/// @title IComplianceGate
/// @notice Asks ACE's policy engine whether an account may sell or receive leads of a vertical from a region. Passes are remembered in the
/// vault (`IPassBook`) until the earliest expiry of a credential that they rest on, and dropped when anything that they rest on changes.
/// @dev A vertical with a region is a lead class; the gate numbers them, so that a round needs four bytes to name its class. Only the
/// protocol's own contracts can make the gate number a class, remember a pass or drop one.
///
/// One account of an identity bids at a time: a ladder of own bids costs identities, not addresses. The first account that is cleared to
/// receive leads becomes the identity's bidding account. Another account takes its place by bidding, as soon as the first has nothing
/// locked in the vault; its own delivery bond as a seller counts too. The first then loses its passes. So no account displaces one that has
/// a live bid. The gate does not wait for an account that the compliance desk has moved to another identity and that is now the bidding
/// account there.
interface IComplianceGate {
    /// @notice What the engine would say.
    /// @dev `Clear`: no objection. `Denied`: a policy objects. `Unavailable`: no answer.
    enum Verdict {
        Clear,
        Denied,
        Unavailable
    }

    /// @notice An account's standing: whether a pass is remembered, what the engine says now, and why.
    /// @param remembered whether the vault remembers a pass now.
    /// @param verdict what the engine says now.
    /// @param reason why, where the verdict is `Denied`; empty otherwise.
    struct Status {
        bool remembered;
        Verdict verdict;
        string reason;
    }

    /// @notice The engine cleared an account; the vault remembers the pass until `validUntil`, Unix seconds, at most. The pass ends earlier
    /// if it is dropped, or with the set of the account's passes that it joins. It is not kept if it would end before that set.
    /// @param account account that was cleared.
    /// @param leadClass number of the vertical and region, from 1.
    /// @param activity what it was cleared for.
    /// @param validUntil earliest expiry of what the answer rests on, Unix seconds.
    event PassGranted(address indexed account, uint32 indexed leadClass, ILeadAccessPolicy.Activity activity, uint40 validUntil);
    /// @notice All remembered passes of an account were dropped.
    /// @param account account whose passes were dropped.
    event PassesDropped(address indexed account);
    /// @notice All remembered passes of all accounts were dropped.
    event AllPassesDropped();
    /// @notice A vertical and region were numbered.
    /// @param leadClass number of the vertical and region, from 1.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    event LeadClassAdded(uint32 indexed leadClass, bytes32 indexed vertical, bytes6 indexed region);
    /// @notice `account` bids for `identity` from now on, instead of `previous` (zero for none).
    /// @param identity ACE's id of the identity.
    /// @param account account that bids from now on.
    /// @param previous account that bid before; zero for none.
    event BiddingAccountSet(bytes32 indexed identity, address indexed account, address indexed previous);

    /// @notice `account` may not have leads of `vertical` from `region`: `reason`.
    /// @param account account that is denied.
    /// @param activity what it wanted to do.
    /// @param vertical id of the vertical, `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @param reason the policy's reason: the rule that fails and what would fix it.
    error ComplianceGate_Denied(address account, ILeadAccessPolicy.Activity activity, bytes32 vertical, bytes6 region, string reason);
    /// @notice The policy engine gave no answer (`cause`).
    /// @param cause revert data of the engine or a registry; empty where the engine ran without asking our policy.
    error ComplianceGate_Unavailable(bytes cause);
    /// @notice `caller` may not call this function of the compliance gate.
    /// @param caller account that called.
    error ComplianceGate_UnauthorizedCaller(address caller);
    /// @notice No vertical and region have the number `leadClass`.
    /// @param leadClass the number given.
    error ComplianceGate_UnknownLeadClass(uint32 leadClass);

    /// @notice Reverts unless `account` may sell such leads; remembers a pass. House and verifier only. Reverts with
    /// `ComplianceGate_UnauthorizedCaller` for any other caller, `ComplianceGate_Denied` where the policy denies the account, and
    /// `ComplianceGate_Unavailable` where the engine or a registry gives no answer.
    /// @param account account that wants to sell.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return leadClass number of the vertical and region.
    function requireSeller(address account, bytes32 vertical, bytes6 region) external returns (uint32 leadClass);

    /// @notice Reverts unless the rules clear `account` to receive such leads and the engine does not object: for a title that moves
    /// outside an auction. Remembers nothing, and does not ask which account bids for the identity. Anyone. Reverts with
    /// `ComplianceGate_Denied` where the policy denies the account, `ComplianceGate_Unavailable` where the engine gives no answer or clears
    /// without our rules, and with the registry's error where a registry fails.
    /// @param account account that is to receive the lead.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    function checkReceiver(address account, bytes32 vertical, bytes6 region) external view;

    /// @notice Runs the engine for an account and a lead class; reverts unless the account is cleared. To receive, it must also be its
    /// identity's bidding account, or be able to become it. Vault only, which remembers the answer. Reverts with
    /// `ComplianceGate_UnauthorizedCaller` for any other caller, `ComplianceGate_UnknownLeadClass` where the class has no terms,
    /// `ComplianceGate_Denied` where the policy denies the account or another account with money locked bids for its identity, and
    /// `ComplianceGate_Unavailable` where the engine or a registry gives no answer.
    /// @param account account that is asked about.
    /// @param activity what the account wants to do.
    /// @param leadClass number of the vertical and region, from 1.
    /// @return validUntil earliest expiry of what the answer rests on, Unix seconds.
    function decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external returns (uint40 validUntil);

    /// @notice Drops an account's remembered passes. Compliance role, at once. Its next action asks the engine again. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role.
    /// @param account account whose passes are dropped.
    function invalidate(address account) external;

    /// @notice Drops all remembered passes, and what lead classes demand. Compliance role, at once. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role.
    function invalidateAll() external;

    /// @notice Drops remembered passes of accounts whose identity or credentials change. `IssuancePolicy` only. Reverts with
    /// `ComplianceGate_UnauthorizedCaller` for any other caller.
    /// @param accounts accounts whose passes are dropped.
    function dropPasses(address[] calldata accounts) external;

    /// @notice Drops all remembered passes, and what lead classes demand, because rules change or too many accounts are affected.
    /// `IssuancePolicy` and `VerticalRegistry` only. Reverts with `ComplianceGate_UnauthorizedCaller` for any other caller.
    function dropAllPasses() external;

    /// @notice What would happen now if the account sold or bid: a dry run for clients. Anyone. A refusal is part of the answer and does
    /// not revert; only a failing identity registry reverts, with its error.
    /// @param account account that is asked about.
    /// @param activity what the account wants to do.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return whether a pass is remembered, the verdict and its reason.
    function statusOf(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) external view returns (Status memory);

    /// @notice Number of a vertical and region; 0 where nobody has needed one yet. Anyone. Never reverts.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return the number, from 1; 0 for none.
    function leadClassOf(bytes32 vertical, bytes6 region) external view returns (uint32);

    /// @notice The vertical and region of a number. Anyone. Reverts with `ComplianceGate_UnknownLeadClass` where no vertical and region
    /// have it.
    /// @param leadClass number of the vertical and region, from 1.
    /// @return vertical `keccak256(slug)`.
    /// @return region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    function leadClassAt(uint32 leadClass) external view returns (bytes32 vertical, bytes6 region);

    /// @notice The account that bids for an identity; zero where none has yet. Anyone. Never reverts.
    /// @param identity ACE's id of the identity.
    /// @return the account; zero for none.
    function biddingAccountOf(bytes32 identity) external view returns (address);

    /// @notice ACE's policy engine. Anyone. Never reverts.
    /// @return address of the engine.
    function policyEngine() external view returns (address);
}
