// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {IBountyMatcher} from "../interfaces/IBountyMatcher.sol";
import {LeadFacts, LeadProfile} from "../libraries/LeadFacts.sol";
import {RegionCode} from "../libraries/RegionCode.sol";

/// @title BountyBook
/// @notice Bounties as stored, their terms, and what stands against a match with a lead.
/// @dev A list of the terms is a mapping under the version of the terms: looking an item up costs the same whatever the list's length, and
/// a change drops the old list without writing to it.
library BountyBook {
    using RegionCode for bytes6;

    /// @notice Most items in a list of the terms.
    uint256 internal constant MAX_ITEMS = 64;
    /// @notice Longest encrypted text of private criteria, in bytes.
    uint256 internal constant MAX_SEALED_LENGTH = 2_048;

    /// @dev 1 January 1970 was a Thursday: three days after the Monday with which the week of `hourOfWeek` begins.
    uint256 private constant EPOCH_HOUR_OF_WEEK = 72;
    uint256 private constant HOURS_PER_WEEK = 168;

    /// @dev Five slots: who, at what price; budget and rules; vertical; counters and hours; private criteria and rank. `expiresAt` is 0 once
    /// it is over.
    struct Entry {
        address poster;
        uint64 price;
        uint32 version;
        // slot 2
        uint64 budget;
        uint32 expiresAt;
        uint16 minScore;
        uint32 maxConsentAge;
        uint16 hourCap;
        uint16 dayCap;
        uint32 tip;
        bool paused;
        bool hasRegions;
        bool hasSources;
        bool hasSellers;
        bool isPrivate;
        // slot 3
        bytes32 vertical;
        // slot 4
        uint168 hourOfWeek;
        uint32 lastHour;
        uint16 hourMatches;
        uint16 dayMatches;
        bool sellersExcluded;
        bool newConsumersOnly;
        // slots 5 and 6
        bytes32 privateCriteriaHash;
        uint40 pricedAt;
    }

    /// @notice All bounties, the items of their lists, and consumers that an account has bought.
    struct Book {
        uint256 lastBountyId;
        mapping(uint256 bountyId => Entry) entries;
        mapping(bytes32 item => bool) listed;
        mapping(address buyer => mapping(bytes32 dedupTag => uint256 leadId)) bought;
    }

    /// @dev What a list is about; part of the key of its items.
    enum List {
        Regions,
        Sources,
        Sellers
    }

    /// @notice Checks terms and stores them as the next version. The caller has checked that the vertical is known.
    function setTerms(Book storage book, uint256 bountyId, IBountyMatcher.BountyTerms calldata terms) internal {
        _requireValid(terms);
        Entry storage entry = book.entries[bountyId];
        if (terms.price != entry.price) entry.pricedAt = uint40(block.timestamp);
        uint32 version = entry.version + 1;
        (entry.price, entry.version, entry.expiresAt, entry.minScore) = (terms.price, version, terms.expiresAt, terms.minScore);
        (entry.maxConsentAge, entry.hourCap, entry.dayCap, entry.tip) = (terms.maxConsentAge, terms.hourCap, terms.dayCap, terms.tip);
        (entry.vertical, entry.hourOfWeek) = (terms.vertical, terms.hourOfWeek);
        (entry.sellersExcluded, entry.newConsumersOnly) = (terms.sellersExcluded, terms.newConsumersOnly);
        (entry.isPrivate, entry.privateCriteriaHash) = (terms.privateCriteriaHash != 0, terms.privateCriteriaHash);
        entry.hasRegions = terms.regions.length != 0;
        entry.hasSources = terms.sources.length != 0;
        entry.hasSellers = terms.sellers.length != 0;
        for (uint256 i = 0; i < terms.regions.length; ++i) {
            bytes6 region = terms.regions[i];
            require(region.isValid(), IBountyMatcher.BountyMatcher_InvalidRegion(region));
            book.listed[_itemOf(bountyId, version, List.Regions, region)] = true;
        }
        for (uint256 i = 0; i < terms.sources.length; ++i) {
            book.listed[_itemOf(bountyId, version, List.Sources, terms.sources[i])] = true;
        }
        for (uint256 i = 0; i < terms.sellers.length; ++i) {
            book.listed[_itemOf(bountyId, version, List.Sellers, bytes32(bytes20(terms.sellers[i])))] = true;
        }
    }

    /// @notice Counts a match in its hour and its day.
    function count(Entry storage entry) internal {
        (uint32 hour, uint32 last) = (_hourOf(block.timestamp), entry.lastHour);
        (uint16 inHour, uint16 inDay) = (hour == last ? entry.hourMatches : 0, hour / 24 == last / 24 ? entry.dayMatches : 0);
        (entry.lastHour, entry.hourMatches, entry.dayMatches) = (hour, inHour + 1, inDay + 1);
    }

    /// @notice Takes a match that led to no sale out of the counts that it is still in.
    /// @param matchedAt when it was counted, Unix seconds.
    function uncount(Entry storage entry, uint256 matchedAt) internal {
        (uint32 hour, uint32 last) = (_hourOf(matchedAt), entry.lastHour);
        if (hour == last) --entry.hourMatches;
        if (hour / 24 == last / 24) --entry.dayMatches;
    }

    /// @notice The first rule of a bounty that stands against a lead now, save whether its consumer was bought before.
    /// @param root the topmost ancestor of the lead's vertical.
    function ruleAgainst(
        Book storage book,
        uint256 bountyId,
        LeadProfile memory profile,
        bytes32 root,
        LeadFacts memory facts
    ) internal view returns (IBountyMatcher.Rule) {
        Entry storage entry = book.entries[bountyId];
        if (entry.poster == address(0)) return IBountyMatcher.Rule.Unknown;
        uint256 expiresAt = entry.expiresAt;
        if (expiresAt == 0) return IBountyMatcher.Rule.Closed;
        if (block.timestamp >= expiresAt) return IBountyMatcher.Rule.Expired;
        if (entry.paused) return IBountyMatcher.Rule.Paused;
        IBountyMatcher.Rule rule = _limitAgainst(entry);
        if (rule != IBountyMatcher.Rule.None) return rule;
        bytes32 vertical = entry.vertical;
        if (vertical != profile.vertical && vertical != root) return IBountyMatcher.Rule.Vertical;
        if (entry.hasRegions && !_isRegionListed(book, bountyId, entry.version, profile.region)) return IBountyMatcher.Rule.Region;
        if (profile.score < entry.minScore) return IBountyMatcher.Rule.Score;
        if (!_isConsentFresh(entry.maxConsentAge, facts.consentTime)) return IBountyMatcher.Rule.ConsentAge;
        if (entry.hasSources && !book.listed[_itemOf(bountyId, entry.version, List.Sources, facts.source)]) {
            return IBountyMatcher.Rule.Source;
        }
        if (entry.hasSellers) {
            bool isListed = book.listed[_itemOf(bountyId, entry.version, List.Sellers, bytes32(bytes20(profile.seller)))];
            if (isListed == entry.sellersExcluded) return IBountyMatcher.Rule.Seller;
        }
        return IBountyMatcher.Rule.None;
    }

    /// @notice Whether bounty `a` ranks before bounty `b`: a higher price, or the same price for a longer time.
    function ranksBefore(Book storage book, uint256 a, uint256 b) internal view returns (bool) {
        (Entry storage first, Entry storage second) = (book.entries[a], book.entries[b]);
        if (first.price != second.price) return first.price > second.price;
        if (first.pricedAt != second.pricedAt) return first.pricedAt < second.pricedAt;
        return a < b;
    }

    /// @dev Hours, caps and budget.
    function _limitAgainst(Entry storage entry) private view returns (IBountyMatcher.Rule) {
        (uint32 hour, uint32 last) = (_hourOf(block.timestamp), entry.lastHour);
        if ((entry.hourOfWeek >> ((hour + EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK)) & 1 == 0) return IBountyMatcher.Rule.Hours;
        (uint16 hourCap, uint16 dayCap) = (entry.hourCap, entry.dayCap);
        if (hourCap != 0 && hour == last && entry.hourMatches >= hourCap) return IBountyMatcher.Rule.HourCap;
        if (dayCap != 0 && hour / 24 == last / 24 && entry.dayMatches >= dayCap) return IBountyMatcher.Rule.DayCap;
        if (entry.budget < uint256(entry.price) + entry.tip) return IBountyMatcher.Rule.Budget;
        return IBountyMatcher.Rule.None;
    }

    /// @dev A lead without consent is never fresh enough for a bounty that asks for an age.
    function _isConsentFresh(uint256 maxAge, uint256 consentTime) private view returns (bool) {
        return maxAge == 0 || (consentTime != 0 && consentTime + maxAge >= block.timestamp);
    }

    function _isRegionListed(Book storage book, uint256 bountyId, uint32 version, bytes6 region) private view returns (bool) {
        return
            book.listed[_itemOf(bountyId, version, List.Regions, region)] ||
            book.listed[_itemOf(bountyId, version, List.Regions, region.countryOf())];
    }

    function _requireValid(IBountyMatcher.BountyTerms calldata terms) private view {
        require(terms.price != 0, IBountyMatcher.BountyMatcher_ZeroPrice());
        require(terms.expiresAt > block.timestamp, IBountyMatcher.BountyMatcher_ExpiryPassed(terms.expiresAt));
        require(terms.hourOfWeek != 0, IBountyMatcher.BountyMatcher_NoHours());
        _requireShort(terms.regions.length);
        _requireShort(terms.sources.length);
        _requireShort(terms.sellers.length);
        uint256 length = terms.sealedCriteria.length;
        require(
            (length != 0) == (terms.privateCriteriaHash != 0) && length <= MAX_SEALED_LENGTH,
            IBountyMatcher.BountyMatcher_InvalidPrivateCriteria(length, MAX_SEALED_LENGTH)
        );
    }

    function _requireShort(uint256 length) private pure {
        require(length <= MAX_ITEMS, IBountyMatcher.BountyMatcher_TooManyItems(length, MAX_ITEMS));
    }

    function _hourOf(uint256 time) private pure returns (uint32) {
        return uint32(time / 1 hours);
    }

    function _itemOf(uint256 bountyId, uint32 version, List list, bytes32 value) private pure returns (bytes32) {
        return keccak256(abi.encode(bountyId, version, list, value));
    }
}
