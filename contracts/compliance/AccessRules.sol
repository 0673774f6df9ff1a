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

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AccessRules");
    uint256 private constant RULES = 6;
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
    function explain(address account, Activity activity, bytes32 vertical, bytes6 region) external view returns (Finding[] memory) {
        return _findingsOn(account, activity, region, demandsOf(vertical, region));
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
        Finding[] memory findings = _findingsOn(account, activity, region, demands);
        validUntil = type(uint40).max;
        for (uint256 i = 0; i < RULES; ++i) {
            Finding memory finding = findings[i];
            if (finding.outcome == Outcome.Failed) return (0, finding.rule, finding.credentialType);
            uint40 expiresAt = finding.expiresAt;
            if (expiresAt != 0 && expiresAt < validUntil) validUntil = expiresAt;
        }
    }

    /// @dev Every rule's verdict. A rule that demands a credential has failed until that is found on file, and valid.
    function _findingsOn(
        address account,
        Activity activity,
        bytes6 region,
        Demands memory demands
    ) private view returns (Finding[] memory findings) {
        findings = new Finding[](RULES);
        for (uint256 i = 0; i < RULES; ++i) findings[i].rule = Rule(i);
        bytes32 ccid = IDENTITIES.getIdentity(account);
        findings[uint256(Rule.Identity)].outcome = ccid == 0 ? Outcome.Failed : Outcome.Passed;
        _demand(findings[uint256(Rule.Kyc)], CredentialTypes.KYC);
        findings[uint256(Rule.Sanctions)].outcome = Outcome.Passed;
        if (activity == Activity.Sell) {
            if (ccid != 0) _consult(findings, ccid, 0);
            return findings;
        }

        bytes32 nationalLicence;
        if (demands.licence) {
            _demand(findings[uint256(Rule.Licence)], CredentialTypes.licence(demands.root, region));
            nationalLicence = CredentialTypes.licence(demands.root, region.countryOf());
        }
        if (demands.consent) _demand(findings[uint256(Rule.Consent)], CredentialTypes.CONSENT);
        if (demands.root == 0) {
            findings[uint256(Rule.Licence)].outcome = Outcome.Failed;
            findings[uint256(Rule.Consent)].outcome = Outcome.Failed;
        }
        // An unknown account holds nothing, whatever is filed under identity zero.
        bytes2 residence = ccid == 0 ? bytes2(0) : _consult(findings, ccid, nationalLicence);
        _judgeTransfer(findings[uint256(Rule.Transfer)], ccid, bytes2(region), residence, demands.knownCountry);
    }

    /// @dev Notes what the registry has on file of the credentials that rules demand, and sanctions.
    /// @param nationalLicence would do as well as the licence that is demanded.
    /// @return residence country of the holder by a valid KYC credential; zero where an issuer filed anything but a region's six bytes.
    function _consult(Finding[] memory findings, bytes32 ccid, bytes32 nationalLicence) private view returns (bytes2 residence) {
        Finding memory licence = findings[uint256(Rule.Licence)];
        Finding memory consent = findings[uint256(Rule.Consent)];
        bytes32[] memory types = _typesToRead(findings, ccid, nationalLicence);
        if (types.length == 0) return 0;
        ICredentialRegistry.Credential[] memory credentials = CREDENTIALS.getCredentials(ccid, types);
        for (uint256 i = 0; i < types.length; ++i) {
            (bytes32 credentialType, uint40 expiresAt) = (types[i], credentials[i].expiresAt);
            bool valid = expiresAt == 0 || expiresAt > block.timestamp;
            if (credentialType == CredentialTypes.KYC) {
                _note(findings[uint256(Rule.Kyc)], credentialType, expiresAt, valid);
                bytes memory data = credentials[i].credentialData;
                if (valid && data.length == KYC_DATA_LENGTH) residence = bytes2(bytes32(data));
            } else if (credentialType == consent.credentialType) {
                _note(consent, credentialType, expiresAt, valid);
            } else if (credentialType == licence.credentialType || (credentialType == nationalLicence && valid)) {
                _note(licence, credentialType, expiresAt, valid);
            }
        }
    }

    /// @dev Of the types that are held, those that rules demand. Notes a sanction.
    function _typesToRead(Finding[] memory findings, bytes32 ccid, bytes32 nationalLicence) private view returns (bytes32[] memory types) {
        bytes32 licence = findings[uint256(Rule.Licence)].credentialType;
        bytes32 consent = findings[uint256(Rule.Consent)].credentialType;
        types = CREDENTIALS.getCredentialTypes(ccid);
        uint256 held = types.length;
        uint256 count = 0;
        for (uint256 i = 0; i < held; ++i) {
            bytes32 credentialType = types[i];
            if (
                credentialType == CredentialTypes.KYC ||
                (credentialType != 0 && (credentialType == licence || credentialType == nationalLicence || credentialType == consent))
            ) {
                types[count] = credentialType;
                unchecked {
                    ++count;
                }
            } else if (credentialType == CredentialTypes.SANCTIONED) {
                // Holding it is what fails, and an expired one is still held: sanctions end when they are removed.
                Finding memory sanctions = findings[uint256(Rule.Sanctions)];
                (sanctions.outcome, sanctions.credentialType) = (Outcome.Failed, credentialType);
            }
        }
        assembly ("memory-safe") {
            mstore(types, count)
        }
    }

    /// @dev Data flows within a regime and along its free routes; across any other border only to who holds the credential of the lead's
    /// regime. Nothing flows from or to an unknown country.
    function _judgeTransfer(Finding memory transfer, bytes32 ccid, bytes2 from, bytes2 to, bool knownCountry) private view {
        transfer.outcome = Outcome.Passed;
        if (to == from) {
            if (!knownCountry) transfer.outcome = Outcome.Failed;
            return;
        }
        AccessRulesStorage storage $ = _accessStorage();
        (bytes32 regime, bytes32 regimeOfHolder) = ($.countries[from].regime, $.countries[to].regime);
        if (regime == 0 || regimeOfHolder == 0) {
            transfer.outcome = Outcome.Failed;
            return;
        }
        if (regime == regimeOfHolder || _isFree($.countries[from].freeTo, to)) return;
        bytes32 credentialType = CredentialTypes.transfer(regime);
        _demand(transfer, credentialType);
        bytes32[] memory held = CREDENTIALS.getCredentialTypes(ccid);
        for (uint256 i = 0; i < held.length; ++i) {
            if (held[i] != credentialType) continue;
            uint40 expiresAt = CREDENTIALS.getCredential(ccid, credentialType).expiresAt;
            _note(transfer, credentialType, expiresAt, expiresAt == 0 || expiresAt > block.timestamp);
        }
    }

    /// @dev The region's own rule, else its country's, else the vertical's.
    function _isLicenceDemanded(bytes32 root, bytes6 region, bool licenceRequired) private view returns (bool) {
        mapping(bytes6 region => LicenceDemand) storage byRegion = _accessStorage().licenceDemands[root];
        LicenceDemand demand = byRegion[region];
        if (demand == LicenceDemand.VerticalDefault) demand = byRegion[region.countryOf()];
        return demand == LicenceDemand.VerticalDefault ? licenceRequired : demand == LicenceDemand.Demanded;
    }

    function _isFree(bytes2[] storage freeTo, bytes2 country) private view returns (bool) {
        for (uint256 i = 0; i < freeTo.length; ++i) if (freeTo[i] == country) return true;
        return false;
    }

    /// @dev The rule needs a credential, which is not on file as far as is known.
    function _demand(Finding memory finding, bytes32 credentialType) private pure {
        (finding.outcome, finding.credentialType) = (Outcome.Failed, credentialType);
    }

    /// @dev The credential is on file.
    function _note(Finding memory finding, bytes32 credentialType, uint40 expiresAt, bool valid) private pure {
        (finding.credentialType, finding.expiresAt) = (credentialType, expiresAt);
        if (valid) finding.outcome = Outcome.Passed;
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
