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

    /// @dev What the registries say of an account: its identity and the types of credentials that it holds, expired ones too.
    struct Holder {
        bytes32 ccid;
        bytes32[] held;
    }

    /// @dev A credential as it stands; not held where `held` is false.
    struct Standing {
        bool held;
        bool valid;
        uint40 expiresAt;
        bytes data;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.AccessRules");
    uint256 private constant RULES = 6;

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
    function explain(address account, Activity activity, bytes32 vertical, bytes6 region) public view returns (Finding[] memory findings) {
        findings = new Finding[](RULES);
        for (uint256 i = 0; i < RULES; ++i) findings[i].rule = Rule(i);

        Holder memory holder = _holderOf(account);
        findings[0].outcome = holder.ccid == 0 ? Outcome.Failed : Outcome.Passed;
        Standing memory kyc = _demand(findings[1], holder, CredentialTypes.KYC);
        _checkSanctions(findings[2], holder);
        if (activity == Activity.Sell) return findings;

        (bytes32 root, bool licenceRequired, bool consentRequired) = VERTICALS.accessRulesOf(vertical);
        _checkLicence(findings[3], holder, root, region, licenceRequired);
        _checkTransfer(findings[4], holder, bytes2(region), kyc.valid ? _countryIn(kyc.data) : bytes2(0));
        if (root == 0) findings[5].outcome = Outcome.Failed;
        else if (consentRequired) _demand(findings[5], holder, CredentialTypes.CONSENT);
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

    /// @dev Holding it is what fails, and an expired one is still held: sanctions end when they are removed.
    function _checkSanctions(Finding memory finding, Holder memory holder) private pure {
        bool sanctioned = _holds(holder, CredentialTypes.SANCTIONED);
        finding.outcome = sanctioned ? Outcome.Failed : Outcome.Passed;
        if (sanctioned) finding.credentialType = CredentialTypes.SANCTIONED;
    }

    /// @dev A licence of the region, or of its whole country.
    function _checkLicence(Finding memory finding, Holder memory holder, bytes32 root, bytes6 region, bool licenceRequired) private view {
        if (root == 0) {
            finding.outcome = Outcome.Failed;
            return;
        }
        bytes6 country = region.countryOf();
        LicenceDemand demand = _accessStorage().licenceDemands[root][region];
        if (demand == LicenceDemand.VerticalDefault && country != region) demand = _accessStorage().licenceDemands[root][country];
        if (demand == LicenceDemand.NotDemanded || (demand == LicenceDemand.VerticalDefault && !licenceRequired)) return;

        bytes32 national = CredentialTypes.licence(root, country);
        if (country != region && _holds(holder, national) && _demand(finding, holder, national).valid) return;
        _demand(finding, holder, CredentialTypes.licence(root, region));
    }

    /// @dev Data flows within a regime and along its free routes; across any other border only to who holds the credential of the lead's
    /// regime. Nothing flows from or to an unknown country.
    function _checkTransfer(Finding memory finding, Holder memory holder, bytes2 from, bytes2 to) private view {
        AccessRulesStorage storage $ = _accessStorage();
        bytes32 regime = $.countries[from].regime;
        bytes32 regimeOfHolder = to == from ? regime : $.countries[to].regime;
        if (regime == 0 || regimeOfHolder == 0) finding.outcome = Outcome.Failed;
        else if (regime == regimeOfHolder || _isFree($.countries[from].freeTo, to)) finding.outcome = Outcome.Passed;
        else _demand(finding, holder, CredentialTypes.transfer(regime));
    }

    /// @dev Writes into `finding` whether the credential is valid.
    function _demand(Finding memory finding, Holder memory holder, bytes32 credentialType) private view returns (Standing memory standing) {
        standing = _standingOf(holder, credentialType);
        finding.outcome = standing.valid ? Outcome.Passed : Outcome.Failed;
        finding.credentialType = credentialType;
        finding.expiresAt = standing.expiresAt;
    }

    function _standingOf(Holder memory holder, bytes32 credentialType) private view returns (Standing memory standing) {
        if (!_holds(holder, credentialType)) return standing;
        ICredentialRegistry.Credential memory credential = CREDENTIALS.getCredential(holder.ccid, credentialType);
        bool valid = credential.expiresAt == 0 || credential.expiresAt > block.timestamp;
        return Standing(true, valid, credential.expiresAt, credential.credentialData);
    }

    /// @dev Who is not registered holds nothing, whatever is filed under identity zero.
    function _holderOf(address account) private view returns (Holder memory holder) {
        holder.ccid = IDENTITIES.getIdentity(account);
        if (holder.ccid != 0) holder.held = CREDENTIALS.getCredentialTypes(holder.ccid);
    }

    function _isFree(bytes2[] storage freeTo, bytes2 country) private view returns (bool) {
        for (uint256 i = 0; i < freeTo.length; ++i) if (freeTo[i] == country) return true;
        return false;
    }

    function _holds(Holder memory holder, bytes32 credentialType) private pure returns (bool) {
        bytes32[] memory held = holder.held;
        uint256 count = held.length;
        for (uint256 i = 0; i < count; ++i) if (held[i] == credentialType) return true;
        return false;
    }

    /// @dev Zero where an issuer filed anything but `abi.encode(bytes6)`.
    function _countryIn(bytes memory kycData) private pure returns (bytes2) {
        return kycData.length == 32 ? bytes2(bytes32(kycData)) : bytes2(0);
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
