// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {WorkflowReceiver} from "./base/WorkflowReceiver.sol";
import {BountyBook} from "./bounty/BountyBook.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {IBountyMatcher} from "./interfaces/IBountyMatcher.sol";
import {ICREVerifier} from "./interfaces/ICREVerifier.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {IPersonalEscrowVault} from "./interfaces/IPersonalEscrowVault.sol";
import {IVerticalRegistry} from "./interfaces/IVerticalRegistry.sol";
import {LeadFacts, LeadProfile} from "./libraries/LeadFacts.sol";

/// @title BountyMatcher
/// @notice Standing offers that meet leads by themselves. See `IBountyMatcher`.
/// @dev A lead has one unclosed round, and every end of a round ends its match: so a match is found by its lead.
contract BountyMatcher is IBountyMatcher, WorkflowReceiver, ReentrancyGuardTransient {
    using BountyBook for BountyBook.Book;
    using BountyBook for BountyBook.Entry;
    using SafeCast for uint256;

    /// @notice Kind of this contract's reports; their content is `abi.encode(uint256 leadId, uint256 bountyId, uint32 version, LeadFacts)`.
    uint8 public constant REPORT_KIND = 4;
    /// @notice Most bounties that one call chooses among.
    uint256 public constant MAX_CANDIDATES = 16;
    /// @notice How long after the first match of an instant sale a better offer may still come, in seconds: two blocks of Base. Whoever
    /// matches first can pass over a better offer; within this time its owner, the seller or anyone brings it.
    uint256 public constant INSTANT_SALE_WINDOW = 4 seconds;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAuctionHouse private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPersonalEscrowVault private immutable VAULT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILeadNFT private immutable NFT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerticalRegistry private immutable REGISTRY;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICREVerifier private immutable VERIFIER;

    /// @notice The contracts that the matcher works with; all are proxies.
    struct Peers {
        IAuctionHouse house;
        IPersonalEscrowVault vault;
        ILeadNFT nft;
        IVerticalRegistry registry;
        ICREVerifier verifier;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.BountyMatcher
    struct BountyMatcherStorage {
        BountyBook.Book book;
        mapping(uint256 leadId => Match) matches;
        mapping(uint256 leadId => address) matchers;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.BountyMatcher");

    /// @param forwarder Chainlink's KeystoneForwarder: checks the DON's signatures.
    /// @param chainSelector Chainlink's selector of this chain.
    /// @param peers the contracts that the matcher works with.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address forwarder, uint64 chainSelector, Peers memory peers) WorkflowReceiver(forwarder, chainSelector) {
        (HOUSE, VAULT, NFT, REGISTRY, VERIFIER) = (peers.house, peers.vault, peers.nft, peers.registry, peers.verifier);
    }

    /// @notice Sets the authority and the workflow, once.
    /// @param authority the protocol's `AccessManager`.
    /// @param config the workflow that may report.
    function initialize(address authority, WorkflowConfig calldata config) external initializer {
        __AccessManaged_init(authority);
        _setWorkflow(config);
    }

    // POSTERS

    /// @inheritdoc IBountyMatcher
    function postBounty(BountyTerms calldata terms, uint64 budget) external returns (uint256 bountyId) {
        require(budget != 0, BountyMatcher_ZeroAmount());
        BountyBook.Book storage book = _matcherStorage().book;
        bountyId = ++book.lastBountyId;
        (book.entries[bountyId].poster, book.entries[bountyId].budget) = (msg.sender, budget);
        _setTerms(book, bountyId, terms);
        VAULT.lock(msg.sender, budget);
        emit BountyPosted(bountyId, msg.sender, terms.vertical, budget, terms);
    }

    /// @inheritdoc IBountyMatcher
    function changeBounty(uint256 bountyId, BountyTerms calldata terms) external {
        BountyBook.Book storage book = _matcherStorage().book;
        BountyBook.Entry storage entry = _ownEntry(bountyId);
        _setTerms(book, bountyId, terms);
        emit BountyChanged(bountyId, entry.version, terms.vertical, terms);
    }

    /// @inheritdoc IBountyMatcher
    function topUpBounty(uint256 bountyId, uint64 amount) external {
        require(amount != 0, BountyMatcher_ZeroAmount());
        BountyBook.Entry storage entry = _ownEntry(bountyId);
        uint64 budget = entry.budget + amount;
        entry.budget = budget;
        VAULT.lock(msg.sender, amount);
        emit BountyToppedUp(bountyId, msg.sender, amount, budget);
    }

    /// @inheritdoc IBountyMatcher
    function setBountyPaused(uint256 bountyId, bool paused) external {
        _ownEntry(bountyId).paused = paused;
        emit BountyPauseSet(bountyId, paused);
    }

    /// @inheritdoc IBountyMatcher
    function withdrawBounty(uint256 bountyId) external {
        _close(bountyId, _ownEntry(bountyId), false);
    }

    /// @inheritdoc IBountyMatcher
    function closeExpiredBounty(uint256 bountyId) external {
        BountyBook.Entry storage entry = _matcherStorage().book.entries[bountyId];
        uint256 expiresAt = entry.expiresAt;
        require(expiresAt != 0, BountyMatcher_Closed(bountyId));
        require(block.timestamp >= expiresAt, BountyMatcher_NotExpired(bountyId, expiresAt));
        _close(bountyId, entry, true);
    }

    // MATCHES

    /// @inheritdoc IBountyMatcher
    function matchBounty(uint256 leadId, uint256 bountyId, LeadFacts calldata facts) external nonReentrant {
        _match(leadId, bountyId, facts, msg.sender, INSTANT_SALE_WINDOW, false);
    }

    /// @inheritdoc IBountyMatcher
    function matchBestBounty(
        uint256 leadId,
        uint256[] calldata bountyIds,
        LeadFacts calldata facts
    ) external nonReentrant returns (uint256 bountyId) {
        return _matchBest(leadId, bountyIds, facts, msg.sender);
    }

    /// @inheritdoc IBountyMatcher
    function matchFromReport(
        uint256 leadId,
        uint256[] calldata bountyIds,
        LeadFacts calldata facts
    ) external nonReentrant returns (uint256 bountyId) {
        require(msg.sender == address(VERIFIER), BountyMatcher_UnauthorizedCaller(msg.sender));
        return _matchBest(leadId, bountyIds, facts, address(0));
    }

    /// @inheritdoc IBountyMatcher
    function tryMatch(uint256 leadId, uint256 bountyId, LeadFacts calldata facts, address matcher) external {
        require(msg.sender == address(this), BountyMatcher_UnauthorizedCaller(msg.sender));
        _match(leadId, bountyId, facts, matcher, matcher == address(0) ? 0 : INSTANT_SALE_WINDOW, false);
    }

    /// @notice Matches a lead with a bounty whose private criteria the DON has found met; nobody receives a tip. Forwarder only. Reverts
    /// with `BountyMatcher_TermsChanged` where the DON has seen other terms, and with the errors of `matchBounty`. A report that reverts
    /// may be sent again.
    /// @param metadata the workflow's identity, 64 bytes.
    /// @param report header (see `IWorkflowReceiver`) and content (see `REPORT_KIND`).
    function onReport(bytes calldata metadata, bytes calldata report) external nonReentrant {
        (uint256 leadId, uint256 bountyId, uint32 version, LeadFacts memory facts) = abi.decode(
            _acceptReport(REPORT_KIND, metadata, report),
            (uint256, uint256, uint32, LeadFacts)
        );
        uint32 current = _matcherStorage().book.entries[bountyId].version;
        require(version == current, BountyMatcher_TermsChanged(bountyId, version, current));
        _match(leadId, bountyId, facts, address(0), INSTANT_SALE_WINDOW, true);
    }

    /// @inheritdoc IBountyMatcher
    function endMatch(uint256 leadId, uint32 round, MatchEnd end) external {
        require(msg.sender == address(HOUSE), BountyMatcher_UnauthorizedCaller(msg.sender));
        mapping(uint256 leadId => Match) storage matches = _matcherStorage().matches;
        Match memory ended = matches[leadId];
        delete matches[leadId];
        if (end == MatchEnd.Sold) _payTip(leadId, round, ended);
        else _giveBack(leadId, round, ended, end);
    }

    /// @inheritdoc IBountyMatcher
    function recordPurchase(uint256 leadId, LeadFacts calldata facts) external {
        _requireFacts(leadId, facts);
        IAuctionHouse.Auction memory auction = HOUSE.auctionOf(leadId);
        require(auction.phase == IAuctionHouse.Phase.Sold, BountyMatcher_NotSold(leadId));
        _remember(auction.leader, leadId, facts);
        emit PurchaseRecorded(auction.leader, leadId, facts.dedupTags);
    }

    // VIEWS

    /// @inheritdoc IBountyMatcher
    function bountyOf(uint256 bountyId) external view returns (Bounty memory) {
        BountyBook.Entry storage entry = _matcherStorage().book.entries[bountyId];
        return
            Bounty({
                poster: entry.poster,
                version: entry.version,
                price: entry.price,
                tip: entry.tip,
                budget: entry.budget,
                expiresAt: entry.expiresAt,
                pricedAt: entry.pricedAt,
                paused: entry.paused,
                privateCriteriaHash: entry.privateCriteriaHash
            });
    }

    /// @inheritdoc IBountyMatcher
    function lastBountyId() external view returns (uint256) {
        return _matcherStorage().book.lastBountyId;
    }

    /// @inheritdoc IBountyMatcher
    function matchOf(uint256 leadId) external view returns (Match memory) {
        return _matcherStorage().matches[leadId];
    }

    /// @inheritdoc IBountyMatcher
    function ruleAgainst(uint256 bountyId, LeadProfile calldata profile, LeadFacts calldata facts) external view returns (Rule) {
        return _ruleAgainst(bountyId, profile, _rootOf(profile.vertical), facts);
    }

    /// @inheritdoc IBountyMatcher
    function bestBounties(
        LeadProfile calldata profile,
        LeadFacts calldata facts,
        uint64 minPrice,
        uint256 from,
        uint256 count,
        uint256 limit
    ) external view returns (uint256[] memory bountyIds) {
        _requireFew(limit);
        bountyIds = new uint256[](limit);
        BountyBook.Book storage book = _matcherStorage().book;
        (uint256 last, uint256 found, bytes32 root) = (book.lastBountyId, 0, _rootOf(profile.vertical));
        for (uint256 id = from; id != 0 && id <= last && id - from < count; ++id) {
            if (book.entries[id].price < minPrice || _ruleAgainst(id, profile, root, facts) != Rule.None) continue;
            if (found < limit) ++found;
            else if (limit == 0 || !book.ranksBefore(id, bountyIds[limit - 1])) continue;
            _insert(book, bountyIds, found - 1, id);
        }
        assembly ("memory-safe") {
            mstore(bountyIds, found)
        }
    }

    // INTERNAL

    /// @dev Tries candidates from the best to the worst, each in a call of its own: what a try has written is gone where it fails.
    function _matchBest(
        uint256 leadId,
        uint256[] calldata bountyIds,
        LeadFacts calldata facts,
        address matcher
    ) private returns (uint256 bountyId) {
        _requireFew(bountyIds.length);
        _requireFacts(leadId, facts);
        BountyBook.Book storage book = _matcherStorage().book;
        uint256[] memory ranked = new uint256[](bountyIds.length);
        for (uint256 i = 0; i < bountyIds.length; ++i) _insert(book, ranked, i, bountyIds[i]);
        for (uint256 i = 0; i < ranked.length; ++i) {
            try this.tryMatch(leadId, ranked[i], facts, matcher) {
                return ranked[i];
            } catch {}
        }
        revert BountyMatcher_NoneMatches(leadId);
    }

    /// @dev Puts `id` into a list that is ranked up to `place`, the place at its end.
    function _insert(BountyBook.Book storage book, uint256[] memory ranked, uint256 place, uint256 id) private view {
        for (; place != 0 && book.ranksBefore(id, ranked[place - 1]); --place) ranked[place] = ranked[place - 1];
        ranked[place] = id;
    }

    /// @dev Takes price and tip out of the budget, has the offer entered, and ends the match that it beats. The house may ask the compliance
    /// engine, so the match is written before it is called. `window`: for how many seconds a better offer may still come, if the lead is for
    /// instant sale. `attested`: whether the DON has found the private criteria met.
    function _match(uint256 leadId, uint256 bountyId, LeadFacts memory facts, address matcher, uint256 window, bool attested) private {
        _requireMatch(leadId, bountyId, facts, attested);
        Match memory beaten = _matcherStorage().matches[leadId];
        BountyBook.Entry storage entry = _matcherStorage().book.entries[bountyId];
        Match memory made = _take(leadId, bountyId, entry, matcher);
        address poster = entry.poster;
        if (entry.newConsumersOnly) _remember(poster, leadId, facts);
        uint32 round = HOUSE.placeOffer(leadId, poster, made.price, window);
        if (beaten.bountyId != 0) _giveBack(leadId, round, beaten, MatchEnd.Beaten);
        emit BountyMatched(bountyId, leadId, round, poster, matcher, made.price, made.tip, entry.budget);
    }

    /// @dev Makes price and tip of a bounty those of its match with a lead.
    function _take(uint256 leadId, uint256 bountyId, BountyBook.Entry storage entry, address matcher) private returns (Match memory made) {
        made = Match({bountyId: bountyId.toUint56(), matchedAt: uint40(block.timestamp), price: entry.price, tip: 0});
        if (matcher != address(0)) made.tip = entry.tip;
        entry.budget -= made.price + made.tip;
        entry.count();
        _matcherStorage().matches[leadId] = made;
        if (made.tip != 0) _matcherStorage().matchers[leadId] = matcher;
    }

    /// @dev The lead was sold: the house has moved the price, the tip is due.
    function _payTip(uint256 leadId, uint32 round, Match memory sold) private {
        BountyBook.Entry storage entry = _matcherStorage().book.entries[sold.bountyId];
        (address poster, address matcher) = (entry.poster, address(0));
        if (sold.tip != 0) {
            matcher = _matcherStorage().matchers[leadId];
            VAULT.payLocked(poster, matcher, sold.tip);
        }
        emit MatchEnded(sold.bountyId, leadId, round, poster, matcher, MatchEnd.Sold, sold.price, sold.tip, false, entry.budget);
    }

    /// @dev The lead was not sold to the poster: price and tip go back.
    function _giveBack(uint256 leadId, uint32 round, Match memory ended, MatchEnd end) private {
        BountyBook.Entry storage entry = _matcherStorage().book.entries[ended.bountyId];
        (address poster, uint64 back) = (entry.poster, ended.price + ended.tip);
        entry.uncount(ended.matchedAt);
        bool freed = block.timestamp >= entry.expiresAt;
        if (freed) VAULT.unlock(poster, back);
        else entry.budget += back;
        emit MatchEnded(ended.bountyId, leadId, round, poster, address(0), end, ended.price, ended.tip, freed, entry.budget);
    }

    function _close(uint256 bountyId, BountyBook.Entry storage entry, bool expired) private {
        (address poster, uint64 freed) = (entry.poster, entry.budget);
        (entry.expiresAt, entry.budget) = (0, 0);
        VAULT.unlock(poster, freed);
        emit BountyClosed(bountyId, poster, freed, expired);
    }

    function _setTerms(BountyBook.Book storage book, uint256 bountyId, BountyTerms calldata terms) private {
        require(_rootOf(terms.vertical) != 0, BountyMatcher_UnknownVertical(terms.vertical));
        book.setTerms(bountyId, terms);
    }

    function _remember(address buyer, uint256 leadId, LeadFacts memory facts) private {
        mapping(bytes32 dedupTag => uint256 leadId) storage bought = _matcherStorage().book.bought[buyer];
        for (uint256 i = 0; i < 2; ++i) {
            if (facts.dedupTags[i] != 0) bought[facts.dedupTags[i]] = leadId;
        }
    }

    function _requireMatch(uint256 leadId, uint256 bountyId, LeadFacts memory facts, bool attested) private view {
        _requireFacts(leadId, facts);
        ILeadNFT.Lead memory lead = NFT.leadOf(leadId);
        LeadProfile memory profile = LeadProfile(lead.seller, lead.vertical, lead.region, lead.score);
        Rule rule = _ruleAgainst(bountyId, profile, _rootOf(lead.vertical), facts);
        bool matches = rule == Rule.None || (attested && rule == Rule.PrivateCriteria);
        require(matches, BountyMatcher_NoMatch(bountyId, leadId, rule));
    }

    function _ruleAgainst(uint256 bountyId, LeadProfile memory profile, bytes32 root, LeadFacts memory facts) private view returns (Rule) {
        BountyBook.Book storage book = _matcherStorage().book;
        Rule rule = book.ruleAgainst(bountyId, profile, root, facts);
        if (rule != Rule.None) return rule;
        BountyBook.Entry storage entry = book.entries[bountyId];
        if (entry.newConsumersOnly && _hasBought(book, entry.poster, facts)) return Rule.Bought;
        return entry.isPrivate ? Rule.PrivateCriteria : Rule.None;
    }

    /// @dev Whether an account has bought, or leads in the unclosed round of, the lead that a tag was last remembered with.
    function _hasBought(BountyBook.Book storage book, address buyer, LeadFacts memory facts) private view returns (bool) {
        for (uint256 i = 0; i < 2; ++i) {
            uint256 leadId = facts.dedupTags[i] == 0 ? 0 : book.bought[buyer][facts.dedupTags[i]];
            if (leadId == 0) continue;
            IAuctionHouse.Auction memory auction = HOUSE.auctionOf(leadId);
            if (auction.leader == buyer && (!auction.closed || auction.phase == IAuctionHouse.Phase.Sold)) return true;
        }
        return false;
    }

    /// @dev The caller's bounty, which is not over.
    function _ownEntry(uint256 bountyId) private view returns (BountyBook.Entry storage entry) {
        entry = _matcherStorage().book.entries[bountyId];
        address poster = entry.poster;
        require(msg.sender == poster, BountyMatcher_NotPoster(bountyId, msg.sender, poster));
        require(entry.expiresAt != 0, BountyMatcher_Closed(bountyId));
    }

    function _requireFacts(uint256 leadId, LeadFacts memory facts) private view {
        require(VERIFIER.areFactsOf(leadId, facts), BountyMatcher_WrongFacts(leadId));
    }

    /// @dev The topmost ancestor of a vertical; zero for an unknown one.
    function _rootOf(bytes32 vertical) private view returns (bytes32 root) {
        (root, , ) = REGISTRY.accessRulesOf(vertical);
    }

    function _requireFew(uint256 length) private pure {
        require(length <= MAX_CANDIDATES, BountyMatcher_TooManyItems(length, MAX_CANDIDATES));
    }

    function _matcherStorage() private pure returns (BountyMatcherStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
