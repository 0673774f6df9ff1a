// SPDX-License-Identifier: MIT
// Inherits from @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {Policy} from "@chainlink/ace/packages/policy-management/src/core/Policy.sol";
import {IExtractor} from "@chainlink/ace/packages/policy-management/src/interfaces/IExtractor.sol";
import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {RegionCode} from "../libraries/RegionCode.sol";
import {AccessRules} from "./AccessRules.sol";

/// @title LeadAccessPolicy
/// @notice The lead engine's policy in ACE: see `ILeadAccessPolicy` for its rules.
/// @dev It is its own extractor: `extract` reads registries and rules once and hands the verdict on; `run` turns it into the engine's
/// answer, `postRun` confirms it to the gate together with the time until which it holds. Whoever installs further policies for the gate
/// must put them before this one, since its `Allowed` ends the engine's run.
contract LeadAccessPolicy is AccessRules, Policy, IExtractor, AccessManagedUpgradeable {
    using RegionCode for bytes6;

    /// @notice Name of the parameter that `extract` returns and `run` takes.
    bytes32 public constant VERDICT = keccak256("lead-engine.verdict");
    /// @notice Most countries that a country's data may flow to.
    uint256 public constant MAX_FREE_COUNTRIES = 250;

    /// @dev What `extract` finds out about a query.
    struct Verdict {
        bytes32 query;
        bool passed;
        uint40 validUntil;
        address account;
        Rule failedRule;
        bytes32 credentialType;
    }

    /// @param gate asks through the engine, remembers what this policy confirms.
    /// @param verticals the verticals' own demands.
    /// @param identities ACE's identity registry.
    /// @param credentials ACE's credential registry.
    constructor(
        IComplianceGate gate,
        IVerticalRegistry verticals,
        IIdentityRegistry identities,
        ICredentialRegistry credentials
    ) AccessRules(gate, verticals, identities, credentials) {}

    // RULES

    /// @inheritdoc AccessRules
    function setCountry(bytes2 country, bytes32 regime, bytes2[] calldata freeTo) external override restricted {
        require(bytes6(country).isValid(), LeadAccessPolicy_InvalidCountry(country));
        require(freeTo.length <= MAX_FREE_COUNTRIES, LeadAccessPolicy_TooManyCountries(freeTo.length, MAX_FREE_COUNTRIES));
        for (uint256 i = 0; i < freeTo.length; ++i) {
            require(bytes6(freeTo[i]).isValid(), LeadAccessPolicy_InvalidCountry(freeTo[i]));
        }
        _accessStorage().countries[country] = Country(regime, freeTo);
        emit CountrySet(country, regime, freeTo);
        GATE.dropAllPasses();
    }

    /// @inheritdoc AccessRules
    function setLicenceDemand(bytes32 rootVertical, bytes6[] calldata regions, LicenceDemand demand) external override restricted {
        (bytes32 root, , ) = VERTICALS.accessRulesOf(rootVertical);
        require(root == rootVertical && root != 0, LeadAccessPolicy_NotRootVertical(rootVertical, root));
        for (uint256 i = 0; i < regions.length; ++i) {
            require(regions[i].isValid(), LeadAccessPolicy_InvalidRegion(regions[i]));
            _accessStorage().licenceDemands[rootVertical][regions[i]] = demand;
        }
        emit LicenceDemandSet(rootVertical, regions, demand);
        GATE.dropAllPasses();
    }

    // ENGINE

    /// @inheritdoc IExtractor
    function extract(IPolicyEngine.Payload calldata payload) external view returns (IPolicyEngine.Parameter[] memory parameters) {
        (address account, Activity activity, bytes32 vertical, bytes6 region) = abi.decode(
            payload.data,
            (address, Activity, bytes32, bytes6)
        );
        Finding[] memory findings = explain(account, activity, vertical, region);
        Verdict memory verdict = Verdict(keccak256(payload.data), true, type(uint40).max, account, Rule.Identity, 0);
        for (uint256 i = 0; i < findings.length && verdict.passed; ++i) {
            Finding memory finding = findings[i];
            if (finding.outcome == Outcome.Failed) {
                (verdict.passed, verdict.failedRule, verdict.credentialType) = (false, finding.rule, finding.credentialType);
            } else if (finding.expiresAt != 0 && finding.expiresAt < verdict.validUntil) {
                verdict.validUntil = finding.expiresAt;
            }
        }
        parameters = new IPolicyEngine.Parameter[](1);
        parameters[0] = IPolicyEngine.Parameter(VERDICT, abi.encode(verdict));
    }

    /// @inheritdoc IPolicy
    function run(
        address,
        address,
        bytes4,
        bytes[] calldata parameters,
        bytes calldata
    ) public pure override returns (IPolicyEngine.PolicyResult) {
        Verdict memory verdict = abi.decode(parameters[0], (Verdict));
        require(verdict.passed, IPolicyEngine.PolicyRejected(_reasonOf(verdict.failedRule, verdict.account, verdict.credentialType)));
        return IPolicyEngine.PolicyResult.Allowed;
    }

    /// @inheritdoc IPolicy
    function postRun(address, address subject, bytes4, bytes[] calldata parameters, bytes calldata) public override onlyPolicyEngine {
        if (subject != address(GATE)) return;
        Verdict memory verdict = abi.decode(parameters[0], (Verdict));
        GATE.confirm(verdict.query, verdict.validUntil);
    }

    /// @notice Name and version, as ACE wants it.
    function typeAndVersion() external pure override(IPolicy, IExtractor) returns (string memory) {
        return "LeadAccessPolicy 1.0.0";
    }

    /// @dev The owner is the `AccessManager`, which the setters obey.
    function configure(bytes calldata) internal override onlyInitializing {
        __AccessManaged_init(owner());
    }
}
