// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ILeadAccessPolicy
/// @notice Decides whether an account may sell leads of a vertical from a region, or receive them. Default is deny.
/// @dev Countries are ISO 3166-1 alpha-2 (`US`), regions ISO 3166-2 (`US-CA`), both left-aligned ASCII. A regime is the id of a body of
/// data-protection law, e.g. `bytes32("GDPR")`; zero means unknown. Credential types: `CredentialTypes`.
interface ILeadAccessPolicy {
    /// @notice What an account wants to do: `Sell` covers minting and listing, `Receive` bidding and receiving.
    enum Activity {
        Sell,
        Receive
    }

    /// @notice The rules, in the order in which they are checked. `Sell` needs the first three only.
    /// @dev `Identity`: the account is registered. `Kyc`: it holds a valid KYC credential. `Sanctions`: it is not sanctioned. `Licence`: it
    /// holds a licence where one is demanded. `Transfer`: the lead's data may flow to its country. `Consent`: it holds the consent
    /// credential where one is demanded.
    enum Rule {
        Identity,
        Kyc,
        Sanctions,
        Licence,
        Transfer,
        Consent
    }

    /// @notice The outcome of a rule.
    /// @dev `NotNeeded`: the rule does not apply. `Passed`: it holds. `Failed`: it does not.
    enum Outcome {
        NotNeeded,
        Passed,
        Failed
    }

    /// @notice Whether leads of a root vertical from a region need a licence. The region's own demand counts, else its country's, else
    /// (`VerticalDefault` in both) what the lead's vertical says.
    /// @dev `Demanded` and `NotDemanded` settle it for the region.
    enum LicenceDemand {
        VerticalDefault,
        Demanded,
        NotDemanded
    }

    /// @notice One rule's verdict.
    /// @param rule the rule that was checked.
    /// @param outcome its outcome.
    /// @param credentialType the credential that decides; for a failed rule the one whose grant (for `Sanctions`, whose removal) would fix
    /// it; zero where no credential would.
    /// @param expiresAt until when the verdict holds, Unix seconds; 0 without end.
    struct Finding {
        Rule rule;
        Outcome outcome;
        bytes32 credentialType;
        uint40 expiresAt;
    }

    /// @notice What leads of a vertical from a region demand of every receiver.
    /// @param root the vertical's root, whose licences count; zero for an unknown vertical, whose leads nobody may receive.
    /// @param licence whether a licence is demanded.
    /// @param consent whether the consent credential is demanded.
    /// @param knownCountry whether the region's country has a data-protection regime.
    struct Demands {
        bytes32 root;
        bool licence;
        bool consent;
        bool knownCountry;
    }

    /// @notice A country's data-protection regime was set, with the countries that its data may flow to without a credential.
    /// @param country ISO 3166-1 alpha-2 code, ASCII.
    /// @param regime id of the country's data-protection regime; zero for unknown.
    /// @param freeTo countries that its data may flow to without a credential.
    event CountrySet(bytes2 indexed country, bytes32 indexed regime, bytes2[] freeTo);
    /// @notice Licence demands of a root vertical were set for regions.
    /// @param rootVertical `keccak256(slug)` of a vertical without a parent.
    /// @param regions ISO 3166-1 countries and ISO 3166-2 subdivisions, left-aligned ASCII.
    /// @param demand what is demanded there.
    event LicenceDemandSet(bytes32 indexed rootVertical, bytes6[] regions, LicenceDemand demand);

    /// @notice `country` is not a country code, which has two capitals in two bytes.
    /// @param country the code given.
    error LeadAccessPolicy_InvalidCountry(bytes2 country);
    /// @notice `region` is not a country or subdivision by ISO 3166.
    /// @param region the code given, left-aligned ASCII.
    error LeadAccessPolicy_InvalidRegion(bytes6 region);
    /// @notice Licences are demanded for root verticals. `vertical` is not one; its root is `root`.
    /// @param vertical id of the vertical given.
    /// @param root id of the vertical that is its root; zero where the vertical is unknown.
    error LeadAccessPolicy_NotRootVertical(bytes32 vertical, bytes32 root);
    /// @notice `count` countries are too many; at most `max` are allowed.
    /// @param count number of countries given.
    /// @param max highest number.
    error LeadAccessPolicy_TooManyCountries(uint256 count, uint256 max);
    /// @notice The engine asked the access policy for `subject`; it answers only for the compliance gate.
    /// @param subject contract that the engine asked for.
    error LeadAccessPolicy_UnknownSubject(address subject);

