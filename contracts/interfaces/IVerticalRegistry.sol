// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVerticalRegistry
/// @notice Rules per category of leads ("vertical"), as data. A vertical's id is `keccak256(slug)`; `solar.residential` is a child of `solar`.
interface IVerticalRegistry {
    /// @notice Rules of one vertical. Windows in seconds, amounts in USDC (6 decimals).
    /// @dev Amounts are `uint64`: 1.8e13 USDC, two hundred times the supply, and three of them share one slot.
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
    event VerticalConfigured(bytes32 indexed vertical, string slug, Vertical config);
    /// @notice Leads of `vertical` from `region` (a country `US` or a subdivision `US-CA`) were restricted or allowed again.
    event RegionRestrictionSet(bytes32 indexed vertical, bytes6 indexed region, bool restricted);

    /// @notice The slug is empty, too long, or has a character other than a-z, 0-9, `_` and single inner dots.
    error VerticalRegistry_InvalidSlug(string slug);
    /// @notice A child is configured before its parent.
    error VerticalRegistry_UnknownParent(bytes32 vertical, bytes32 parent);
    /// @notice No rules are set for this id.
    error VerticalRegistry_UnknownVertical(bytes32 vertical);
    /// @notice New business is closed for this vertical.
    error VerticalRegistry_InactiveVertical(bytes32 vertical);
    /// @notice A window lies outside `[min, max]` seconds.
    error VerticalRegistry_WindowOutOfBounds(uint256 window, uint256 min, uint256 max);
    /// @notice A bond's share is above `max` basis points.
    error VerticalRegistry_BondBpsTooHigh(uint256 bps, uint256 max);
    /// @notice The bond's bounds are empty or not in order.
    error VerticalRegistry_InvalidBondBounds(uint256 min, uint256 max);
    /// @notice A reserve of zero would let a lead go for nothing.
    error VerticalRegistry_ZeroMinReserve();
    /// @notice Consent is demanded, and no auction could end before it is too old: the windows and a tie need `needed` seconds.
    error VerticalRegistry_ConsentMaxAgeTooShort(uint256 consentMaxAge, uint256 needed);
    /// @notice Not an ISO 3166-1 alpha-2 country or ISO 3166-2 subdivision, left-aligned ASCII.
    error VerticalRegistry_InvalidRegion(bytes6 region);
    /// @notice Leads of this vertical may not come from this region.
    error VerticalRegistry_RestrictedRegion(bytes32 vertical, bytes6 region);

    /// @notice Sets a vertical's rules. Configurator role, delayed. Auctions that already run keep the rules they froze; what a vertical
    /// demands of accounts counts at once, so a change of licence or consent demands forgets all remembered passes.
    /// Where consent is demanded, its maximum age must leave time for a whole auction: both windows, 24 hours for a tie, and the delivery.
    /// @param slug dot-separated path, `a-z 0-9 _`, at most 64 bytes; its parent must be known.
    /// @param config the rules; `config.parent` is ignored and derived from the slug.
    /// @return vertical `keccak256(slug)`.
    function configureVertical(string calldata slug, Vertical calldata config) external returns (bytes32 vertical);

    /// @notice Closes or opens a vertical (and its children) to leads from a country or a subdivision. Configurator role, delayed.
    function setRegionRestriction(bytes32 vertical, bytes6 region, bool restricted) external;

    /// @notice The rules of a known vertical; reverts for an unknown one.
    function verticalOf(bytes32 vertical) external view returns (Vertical memory);

    /// @notice Whether the vertical or one of its ancestors is closed to `region` or to its country.
    function isRestricted(bytes32 vertical, bytes6 region) external view returns (bool);

    /// @notice The rules of a vertical that is active and open to `region`; reverts otherwise.
    function requireOpen(bytes32 vertical, bytes6 region) external view returns (Vertical memory);

    /// @notice What a new lead must satisfy in a vertical that is active and open to `region`; reverts otherwise. Cheaper than `requireOpen`.
    /// @return consentMaxAge oldest consent that is accepted, in seconds; zero where no consent is demanded.
    /// @return duplicateWindow for how long the same consumer's lead is refused again, in seconds.
    function requireIntake(bytes32 vertical, bytes6 region) external view returns (uint32 consentMaxAge, uint32 duplicateWindow);

    /// @notice What the access policy asks of a vertical's leads. Does not revert: an unknown vertical has no root.
    /// @return root the vertical's topmost ancestor, itself where it has none; zero where the vertical is unknown.
    function accessRulesOf(bytes32 vertical) external view returns (bytes32 root, bool licenceRequired, bool consentRequired);
}
