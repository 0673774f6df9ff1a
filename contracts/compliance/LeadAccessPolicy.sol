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
/// @notice The lead engine's policy in ACE: see `ILeadAccessPolicy` for its rules. The gate is its own policy: what the engine asks is
/// answered where the question came from.
/// @dev The engine hands on, as context, `abi.encode(activity, leadClass)`; in a dry run for a class without a number
/// `abi.encode(activity, 0, vertical, region)`. Before the gate asks, it judges, and leaves the clearance in transient storage: `run` finds
/// it there and `postRun` takes it away, by which the gate sees that the engine has asked. Whoever installs further policies for the gate
/// must put them before this one, since its `Allowed` ends the engine's run.
abstract contract LeadAccessPolicy is AccessRules, AcePolicy {
    using RegionCode for bytes6;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Most countries that a country's data may flow to.
    uint256 public constant MAX_FREE_COUNTRIES = 250;

    /// @dev Transient: clearances that the engine has not asked for yet, by account and context.
    bytes32 private constant CLEARANCE_SLOT = keccak256("lead-engine.transient.LeadAccessPolicy.clearance");

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
        if (_clearanceSlot(account, context).tload() != 0) return IPolicyEngine.PolicyResult.Allowed;

        (bytes6 region, Demands memory demands) = _termsIn(context);
        (uint40 validUntil, Rule failed, bytes32 credentialType) = _judge(account, abi.decode(context, (Activity)), region, demands);
        if (validUntil == 0) revert IPolicyEngine.PolicyRejected(_reasonOf(failed, account, credentialType));
        return IPolicyEngine.PolicyResult.Allowed;
    }

    /// @inheritdoc IPolicy
    function postRun(address account, address, bytes4, bytes[] calldata, bytes calldata context) external onlyEngine {
        _clearanceSlot(account, context).tstore(0);
    }

    /// @inheritdoc IPolicy
    function typeAndVersion() external pure returns (string memory) {
        return "LeadAccessPolicy 1.0.0";
    }

    /// @dev Where leads of a class come from and what they demand.
    function _termsOf(uint32 leadClass) internal view virtual returns (bytes6 region, Demands memory demands);

    /// @dev Drops all remembered passes, because rules change.
    function _dropAllPasses() internal virtual;

    /// @dev Where the clearance of an account lies while the engine is asked.
    function _clearanceSlot(address account, bytes memory context) internal pure returns (TransientSlot.Uint256Slot) {
        return keccak256(abi.encode(CLEARANCE_SLOT, account, keccak256(context))).asUint256();
    }

    /// @dev Terms of the lead class that the engine is asked about.
    function _termsIn(bytes calldata context) private view returns (bytes6 region, Demands memory demands) {
        (, uint32 leadClass) = abi.decode(context, (Activity, uint32));
        if (leadClass != 0) return _termsOf(leadClass);
        bytes32 vertical;
        (, , vertical, region) = abi.decode(context, (Activity, uint32, bytes32, bytes6));
        demands = demandsOf(vertical, region);
    }
}
