// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVerticalRegistry
/// @notice Rules per category of leads ("vertical"), as data. A vertical's id is `keccak256(slug)`; `solar.residential` is a child of
/// `solar`.
interface IVerticalRegistry {
    /// @notice Rules of one vertical. Windows in seconds, amounts in USDC (6 decimals).
    /// @dev Amounts are `uint64`: 1.8e13 USDC, two hundred times the supply, and three of them share one slot.
    /// @param commitWindow length of the commit phase, 10 seconds to 7 days.
    /// @param revealWindow length of the reveal phase, 10 seconds to 7 days.
    /// @param deliveryWindow time to deliver, 60 seconds to 7 days.
    /// @param consentMaxAge oldest accepted consent, where consent is demanded.
    /// @param duplicateWindow for how long the same consumer's lead is refused again; 0 for never.
    /// @param bidBondBps bidders' bond, in basis points of the reserve, at most 10,000.
    /// @param deliveryBondBps seller's delivery bond, in basis points of the reserve, at most 5,000.
    /// @param active whether new leads and auctions are let in.
    /// @param consentRequired whether leads need the consumer's consent and receivers the consent credential.
    /// @param licenceRequired whether receivers need a licence, unless their region's rule says otherwise.
    /// @param minReserve lowest reserve, above zero.
    /// @param bidBondMin lowest bidders' bond, above zero.
    /// @param bidBondMax highest bidders' bond.
    /// @param parent id of the parent; zero for a root.
    struct Vertical {
        uint32 commitWindow;
        uint32 revealWindow;
        uint32 deliveryWindow;
        uint32 consentMaxAge;
        uint32 duplicateWindow;
        uint16 bidBondBps;
        uint16 deliveryBondBps;
        bool active;
        bool consentRequired;
        bool licenceRequired;
        uint64 minReserve;
        uint64 bidBondMin;
        uint64 bidBondMax;
        bytes32 parent;
    }

    /// @notice The rules of `vertical` were set; `config.parent` is derived from the slug.
    /// @param vertical `keccak256(slug)`.
    /// @param slug dot-separated path.
    /// @param config the rules.
    event VerticalConfigured(bytes32 indexed vertical, string slug, Vertical config);
    /// @notice Leads of `vertical` from `region` (a country `US` or a subdivision `US-CA`) were restricted or allowed again.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-1 country or ISO 3166-2 subdivision, left-aligned ASCII.
    /// @param restricted whether leads are restricted now.
    event RegionRestrictionSet(bytes32 indexed vertical, bytes6 indexed region, bool restricted);

    /// @notice The slug `slug` is malformed: use a-z, 0-9, _ and single inner dots, at most 64 bytes.
    /// @param slug the slug given.
    error VerticalRegistry_InvalidSlug(string slug);
    /// @notice Vertical `vertical` needs its parent `parent` to be configured first.
    /// @param vertical id of the vertical that is configured.
    /// @param parent id of the vertical that is its unknown parent.
    error VerticalRegistry_UnknownParent(bytes32 vertical, bytes32 parent);
    /// @notice Vertical `vertical` is not in the registry.
    /// @param vertical id of the vertical, `keccak256(slug)`.
    error VerticalRegistry_UnknownVertical(bytes32 vertical);
    /// @notice Vertical `vertical` is closed to new business.
    /// @param vertical id of the vertical, `keccak256(slug)`.
    error VerticalRegistry_InactiveVertical(bytes32 vertical);
    /// @notice A window of `window` seconds is outside `min` to `max`.
    /// @param window the window given, in seconds.
    /// @param min shortest window, in seconds.
    /// @param max longest window, in seconds.
    error VerticalRegistry_WindowOutOfBounds(uint256 window, uint256 min, uint256 max);
    /// @notice A bond's share of `bps` is above `max`.
    /// @param bps the share given, in basis points.
    /// @param max highest share, in basis points.
    error VerticalRegistry_BondBpsTooHigh(uint256 bps, uint256 max);
    /// @notice A bond between `min` and `max` is not possible: the bounds must be above zero and in order.
    /// @param min lowest bond given, in USDC units.
    /// @param max highest bond given, in USDC units.
    error VerticalRegistry_InvalidBondBounds(uint256 min, uint256 max);
    /// @notice The lowest reserve must be above zero.
    error VerticalRegistry_ZeroMinReserve();
    /// @notice Consent that is valid for `consentMaxAge` seconds does not outlast an auction, which takes up to `needed` seconds.
    /// @param consentMaxAge the age given, in seconds.
    /// @param needed shortest age that would do, in seconds.
    error VerticalRegistry_ConsentMaxAgeTooShort(uint256 consentMaxAge, uint256 needed);
    /// @notice `region` is not a country or subdivision by ISO 3166.
    /// @param region the code given, left-aligned ASCII.
    error VerticalRegistry_InvalidRegion(bytes6 region);
    /// @notice Leads of `vertical` may not come from `region`.
    /// @param vertical id of the vertical, `keccak256(slug)`.
    /// @param region ISO 3166-1 country or ISO 3166-2 subdivision, left-aligned ASCII.
    error VerticalRegistry_RestrictedRegion(bytes32 vertical, bytes6 region);

