// SPDX-License-Identifier: MIT
// Uses interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {ILeadAccessPolicy} from "../interfaces/ILeadAccessPolicy.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {RegionCode} from "../libraries/RegionCode.sol";
import {CredentialTypes} from "./CredentialTypes.sol";

/// @title AccessRules
/// @notice The rules of access to leads: what an account must hold, by the law of the lead's place and the account's.
abstract contract AccessRules is ILeadAccessPolicy {
    using RegionCode for bytes6;

    /// @dev A country's data-protection regime, and where its data may flow besides.
    struct Country {
        bytes32 regime;
        bytes2[] freeTo;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.AccessRules
    struct AccessRulesStorage {
        mapping(bytes2 country => Country) countries;
        mapping(bytes32 rootVertical => mapping(bytes6 region => LicenceDemand)) licenceDemands;
    }

    /// @dev A credential that a rule asks for, and whether it is on file.
    struct Standing {
        bytes32 credentialType;
        bool held;
        uint40 expiresAt;
    }

    /// @dev What a decision rests on.
    /// @param ccid the account's identity; zero for an unknown account, which holds nothing, whatever is filed under identity zero.
    /// @param held types of all credentials that it holds, expired ones too.
    /// @param sanctioned whether a sanction is among them.
    /// @param residence country of the holder by a valid KYC credential; zero where an issuer filed anything but a region's six bytes.
    /// @param licence the whole country's where that is valid, else the region's.
    struct Case {
        bytes32 ccid;
        bytes32[] held;
        bool sanctioned;
        bytes2 residence;
        bytes6 region;
        Demands demands;
        Standing kyc;
        Standing licence;
        Standing consent;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AccessRules");
    uint256 private constant RULES = 6;
    uint256 private constant RULES_OF_SELLERS = 3;
    /// @dev Most types that a decision reads at once: KYC, two licences, consent.
    uint256 private constant TYPES_READ = 4;
    /// @dev Length of a KYC credential's data: a region.
    uint256 private constant KYC_DATA_LENGTH = 6;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry internal immutable VERTICALS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIdentityRegistry private immutable IDENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICredentialRegistry private immutable CREDENTIALS;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IVerticalRegistry verticals, IIdentityRegistry identities, ICredentialRegistry credentials) {
        VERTICALS = verticals;
        IDENTITIES = identities;
        CREDENTIALS = credentials;
    }

    /// @inheritdoc ILeadAccessPolicy
    function explain(
        address account,
        Activity activity,
        bytes32 vertical,
        bytes6 region
    ) external view returns (Finding[] memory findings) {
        Case memory facts = _caseOf(account, activity, region, demandsOf(vertical, region));
        findings = new Finding[](RULES);
        uint256 needed = _rulesOf(activity);
        for (uint256 i = 0; i < RULES; ++i) {
            Finding memory finding = findings[i];
            finding.rule = Rule(i);
            if (i < needed) (finding.outcome, finding.credentialType, finding.expiresAt) = _verdict(finding.rule, facts);
        }
    }

    /// @inheritdoc ILeadAccessPolicy
    function demandsOf(bytes32 vertical, bytes6 region) public view returns (Demands memory demands) {
        bool licenceRequired;
        (demands.root, licenceRequired, demands.consent) = VERTICALS.accessRulesOf(vertical);
        demands.licence = _isLicenceDemanded(demands.root, region, licenceRequired);
        demands.knownCountry = _accessStorage().countries[bytes2(region)].regime != 0;
    }

    /// @inheritdoc ILeadAccessPolicy
    function countryOf(bytes2 country) external view returns (bytes32 regime, bytes2[] memory freeTo) {
        Country storage rules = _accessStorage().countries[country];
        return (rules.regime, rules.freeTo);
    }

    /// @inheritdoc ILeadAccessPolicy
    function licenceDemandOf(bytes32 rootVertical, bytes6 region) external view returns (LicenceDemand) {
        return _accessStorage().licenceDemands[rootVertical][region];
    }

    /// @inheritdoc ILeadAccessPolicy
    function registries() external view returns (address identities, address credentials) {
        return (address(IDENTITIES), address(CREDENTIALS));
    }

    /// @dev Until when all rules hold; 0 and the first that fails, with the credential that would mend it.
    function _judge(
        address account,
        Activity activity,
        bytes6 region,
        Demands memory demands
    ) internal view returns (uint40 validUntil, Rule failed, bytes32 credentialType) {
        Case memory facts = _caseOf(account, activity, region, demands);
        uint256 needed = _rulesOf(activity);
        validUntil = type(uint40).max;
        for (uint256 i = 0; i < needed; ++i) {
            Outcome outcome;
            uint40 expiresAt;
            (outcome, credentialType, expiresAt) = _verdict(Rule(i), facts);
            if (outcome == Outcome.Failed) return (0, Rule(i), credentialType);
            if (expiresAt != 0 && expiresAt < validUntil) validUntil = expiresAt;
        }
    }

    /// @dev The first rules that an activity needs, of all.
    function _rulesOf(Activity activity) private pure returns (uint256) {
        return activity == Activity.Sell ? RULES_OF_SELLERS : RULES;
    }

    /// @dev What became of a rule, by which credential, and until when it holds (0 without end).
    function _verdict(Rule rule, Case memory facts) private view returns (Outcome outcome, bytes32 credentialType, uint40 expiresAt) {
        if (rule == Rule.Identity) return (facts.ccid == 0 ? Outcome.Failed : Outcome.Passed, 0, 0);
        if (rule == Rule.Kyc) return _demand(facts.kyc);
        if (rule == Rule.Sanctions) {
            // Holding it is what fails, and an expired one is still held: sanctions end when they are removed.
            return facts.sanctioned ? (Outcome.Failed, CredentialTypes.SANCTIONED, 0) : (Outcome.Passed, bytes32(0), 0);
        }
        if (rule == Rule.Transfer) return _transferVerdict(facts);
        if (facts.demands.root == 0) return (Outcome.Failed, 0, 0);
        if (rule == Rule.Licence) return facts.demands.licence ? _demand(facts.licence) : (Outcome.NotNeeded, bytes32(0), 0);
        return facts.demands.consent ? _demand(facts.consent) : (Outcome.NotNeeded, bytes32(0), 0);
    }

    /// @dev Data flows within a regime and along its free routes; across any other border only to who holds the credential of the lead's
    /// regime. Nothing flows from or to an unknown country.
    function _transferVerdict(Case memory facts) private view returns (Outcome, bytes32 credentialType, uint40 expiresAt) {
        (bytes2 from, bytes2 to) = (bytes2(facts.region), facts.residence);
        if (to == from) return (facts.demands.knownCountry ? Outcome.Passed : Outcome.Failed, 0, 0);
        AccessRulesStorage storage $ = _accessStorage();
        (bytes32 regime, bytes32 regimeOfHolder) = ($.countries[from].regime, $.countries[to].regime);
        if (regime == 0 || regimeOfHolder == 0) return (Outcome.Failed, 0, 0);
        if (regime == regimeOfHolder || _isFree($.countries[from].freeTo, to)) return (Outcome.Passed, 0, 0);
        Standing memory standing;
        standing.credentialType = CredentialTypes.transfer(regime);
        standing.held = _isIn(facts.held, standing.credentialType);
        if (standing.held) standing.expiresAt = CREDENTIALS.getCredential(facts.ccid, standing.credentialType).expiresAt;
        return _demand(standing);
    }

    /// @dev The region's own rule, else its country's, else the vertical's.
    function _isLicenceDemanded(bytes32 root, bytes6 region, bool licenceRequired) private view returns (bool) {
        mapping(bytes6 region => LicenceDemand) storage byRegion = _accessStorage().licenceDemands[root];
        LicenceDemand demand = byRegion[region];
        if (demand == LicenceDemand.VerticalDefault) demand = byRegion[region.countryOf()];
        return demand == LicenceDemand.VerticalDefault ? licenceRequired : demand == LicenceDemand.Demanded;
    }

    /// @dev Whether the credential is held and valid.
    function _demand(Standing memory standing) private view returns (Outcome, bytes32, uint40) {
        bool valid = standing.held && _isCurrent(standing.expiresAt);
        return (valid ? Outcome.Passed : Outcome.Failed, standing.credentialType, standing.expiresAt);
    }

    /// @dev Reads what is on file: which credentials there are, then at once those that the activity's rules ask for.
    function _caseOf(address account, Activity activity, bytes6 region, Demands memory demands) private view returns (Case memory facts) {
        (facts.region, facts.demands) = (region, demands);
        facts.kyc.credentialType = CredentialTypes.KYC;
        bytes32 licenceOfCountry;
        if (activity == Activity.Receive) {
            if (demands.consent) facts.consent.credentialType = CredentialTypes.CONSENT;
            if (demands.licence) {
                facts.licence.credentialType = CredentialTypes.licence(demands.root, region);
                licenceOfCountry = CredentialTypes.licence(demands.root, region.countryOf());
            }
        }
        facts.ccid = IDENTITIES.getIdentity(account);
        if (facts.ccid != 0) _read(facts, licenceOfCountry);
    }

    function _read(Case memory facts, bytes32 licenceOfCountry) private view {
        bytes32[] memory held = CREDENTIALS.getCredentialTypes(facts.ccid);
        bytes32[] memory types = new bytes32[](TYPES_READ);
        (bytes32 licence, bytes32 consent) = (facts.licence.credentialType, facts.consent.credentialType);
        uint256 count = 0;
        for (uint256 i = 0; i < held.length; ++i) {
            bytes32 held_ = held[i];
            if (held_ == CredentialTypes.SANCTIONED) facts.sanctioned = true;
            else if (held_ == CredentialTypes.KYC || held_ == licence || held_ == licenceOfCountry || held_ == consent) {
                types[count++] = held_;
            }
        }
        facts.held = held;
        if (count == 0) return;
        assembly ("memory-safe") {
            mstore(types, count)
        }
        ICredentialRegistry.Credential[] memory credentials = CREDENTIALS.getCredentials(facts.ccid, types);
        for (uint256 i = 0; i < count; ++i) _file(facts, types[i], credentials[i], licenceOfCountry);
    }

    /// @dev Notes what a credential that is held says.
    function _file(
        Case memory facts,
        bytes32 credentialType,
        ICredentialRegistry.Credential memory credential,
        bytes32 licenceOfCountry
    ) private view {
        Standing memory standing;
        bool current = _isCurrent(credential.expiresAt);
        if (credentialType == CredentialTypes.KYC) {
            standing = facts.kyc;
            bytes memory data = credential.credentialData;
            if (current && data.length == KYC_DATA_LENGTH) facts.residence = bytes2(bytes32(data));
        } else if (credentialType == facts.consent.credentialType) {
            standing = facts.consent;
        } else if (credentialType == facts.licence.credentialType || (credentialType == licenceOfCountry && current)) {
            standing = facts.licence;
            standing.credentialType = credentialType;
        } else return;
        (standing.held, standing.expiresAt) = (true, credential.expiresAt);
    }

    function _isCurrent(uint40 expiresAt) private view returns (bool) {
        return expiresAt == 0 || expiresAt > block.timestamp;
    }

    function _isFree(bytes2[] storage freeTo, bytes2 country) private view returns (bool) {
        for (uint256 i = 0; i < freeTo.length; ++i) if (freeTo[i] == country) return true;
        return false;
    }

    function _isIn(bytes32[] memory types, bytes32 credentialType) private pure returns (bool) {
        for (uint256 i = 0; i < types.length; ++i) if (types[i] == credentialType) return true;
        return false;
    }

    /// @dev `<rule>: <account> <what is wrong>[ <credential type>]`: words for people, the first and last for programs.
    function _reasonOf(Rule rule, address account, bytes32 credentialType) internal pure returns (string memory) {
        string memory who = Strings.toHexString(account);
        if (rule == Rule.Identity) return string.concat("identity: ", who, " is not registered");
        string memory what = Strings.toHexString(uint256(credentialType), 32);
        if (rule == Rule.Sanctions) return string.concat("sanctions: ", who, " is sanctioned by ", what);
        string memory name =
            rule == Rule.Kyc
                ? "kyc: "
                : rule == Rule.Licence
                    ? "licence: "
                    : rule == Rule.Transfer
                        ? "transfer: "
                        : "consent: ";
        if (credentialType == 0)
            return
                string.concat(name, who, rule == Rule.Transfer ? " or the lead is in an unknown country" : " asks for an unknown vertical");
        return string.concat(name, who, " lacks a valid ", what);
    }

    function _accessStorage() internal pure returns (AccessRulesStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