    /// @notice Sets a country's regime, and the countries beyond it that its data may flow to freely; replaces what was set before.
    /// Configurator role, delayed. Drops all remembered passes. A regime of zero makes the country unknown: nothing flows from or to it.
    /// Reverts with `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was
    /// not scheduled or is not due. Reverts with `LeadAccessPolicy_InvalidCountry` where a code is not a country's, and
    /// `LeadAccessPolicy_TooManyCountries` for more than 250 in `freeTo`.
    /// @param country ISO 3166-1 alpha-2 code, ASCII.
    /// @param regime id of the regime; zero makes the country unknown.
    /// @param freeTo countries that its data may flow to without a credential.
    function setCountry(bytes2 country, bytes32 regime, bytes2[] calldata freeTo) external;

    /// @notice Sets whether a root vertical's leads from these regions (countries, subdivisions) need a licence: `CredentialTypes.licence`
    /// of the region or of its whole country. Configurator role, delayed. Drops all remembered passes. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `LeadAccessPolicy_NotRootVertical` unless the vertical is known and has no parent, and
    /// `LeadAccessPolicy_InvalidRegion` where a code is not a region's.
    /// @param rootVertical `keccak256(slug)` of a vertical without a parent.
    /// @param regions ISO 3166-1 countries and ISO 3166-2 subdivisions, left-aligned ASCII.
    /// @param demand what is demanded there.
    function setLicenceDemand(bytes32 rootVertical, bytes6[] calldata regions, LicenceDemand demand) external;

    /// @notice Until when the rules clear an account for leads of a class: the earliest expiry of a credential that this rests on. Anyone.
    /// Reverts with `ComplianceGate_UnknownLeadClass` where the class has no number here, and with the registry's error where a registry
    /// gives no answer.
    /// @param account account that is asked about.
    /// @param activity what the account wants to do.
    /// @param leadClass number of the vertical and region.
    /// @return validUntil Unix seconds: the end of time where nothing expires, 0 where a rule fails.
    function clearanceOf(address account, Activity activity, uint32 leadClass) external view returns (uint40 validUntil);

    /// @notice Every rule's verdict now, in the order of `Rule`; the account is clear when none failed. Anyone. Reverts only where a
    /// registry gives no answer, with its error.
    /// @param account account that is asked about.
    /// @param activity what the account wants to do.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return one finding per rule.
    function explain(address account, Activity activity, bytes32 vertical, bytes6 region) external view returns (Finding[] memory);

    /// @notice What such leads demand now. The gate keeps the answer until all passes are dropped. Anyone. Never reverts.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return the demands; a `root` of zero where the vertical is unknown.
    function demandsOf(bytes32 vertical, bytes6 region) external view returns (Demands memory);

    /// @notice A country's regime (zero: unknown) and the countries its data may flow to. Anyone. Never reverts.
    /// @param country ISO 3166-1 alpha-2 code, ASCII.
    /// @return regime the regime; zero for unknown.
    /// @return freeTo the countries; empty where none was set.
    function countryOf(bytes2 country) external view returns (bytes32 regime, bytes2[] memory freeTo);

    /// @notice What was set for exactly this root vertical and region. Anyone. Never reverts.
    /// @param rootVertical `keccak256(slug)` of a vertical without a parent.
    /// @param region ISO 3166-2 subdivision or ISO 3166-1 country, left-aligned ASCII.
    /// @return the demand; `VerticalDefault` where nothing was set.
    function licenceDemandOf(bytes32 rootVertical, bytes6 region) external view returns (LicenceDemand);

    /// @notice ACE's registries that say what accounts hold. Anyone. Never reverts.
    /// @return identities ACE's identity registry.
    /// @return credentials ACE's credential registry.
    function registries() external view returns (address identities, address credentials);
}