    /// @notice Sets a vertical's rules. Configurator role, delayed. Running auctions keep the rules that they froze. What a vertical
    /// demands of accounts counts at once, so a change of its licence or consent demand drops all remembered passes. Where consent is
    /// demanded, its maximum age must leave time for a whole auction: both windows, 24 hours for a tie, and the delivery. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `VerticalRegistry_InvalidSlug` for a malformed slug, `VerticalRegistry_UnknownParent` where its parent
    /// has no rules, `VerticalRegistry_WindowOutOfBounds`, `VerticalRegistry_BondBpsTooHigh`, `VerticalRegistry_InvalidBondBounds` or
    /// `VerticalRegistry_ZeroMinReserve` for rules out of bounds, and `VerticalRegistry_ConsentMaxAgeTooShort` where demanded consent would
    /// not outlast an auction.
    /// @param slug dot-separated path, `a-z 0-9 _`, at most 64 bytes; its parent must be known.
    /// @param config the rules; `config.parent` is ignored and derived from the slug.
    /// @return vertical `keccak256(slug)`.
    function configureVertical(string calldata slug, Vertical calldata config) external returns (bytes32 vertical);

    /// @notice Closes or opens a vertical (and its children) to leads from a country or a subdivision. Configurator role, delayed. Reverts
    /// with `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not
    /// scheduled or is not due. Reverts with `VerticalRegistry_InvalidRegion` for a malformed code, and `VerticalRegistry_UnknownVertical`
    /// for a vertical without rules.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-1 country or ISO 3166-2 subdivision, left-aligned ASCII.
    /// @param restricted whether to restrict such leads.
    function setRegionRestriction(bytes32 vertical, bytes6 region, bool restricted) external;

    /// @notice The rules of a known vertical. Anyone. Reverts with `VerticalRegistry_UnknownVertical` for an unknown one.
    /// @param vertical `keccak256(slug)`.
    /// @return the rules.
    function verticalOf(bytes32 vertical) external view returns (Vertical memory);

    /// @notice Whether the vertical or one of its ancestors is closed to `region` or to its country. Anyone. Reverts with
    /// `VerticalRegistry_InvalidRegion` for a malformed code, and `VerticalRegistry_UnknownVertical` for a vertical without rules.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-1 country or ISO 3166-2 subdivision, left-aligned ASCII.
    /// @return true where such leads are refused.
    function isRestricted(bytes32 vertical, bytes6 region) external view returns (bool);

    /// @notice The rules of a vertical that is active and open to `region`. Anyone. Reverts with `VerticalRegistry_InvalidRegion` for a
    /// malformed code, `VerticalRegistry_UnknownVertical` for a vertical without rules, `VerticalRegistry_InactiveVertical` for one that is
    /// not active, and `VerticalRegistry_RestrictedRegion` where it or an ancestor is closed to the region or its country.
    /// @param vertical `keccak256(slug)`.
    /// @param region ISO 3166-1 country or ISO 3166-2 subdivision, left-aligned ASCII.
    /// @return the rules.
    function requireOpen(bytes32 vertical, bytes6 region) external view returns (Vertical memory);

    /// @notice What the access policy asks of a vertical's leads. Anyone. Never reverts: an unknown vertical has no root.
    /// @param vertical `keccak256(slug)`.
    /// @return root the vertical's topmost ancestor, itself where it has none; zero where the vertical is unknown.
    /// @return licenceRequired whether receivers need a licence where no rule of the region says otherwise.
    /// @return consentRequired whether receivers need the consent credential.
    function accessRulesOf(bytes32 vertical) external view returns (bytes32 root, bool licenceRequired, bool consentRequired);
}
