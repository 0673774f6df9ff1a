// SPDX-License-Identifier: MIT
// Implements interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";

import {ILeadAccessPolicy} from "../interfaces/ILeadAccessPolicy.sol";
import {RegionCode} from "../libraries/RegionCode.sol";
import {AccessRules} from "./AccessRules.sol";
import {AcePolicy} from "./AcePolicy.sol";

/// @title LeadAccessPolicy
/// @notice The lead engine's policy in ACE: see `ILeadAccessPolicy` for its rules. The gate is its own policy: the contract that asks the
/// engine also answers it.
/// @dev The engine passes the query on as context, in one word: `abi.encode(leadClass * 256 + activity)`; in a dry run for a class without
/// a number `abi.encode(activity, vertical, region)`. The gate judges before it asks, and leaves the clearance in transient storage. `run`
/// finds it there and `postRun` takes it away, which shows the gate that the engine has asked. Install further policies for the gate before
/// this one, because its `Allowed` ends the engine's run.
abstract contract LeadAccessPolicy is AccessRules, AcePolicy {
    using RegionCode for bytes6;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Most countries that a country's data may flow to.
    uint256 public constant MAX_FREE_COUNTRIES = 250;

    // RULES

    /// @inheritdoc ILeadAccessPolicy
    function setCountry(bytes2 country, bytes32 regime, bytes2[] calldata freeTo) external restricted {
        require(bytes6(country).isValid(), LeadAccessPolicy_InvalidCountry(country));
        require(freeTo.length <= MAX_FREE_COUNTRIES, LeadAccessPolicy_TooManyCountries(freeTo.length, MAX_FREE_COUNTRIES));
        for (uint256 i = 0; i < freeTo.length; ++i) {
            require(bytes6(freeTo[i]).isValid(), LeadAccessPolicy_InvalidCountry(freeTo[i]));
        }
        _accessStorage().countries[country] = Country(regime, freeTo);
        emit CountrySet(country, regime, freeTo);
        _dropAllPasses();
    }

    /// @inheritdoc ILeadAccessPolicy
    function setLicenceDemand(bytes32 rootVertical, bytes6[] calldata regions, LicenceDemand demand) external restricted {
        (bytes32 root, , ) = VERTICALS.accessRulesOf(rootVertical);
        require(root == rootVertical && root != 0, LeadAccessPolicy_NotRootVertical(rootVertical, root));
        for (uint256 i = 0; i < regions.length; ++i) {
            require(regions[i].isValid(), LeadAccessPolicy_InvalidRegion(regions[i]));
            _accessStorage().licenceDemands[rootVertical][regions[i]] = demand;
        }
        emit LicenceDemandSet(rootVertical, regions, demand);
        _dropAllPasses();
    }

    // VERDICTS

    /// @inheritdoc ILeadAccessPolicy
    function clearanceOf(address account, Activity activity, uint32 leadClass) external view returns (uint40 validUntil) {
        (bytes6 region, Demands memory demands) = _termsOf(leadClass);
        (validUntil, , ) = _judge(account, activity, region, demands);
    }

    /// @inheritdoc IPolicy
    function run(
        address account,
        address subject,
        bytes4,
        bytes[] calldata,
        bytes calldata context
    ) external view returns (IPolicyEngine.PolicyResult) {
        require(subject == address(this), LeadAccessPolicy_UnknownSubject(subject));
        if (_clearanceSlot(account, abi.decode(context, (uint256))).tload() == 0) _requireClear(account, context);
        return IPolicyEngine.PolicyResult.Allowed;
    }

    /// @inheritdoc IPolicy
    function postRun(address account, address, bytes4, bytes[] calldata, bytes calldata context) external onlyEngine {
        _clearanceSlot(account, abi.decode(context, (uint256))).tstore(0);
    }

    /// @inheritdoc IPolicy
    function typeAndVersion() external pure returns (string memory) {
        return "LeadAccessPolicy 1.0.0";
    }

    /// @dev Where leads of a class come from and what they demand.
    function _termsOf(uint32 leadClass) internal view virtual returns (bytes6 region, Demands memory demands);

    /// @dev Drops all remembered passes, because rules change.
    function _dropAllPasses() internal virtual;

    /// @dev An activity with leads of a class, as the engine's policies get it.
    function _queryOf(Activity activity, uint32 leadClass) internal pure returns (uint256) {
        return (uint256(leadClass) << 8) | uint256(activity);
    }

    /// @dev Slot of a clearance while the engine runs: the word that names account and query. The gate has no other transient storage.
    function _clearanceSlot(address account, uint256 query) internal pure returns (TransientSlot.Uint256Slot) {
        return bytes32((uint256(uint160(account)) << 96) | query).asUint256();
    }

    /// @dev Judges where the gate has not: in a dry run, or because it has found that a rule fails.
    function _requireClear(address account, bytes calldata context) private view {
        uint256 query = abi.decode(context, (uint256));
        (Activity activity, uint32 leadClass) = (Activity(query & 0xff), uint32(query >> 8));
        (bytes6 region, Demands memory demands) = leadClass == 0 ? _termsIn(context) : _termsOf(leadClass);
        (uint40 validUntil, Rule failed, bytes32 credentialType) = _judge(account, activity, region, demands);
        if (validUntil == 0) revert IPolicyEngine.PolicyRejected(_reasonOf(failed, account, credentialType));
    }

    /// @dev Terms of a lead class without a number, in a dry run.
    function _termsIn(bytes calldata context) private view returns (bytes6 region, Demands memory demands) {
        bytes32 vertical;
        (, vertical, region) = abi.decode(context, (uint256, bytes32, bytes6));
        demands = demandsOf(vertical, region);
    }
}
