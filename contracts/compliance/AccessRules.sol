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

    /// @dev A country's data-protection regime, and the countries beyond it that its data may flow to.
    struct Country {
        bytes32 regime;
        bytes2[] freeTo;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.AccessRules
    struct AccessRulesStorage {
        mapping(bytes2 country => Country) countries;
        mapping(bytes32 rootVertical => mapping(bytes6 region => LicenceDemand)) licenceDemands;
    }

    uint256 private constant RULES = 6;

    /// @dev Outcome of the rules. Flat, because a first-time bidder pays for every word of it.
    /// @param failed the rules that nothing on file meets, one bit each.
    /// @param validUntil the earliest time at which one of the others ends, Unix seconds.
    /// @param types by rule, the credential that decides; for a failed rule the one that would fix it; zero for none.
    /// @param expiresAt by rule, until when it holds by that credential; 0 without end.
    struct Verdicts {
        uint256 failed;
        uint40 validUntil;
        bytes32[RULES] types;
        uint40[RULES] expiresAt;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AccessRules");

    uint256 private constant IDENTITY = uint256(Rule.Identity);
    uint256 private constant KYC = uint256(Rule.Kyc);
    uint256 private constant SANCTIONS = uint256(Rule.Sanctions);
    uint256 private constant LICENCE = uint256(Rule.Licence);
    uint256 private constant TRANSFER = uint256(Rule.Transfer);
    uint256 private constant CONSENT = uint256(Rule.Consent);
    /// @dev Length of a KYC credential's data: a region.
    uint256 private constant KYC_DATA_LENGTH = 6;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry internal immutable VERTICALS;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIdentityRegistry internal immutable IDENTITIES;
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
        Verdicts memory verdicts = _verdictsOn(account, activity, region, demandsOf(vertical, region));
        findings = new Finding[](RULES);
        for (uint256 rule = 0; rule < RULES; ++rule) {
            bytes32 credentialType = verdicts.types[rule];
            bool failed = (verdicts.failed >> rule) & 1 == 1;
            bool needed = rule < LICENCE || (activity == Activity.Receive && (rule == TRANSFER || credentialType != 0));
            Outcome outcome =
                failed
                    ? Outcome.Failed
                    : needed
                        ? Outcome.Passed
                        : Outcome.NotNeeded;
            findings[rule] = Finding(Rule(rule), outcome, credentialType, verdicts.expiresAt[rule]);
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

    /// @dev Until when all rules hold; else 0, with the first rule that fails and the credential that would fix it.
    function _judge(
        address account,
        Activity activity,
        bytes6 region,
        Demands memory demands
    ) internal view returns (uint40 validUntil, Rule failed, bytes32 credentialType) {
        Verdicts memory verdicts = _verdictsOn(account, activity, region, demands);
        uint256 failures = verdicts.failed;
        if (failures == 0) return (verdicts.validUntil, Rule.Identity, 0);
        uint256 first = 0;
        while ((failures >> first) & 1 == 0) ++first;
        return (0, Rule(first), verdicts.types[first]);
    }

    /// @dev Every rule's verdict.
    function _verdictsOn(
        address account,
        Activity activity,
        bytes6 region,
        Demands memory demands
    ) private view returns (Verdicts memory verdicts) {
        verdicts.validUntil = type(uint40).max;
        _demand(verdicts, KYC, CredentialTypes.KYC);
        bytes32 nationalLicence;
        if (activity == Activity.Receive) {
            if (demands.licence) {
                _demand(verdicts, LICENCE, CredentialTypes.licence(demands.root, region));
                nationalLicence = CredentialTypes.licence(demands.root, region.countryOf());
            }
            if (demands.consent) _demand(verdicts, CONSENT, CredentialTypes.CONSENT);
            if (demands.root == 0) {
                _demand(verdicts, LICENCE, 0);
                _demand(verdicts, CONSENT, 0);
            }
        }

        bytes32 ccid = IDENTITIES.getIdentity(account);
        bytes2 residence;
        // An unknown account holds nothing, whatever is filed under identity zero.
        if (ccid == 0) verdicts.failed |= 1 << IDENTITY;
        else residence = _consult(verdicts, ccid, nationalLicence);
        if (activity == Activity.Receive) _judgeTransfer(verdicts, ccid, bytes2(region), residence, demands.knownCountry);
    }

    /// @dev Notes which of the credentials that rules demand are on file, and sanctions.
    /// @param nationalLicence is enough in place of the demanded licence.
    /// @return residence country of the holder by a valid KYC credential; zero where an issuer filed anything but a region's six bytes.
    function _consult(Verdicts memory verdicts, bytes32 ccid, bytes32 nationalLicence) private view returns (bytes2 residence) {
        bytes32[] memory types = _typesToRead(verdicts, ccid, nationalLicence);
        if (types.length == 0) return 0;
        ICredentialRegistry.Credential[] memory credentials = CREDENTIALS.getCredentials(ccid, types);
        for (uint256 i = 0; i < types.length; ++i) {
            bytes32 credentialType = types[i];
            ICredentialRegistry.Credential memory credential = credentials[i];
            if (credentialType == CredentialTypes.KYC) {
                bytes memory data = credential.credentialData;
                bool valid = _note(verdicts, KYC, credential.expiresAt);
                if (valid && data.length == KYC_DATA_LENGTH) residence = bytes2(bytes32(data));
            } else if (credentialType == CredentialTypes.CONSENT) {
                _note(verdicts, CONSENT, credential.expiresAt);
            } else if (credentialType == verdicts.types[LICENCE]) {
                _note(verdicts, LICENCE, credential.expiresAt);
            } else if ((verdicts.failed >> LICENCE) & 1 == 1 && _isCurrent(credential.expiresAt)) {
                // A licence for the whole country is enough, too.
                verdicts.types[LICENCE] = credentialType;
                _note(verdicts, LICENCE, credential.expiresAt);
            }
        }
    }

    /// @dev The held types that rules demand. Notes a sanction.
    function _typesToRead(Verdicts memory verdicts, bytes32 ccid, bytes32 nationalLicence) private view returns (bytes32[] memory types) {
        (bytes32 licence, bytes32 consent) = (verdicts.types[LICENCE], verdicts.types[CONSENT]);
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
                // Holding it fails the rule, even expired: a sanction ends only when it is removed.
                _demand(verdicts, SANCTIONS, credentialType);
            }
        }
        assembly ("memory-safe") {
            mstore(types, count)
        }
    }

    /// @dev Data flows within a regime and along its free routes; across any other border only to a holder of the credential of the lead's
    /// regime. Nothing flows from or to an unknown country.
    function _judgeTransfer(Verdicts memory verdicts, bytes32 ccid, bytes2 from, bytes2 to, bool knownCountry) private view {
        if (to == from) {
            if (!knownCountry) _demand(verdicts, TRANSFER, 0);
            return;
        }
        AccessRulesStorage storage $ = _accessStorage();
        (bytes32 regime, bytes32 regimeOfHolder) = ($.countries[from].regime, $.countries[to].regime);
        if (regime == 0 || regimeOfHolder == 0) return _demand(verdicts, TRANSFER, 0);
        if (regime == regimeOfHolder || _isFree($.countries[from].freeTo, to)) return;
        bytes32 credentialType = CredentialTypes.transfer(regime);
        _demand(verdicts, TRANSFER, credentialType);
        bytes32[] memory held = CREDENTIALS.getCredentialTypes(ccid);
        for (uint256 i = 0; i < held.length; ++i) {
            if (held[i] != credentialType) continue;
            _note(verdicts, TRANSFER, CREDENTIALS.getCredential(ccid, credentialType).expiresAt);
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

    /// @dev Marks the rule as failed, until `_note` finds a valid credential for it.
    function _demand(Verdicts memory verdicts, uint256 rule, bytes32 credentialType) private pure {
        verdicts.failed |= 1 << rule;
        verdicts.types[rule] = credentialType;
    }

    /// @dev The credential that the rule demands is on file: the rule passes if that is valid.
    function _note(Verdicts memory verdicts, uint256 rule, uint40 expiresAt) private view returns (bool valid) {
        verdicts.expiresAt[rule] = expiresAt;
        valid = _isCurrent(expiresAt);
        if (!valid) return false;
        verdicts.failed &= ~(1 << rule);
        if (expiresAt != 0 && expiresAt < verdicts.validUntil) verdicts.validUntil = expiresAt;
    }

    function _isCurrent(uint40 expiresAt) private view returns (bool) {
        return expiresAt == 0 || expiresAt > block.timestamp;
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
