// SPDX-License-Identifier: MIT
// Uses interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
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

    /// @dev What a decision rests on.
    /// @param ccid the account's identity; zero for an unknown account, which holds nothing, whatever is filed under identity zero.
    /// @param held types of the credentials that it holds, expired ones too.
    /// @param types of them those that were read, into `credentials`.
    /// @param licence of those that would do the one to look at first.
    struct Case {
        bytes32 ccid;
        bytes32[] held;
        bytes32[] types;
        ICredentialRegistry.Credential[] credentials;
        bytes32 licence;
        bytes6 region;
        Demands demands;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AccessRules");
    uint256 private constant RULES = 6;
    uint256 private constant RULES_OF_SELLERS = 3;
    /// @dev Types that a decision reads at once: KYC, a licence, consent.
    uint256 private constant TYPES_READ = 3;
    /// @dev Length of a KYC credential's data: a region.
    uint256 private constant KYC_DATA_LENGTH = 6;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate internal immutable GATE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry internal immutable VERTICALS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIdentityRegistry private immutable IDENTITIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICredentialRegistry private immutable CREDENTIALS;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IComplianceGate gate, IVerticalRegistry verticals, IIdentityRegistry identities, ICredentialRegistry credentials) {
        GATE = gate;
        VERTICALS = verticals;
        IDENTITIES = identities;
        CREDENTIALS = credentials;
    }

    /// @inheritdoc ILeadAccessPolicy
    function setCountry(bytes2 country, bytes32 regime, bytes2[] calldata freeTo) external virtual;

    /// @inheritdoc ILeadAccessPolicy
    function setLicenceDemand(bytes32 rootVertical, bytes6[] calldata regions, LicenceDemand demand) external virtual;

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

    /// @dev The first rules that an activity needs, of all.
    function _rulesOf(Activity activity) internal pure returns (uint256) {
        return activity == Activity.Sell ? RULES_OF_SELLERS : RULES;
    }

    /// @dev What became of a rule, by which credential, and until when it holds (0 without end).
    function _verdict(Rule rule, Case memory facts) internal view returns (Outcome outcome, bytes32 credentialType, uint40 expiresAt) {
        if (rule == Rule.Identity) return (facts.ccid == 0 ? Outcome.Failed : Outcome.Passed, 0, 0);
        if (rule == Rule.Kyc) return _demand(facts, CredentialTypes.KYC);
        if (rule == Rule.Sanctions) {
            // Holding it is what fails, and an expired one is still held: sanctions end when they are removed.
            bool sanctioned = _holds(facts.held, CredentialTypes.SANCTIONED);
            return sanctioned ? (Outcome.Failed, CredentialTypes.SANCTIONED, 0) : (Outcome.Passed, bytes32(0), 0);
        }
        if (rule == Rule.Transfer) return _transferVerdict(facts);
        if (facts.demands.root == 0) return (Outcome.Failed, 0, 0);
        if (rule == Rule.Licence) return facts.demands.licence ? _licenceVerdict(facts) : (Outcome.NotNeeded, bytes32(0), 0);
        return facts.demands.consent ? _demand(facts, CredentialTypes.CONSENT) : (Outcome.NotNeeded, bytes32(0), 0);
    }

    /// @dev A licence of the region, or of its whole country.
    function _licenceVerdict(Case memory facts) private view returns (Outcome outcome, bytes32 credentialType, uint40 expiresAt) {
        (outcome, credentialType, expiresAt) = _demand(facts, facts.licence);
        if (outcome == Outcome.Passed) return (outcome, credentialType, expiresAt);
        return _demand(facts, CredentialTypes.licence(facts.demands.root, facts.region));
    }

    /// @dev Data flows within a regime and along its free routes; across any other border only to who holds the credential of the lead's
    /// regime. Nothing flows from or to an unknown country.
    function _transferVerdict(Case memory facts) private view returns (Outcome, bytes32 credentialType, uint40 expiresAt) {
        (bytes2 from, bytes2 to) = (bytes2(facts.region), _residenceIn(facts));
        if (to == from) return (facts.demands.knownCountry ? Outcome.Passed : Outcome.Failed, 0, 0);
        AccessRulesStorage storage $ = _accessStorage();
        (bytes32 regime, bytes32 regimeOfHolder) = ($.countries[from].regime, $.countries[to].regime);
        if (regime == 0 || regimeOfHolder == 0) return (Outcome.Failed, 0, 0);
        if (regime == regimeOfHolder || _isFree($.countries[from].freeTo, to)) return (Outcome.Passed, 0, 0);
        return _demand(facts, CredentialTypes.transfer(regime));
    }

    /// @dev The region's own rule, else its country's, else the vertical's.
    function _isLicenceDemanded(bytes32 root, bytes6 region, bool licenceRequired) private view returns (bool) {
        mapping(bytes6 region => LicenceDemand) storage byRegion = _accessStorage().licenceDemands[root];
        LicenceDemand demand = byRegion[region];
        if (demand == LicenceDemand.VerticalDefault) demand = byRegion[region.countryOf()];
        return demand == LicenceDemand.VerticalDefault ? licenceRequired : demand == LicenceDemand.Demanded;
    }

    /// @dev Whether the credential is held and valid.
    function _demand(Case memory facts, bytes32 credentialType) private view returns (Outcome, bytes32, uint40 expiresAt) {
        uint256 place = _placeOf(facts.types, credentialType);
        if (place < facts.types.length) {
            expiresAt = facts.credentials[place].expiresAt;
        } else {
            if (!_holds(facts.held, credentialType)) return (Outcome.Failed, credentialType, 0);
            expiresAt = CREDENTIALS.getCredential(facts.ccid, credentialType).expiresAt;
        }
        bool valid = expiresAt == 0 || expiresAt > block.timestamp;
        return (valid ? Outcome.Passed : Outcome.Failed, credentialType, expiresAt);
    }

    /// @dev Reads what is on file, at once what most decisions need of it.
    function _caseOf(address account, Activity activity, bytes6 region, Demands memory demands) internal view returns (Case memory facts) {
        (facts.region, facts.demands) = (region, demands);
        bytes32 ccid = IDENTITIES.getIdentity(account);
        if (ccid == 0) return facts;
        bytes32[] memory held = CREDENTIALS.getCredentialTypes(ccid);
        (facts.ccid, facts.held) = (ccid, held);

        bytes32[] memory types = new bytes32[](TYPES_READ);
        uint256 count = 0;
        if (_holds(held, CredentialTypes.KYC)) types[count++] = CredentialTypes.KYC;
        if (activity == Activity.Receive) {
            if (demands.licence) {
                bytes32 licence = CredentialTypes.licence(demands.root, region.countryOf());
                if (!_holds(held, licence)) licence = CredentialTypes.licence(demands.root, region);
                facts.licence = licence;
                if (_holds(held, licence)) types[count++] = licence;
            }
            if (demands.consent && _holds(held, CredentialTypes.CONSENT)) types[count++] = CredentialTypes.CONSENT;
        }
        if (count == 0) return facts;
        assembly ("memory-safe") {
            mstore(types, count)
        }
        (facts.types, facts.credentials) = (types, CREDENTIALS.getCredentials(ccid, types));
    }

    function _isFree(bytes2[] storage freeTo, bytes2 country) private view returns (bool) {
        for (uint256 i = 0; i < freeTo.length; ++i) if (freeTo[i] == country) return true;
        return false;
    }

    function _holds(bytes32[] memory held, bytes32 credentialType) private pure returns (bool) {
        return _placeOf(held, credentialType) < held.length;
    }

    /// @dev Where a type is in the list; the list's length where it is not.
    function _placeOf(bytes32[] memory types, bytes32 credentialType) private pure returns (uint256 place) {
        uint256 count = types.length;
        unchecked {
            while (place < count && types[place] != credentialType) ++place;
        }
    }

    /// @dev Where a valid KYC credential says that its holder resides. Zero where an issuer filed anything but a region's six bytes.
    function _residenceIn(Case memory facts) private view returns (bytes2) {
        uint256 place = _placeOf(facts.types, CredentialTypes.KYC);
        if (place == facts.types.length) return 0;
        ICredentialRegistry.Credential memory kyc = facts.credentials[place];
        if (kyc.expiresAt != 0 && kyc.expiresAt <= block.timestamp) return 0;
        return kyc.credentialData.length == KYC_DATA_LENGTH ? bytes2(bytes32(kyc.credentialData)) : bytes2(0);
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
