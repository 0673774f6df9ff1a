// SPDX-License-Identifier: MIT
// Implements interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {IExtractor} from "@chainlink/ace/packages/policy-management/src/interfaces/IExtractor.sol";
import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {RegionCode} from "../libraries/RegionCode.sol";
import {AccessRules} from "./AccessRules.sol";
import {AcePolicy} from "./AcePolicy.sol";

/// @title LeadAccessPolicy
/// @notice The lead engine's policy in ACE: see `ILeadAccessPolicy` for its rules.
/// @dev `extract` reads the registries once and hands the verdict on; `run` turns it into the engine's
/// answer, `postRun` confirms it to the gate together with the time until which it holds. Whoever installs further policies for the gate
/// must put them before this one, since its `Allowed` ends the engine's run.
contract LeadAccessPolicy is AccessRules, AcePolicy {
    using RegionCode for bytes6;

    /// @notice Name of the parameter that `extract` returns and `run` takes.
    bytes32 public constant VERDICT = keccak256("lead-engine.verdict");
    /// @notice Most countries that a country's data may flow to.
    uint256 public constant MAX_FREE_COUNTRIES = 250;
    /// @dev Of a cleared query's verdict, in bytes.
    uint256 private constant CLEARED_LENGTH = 64;

    /// @param engine ACE's policy engine.
    /// @param gate asks through the engine, remembers what this policy confirms.
    /// @param verticals the verticals' own demands.
    /// @param identities ACE's identity registry.
    /// @param credentials ACE's credential registry.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        address engine,
        IComplianceGate gate,
        IVerticalRegistry verticals,
        IIdentityRegistry identities,
        ICredentialRegistry credentials
    ) AccessRules(gate, verticals, identities, credentials) AcePolicy(engine) {}

    /// @notice Initialises the proxy, once.
    /// @param authority the `AccessManager`.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

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
    /// @dev The verdict is `(query, validUntil)` of a cleared query, `(account, failed rule, credential type)` of any other: their lengths
    /// tell them apart. The demands are the asker's word: only the gate's queries are ever confirmed, and it has them from `demandsOf`.
    function extract(IPolicyEngine.Payload calldata payload) external view returns (IPolicyEngine.Parameter[] memory parameters) {
        Query memory query = abi.decode(payload.data, (Query));
        Case memory facts = _caseOf(query.account, query.activity, query.region, query.demands);
        parameters = new IPolicyEngine.Parameter[](1);
        parameters[0].name = VERDICT;
        uint40 validUntil = type(uint40).max;
        uint256 rules = _rulesOf(query.activity);
        for (uint256 i = 0; i < rules; ++i) {
            (Outcome outcome, bytes32 credentialType, uint40 expiresAt) = _verdict(Rule(i), facts);
            if (outcome == Outcome.Failed) {
                parameters[0].value = abi.encode(query.account, Rule(i), credentialType);
                return parameters;
            }
            if (expiresAt != 0 && expiresAt < validUntil) validUntil = expiresAt;
        }
        parameters[0].value = abi.encode(keccak256(payload.data), validUntil);
    }

    /// @inheritdoc IPolicy
    function run(address, address, bytes4, bytes[] calldata parameters, bytes calldata) external pure returns (IPolicyEngine.PolicyResult) {
        if (parameters[0].length == CLEARED_LENGTH) return IPolicyEngine.PolicyResult.Allowed;
        (address account, Rule rule, bytes32 credentialType) = abi.decode(parameters[0], (address, Rule, bytes32));
        revert IPolicyEngine.PolicyRejected(_reasonOf(rule, account, credentialType));
    }

    /// @inheritdoc IPolicy
    function postRun(address, address subject, bytes4, bytes[] calldata parameters, bytes calldata) external onlyEngine {
        if (subject != address(GATE)) return;
        (bytes32 query, uint40 validUntil) = abi.decode(parameters[0], (bytes32, uint40));
        GATE.confirm(query, validUntil);
    }

    /// @inheritdoc AcePolicy
    function typeAndVersion() external pure override returns (string memory) {
        return "LeadAccessPolicy 1.0.0";
    }
}
