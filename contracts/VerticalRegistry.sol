// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IComplianceGate} from "./interfaces/IComplianceGate.sol";
import {IVerticalRegistry} from "./interfaces/IVerticalRegistry.sol";
import {AuctionRoundLib} from "./libraries/AuctionRound.sol";
import {RegionCode} from "./libraries/RegionCode.sol";
import {VerticalSlug} from "./libraries/VerticalSlug.sol";

/// @title VerticalRegistry
/// @notice Rules per vertical, as data; see `IVerticalRegistry`.
contract VerticalRegistry is IVerticalRegistry, ProtocolContract {
    using RegionCode for bytes6;

    /// @notice Shortest commit window, in seconds.
    uint256 public constant MIN_COMMIT_WINDOW = 10 seconds;
    /// @notice Longest commit window, in seconds.
    uint256 public constant MAX_COMMIT_WINDOW = 7 days;
    /// @notice Shortest reveal window, in seconds.
    uint256 public constant MIN_REVEAL_WINDOW = 10 seconds;
    /// @notice Longest reveal window, in seconds.
    uint256 public constant MAX_REVEAL_WINDOW = 7 days;
    /// @notice Shortest delivery window, in seconds.
    uint256 public constant MIN_DELIVERY_WINDOW = 60 seconds;
    /// @notice Longest delivery window, in seconds.
    uint256 public constant MAX_DELIVERY_WINDOW = 7 days;
    /// @notice Largest bidders' bond, in basis points of the reserve.
    uint256 public constant MAX_BID_BOND_BPS = 10_000;
    /// @notice Largest seller's delivery bond, in basis points of the reserve.
    uint256 public constant MAX_DELIVERY_BOND_BPS = 5_000;

    /// @dev `Vertical` plus what `requireOpen` needs of each ancestor, so that an ancestor without restrictions costs one slot.
    /// Three slots: windows, shares and flags; amounts; parent.
    struct Record {
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
        uint8 depth;
        uint32 restrictedRegions;
        uint64 minReserve;
        uint64 bidBondMin;
        uint64 bidBondMax;
        bytes32 parent;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.VerticalRegistry
    struct VerticalRegistryStorage {
        mapping(bytes32 vertical => Record) records;
        mapping(bytes32 vertical => mapping(bytes6 region => bool)) restricted;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.VerticalRegistry");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;

    /// @param gate remembers passes that rest on these rules.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IComplianceGate gate) {
        GATE = gate;
    }

    /// @notice Sets the authority.
    /// @param authority the protocol's `AccessManager`.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IVerticalRegistry
    function configureVertical(string calldata slug, Vertical calldata config) external restricted returns (bytes32 vertical) {
        bytes32 parent;
        uint8 depth;
        (vertical, parent, depth) = VerticalSlug.parse(slug);
        VerticalRegistryStorage storage $ = _registryStorage();
        require(depth == 0 || _isKnown($.records[parent]), VerticalRegistry_UnknownParent(vertical, parent));
        _requireValid(config);

        Record storage record = $.records[vertical];
        bool changesDemands =
            _isKnown(record) && (record.licenceRequired != config.licenceRequired || record.consentRequired != config.consentRequired);
        record.commitWindow = config.commitWindow;
        record.revealWindow = config.revealWindow;
        record.deliveryWindow = config.deliveryWindow;
        record.consentMaxAge = config.consentMaxAge;
        record.duplicateWindow = config.duplicateWindow;
        record.bidBondBps = config.bidBondBps;
        record.deliveryBondBps = config.deliveryBondBps;
        record.active = config.active;
        record.consentRequired = config.consentRequired;
        record.licenceRequired = config.licenceRequired;
        record.depth = depth;
        record.minReserve = config.minReserve;
        record.bidBondMin = config.bidBondMin;
        record.bidBondMax = config.bidBondMax;
        record.parent = parent;

        emit VerticalConfigured(vertical, slug, _load(record));
        if (changesDemands) GATE.dropAllPasses();
    }

    /// @inheritdoc IVerticalRegistry
    function setRegionRestriction(bytes32 vertical, bytes6 region, bool restricted_) external restricted {
        require(region.isValid(), VerticalRegistry_InvalidRegion(region));
        VerticalRegistryStorage storage $ = _registryStorage();
        Record storage record = _recordOf(vertical);
        if ($.restricted[vertical][region] != restricted_) {
            $.restricted[vertical][region] = restricted_;
            if (restricted_) ++record.restrictedRegions;
            else --record.restrictedRegions;
        }
        emit RegionRestrictionSet(vertical, region, restricted_);
    }

    /// @inheritdoc IVerticalRegistry
    function verticalOf(bytes32 vertical) external view returns (Vertical memory) {
        return _load(_recordOf(vertical));
    }

    /// @inheritdoc IVerticalRegistry
    function isRestricted(bytes32 vertical, bytes6 region) external view returns (bool) {
        require(region.isValid(), VerticalRegistry_InvalidRegion(region));
        return _isRestricted(_recordOf(vertical), vertical, region);
    }

    /// @inheritdoc IVerticalRegistry
    function requireOpen(bytes32 vertical, bytes6 region) external view returns (Vertical memory) {
        require(region.isValid(), VerticalRegistry_InvalidRegion(region));
        Record storage record = _recordOf(vertical);
        require(record.active, VerticalRegistry_InactiveVertical(vertical));
        require(!_isRestricted(record, vertical, region), VerticalRegistry_RestrictedRegion(vertical, region));
        return _load(record);
    }

    /// @inheritdoc IVerticalRegistry
    function accessRulesOf(bytes32 vertical) external view returns (bytes32 root, bool licenceRequired, bool consentRequired) {
        VerticalRegistryStorage storage $ = _registryStorage();
        Record storage record = $.records[vertical];
        if (!_isKnown(record)) return (0, false, false);
        (licenceRequired, consentRequired, root) = (record.licenceRequired, record.consentRequired, vertical);
        for (uint256 depth = record.depth; depth != 0; --depth) root = $.records[root].parent;
    }

    /// @dev Walks up to the root; a vertical without any restriction of its own is passed without reading the mapping.
    function _isRestricted(Record storage record, bytes32 vertical, bytes6 region) private view returns (bool) {
        VerticalRegistryStorage storage $ = _registryStorage();
        while (true) {
            if (record.restrictedRegions > 0 && ($.restricted[vertical][region] || $.restricted[vertical][region.countryOf()])) return true;
            if (record.depth == 0) return false;
            vertical = record.parent;
            record = $.records[vertical];
        }
        return false;
    }

    function _recordOf(bytes32 vertical) private view returns (Record storage record) {
        record = _registryStorage().records[vertical];
        require(_isKnown(record), VerticalRegistry_UnknownVertical(vertical));
    }

    /// @dev A configured vertical has a commit window.
    function _isKnown(Record storage record) private view returns (bool) {
        return record.commitWindow > 0;
    }

    function _load(Record storage record) private view returns (Vertical memory) {
        return
            Vertical({
                commitWindow: record.commitWindow,
                revealWindow: record.revealWindow,
                deliveryWindow: record.deliveryWindow,
                consentMaxAge: record.consentMaxAge,
                duplicateWindow: record.duplicateWindow,
                bidBondBps: record.bidBondBps,
                deliveryBondBps: record.deliveryBondBps,
                active: record.active,
                consentRequired: record.consentRequired,
                licenceRequired: record.licenceRequired,
                minReserve: record.minReserve,
                bidBondMin: record.bidBondMin,
                bidBondMax: record.bidBondMax,
                parent: record.parent
            });
    }

    function _requireValid(Vertical calldata config) private pure {
        _requireWindow(config.commitWindow, MIN_COMMIT_WINDOW, MAX_COMMIT_WINDOW);
        _requireWindow(config.revealWindow, MIN_REVEAL_WINDOW, MAX_REVEAL_WINDOW);
        _requireWindow(config.deliveryWindow, MIN_DELIVERY_WINDOW, MAX_DELIVERY_WINDOW);
        _requireBondBps(config.bidBondBps, MAX_BID_BOND_BPS);
        _requireBondBps(config.deliveryBondBps, MAX_DELIVERY_BOND_BPS);
        require(
            config.bidBondMin > 0 && config.bidBondMin <= config.bidBondMax,
            VerticalRegistry_InvalidBondBounds(config.bidBondMin, config.bidBondMax)
        );
        require(config.minReserve > 0, VerticalRegistry_ZeroMinReserve());
        if (config.consentRequired) _requireConsentOutlivesAuction(config);
    }

    /// @dev A lead expires with its consent, and is listed only if its auction's latest end comes before that.
    function _requireConsentOutlivesAuction(Vertical calldata config) private pure {
        uint256 needed = AuctionRoundLib.latestEnd(uint256(config.commitWindow) + config.revealWindow, config.deliveryWindow);
        require(config.consentMaxAge >= needed, VerticalRegistry_ConsentMaxAgeTooShort(config.consentMaxAge, needed));
    }

    function _requireWindow(uint256 window, uint256 min, uint256 max) private pure {
        require(window >= min && window <= max, VerticalRegistry_WindowOutOfBounds(window, min, max));
    }

    function _requireBondBps(uint256 bps, uint256 max) private pure {
        require(bps <= max, VerticalRegistry_BondBpsTooHigh(bps, max));
    }

    function _registryStorage() private pure returns (VerticalRegistryStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
