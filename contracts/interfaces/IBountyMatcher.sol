// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeadFacts, LeadProfile} from "../libraries/LeadFacts.sol";

/// @title IBountyMatcher
/// @notice Standing offers ("bounties"): a buyer locks a budget and says once which leads it wants and what it pays for each. Anyone may
/// match a lead with a bounty; the lead's auction then has an open bid at the bounty's price.
/// @dev The money stays in the poster's locked balance all the time: first as budget, then as a match, at last as the price. No function
/// loops over bounties, save those that are given a list. This contract emits each movement between budget, match and free balance; the
/// auction house emits what the price of a sale does.
interface IBountyMatcher {
    /// @notice Why a bounty and a lead do not match. The order is that of the checks.
    /// @dev `None`: they match. `Unknown`: no such bounty. `Closed`: withdrawn. `Expired`. `Paused`: by its poster. `Hours`: not at this
    /// hour of the week. `HourCap`, `DayCap`: as many matches as the poster wants. `Budget`: less is left than price and tip. `Vertical`,
    /// `Region`, `Score`, `ConsentAge`, `Source`, `Seller`: the lead is not of the kind wanted. `Bought`: the poster has bought a lead of
    /// this consumer, or is about to. `PrivateCriteria`: all else matches, but only a report of the DON can say whether these do.
    enum Rule {
        None,
        Unknown,
        Closed,
        Expired,
        Paused,
        Hours,
        HourCap,
        DayCap,
        Budget,
        Vertical,
        Region,
        Score,
        ConsentAge,
        Source,
        Seller,
        Bought,
        PrivateCriteria
    }

    /// @notice How a match ended.
    /// @dev `Sold`: the poster bought the lead. `Beaten`: a better bid came. `Ended`: the round ended without a sale.
    enum MatchEnd {
        Sold,
        Beaten,
        Ended
    }

    /// @notice What a poster offers, and for which leads. An empty list excludes nothing; a list has at most 64 items.
    /// @param price what the poster pays for a lead, in USDC units; above zero.
    /// @param tip part of the budget for whoever made a match that led to a sale, in USDC units; 0 for none.
    /// @param expiresAt when the bounty ends, Unix seconds; in the future.
    /// @param hourCap most matches made in a clock hour (UTC) that led or may still lead to a sale; 0 for no cap.
    /// @param dayCap the same for a day (UTC).
    /// @param hourOfWeek a bit for each hour of the week (UTC) in which it matches; bit 0 is Monday, 00:00 to 01:00.
    /// @param vertical `keccak256(slug)` of a vertical, or of a root vertical for all below it.
    /// @param minScore lowest quality score, 0 to 10,000.
    /// @param maxConsentAge oldest consent, in seconds; 0 for any age, and for leads without consent.
    /// @param newConsumersOnly whether to leave out consumers of whom the poster has bought a lead, as `recordPurchase` knows them.
    /// @param sellersExcluded whether `sellers` are those to leave out instead of the only ones to take.
    /// @param regions ISO 3166-1 countries or ISO 3166-2 subdivisions, left-aligned ASCII; a country stands for all of its subdivisions.
    /// @param sources sources of leads, left-aligned ASCII.
    /// @param sellers accounts that submit leads.
    /// @param privateCriteriaHash keccak256 of the private criteria's text, which holds a salt; zero where there are none.
    /// @param sealedCriteria the text, encrypted to the DON's key; only emitted, at most 2,048 bytes; empty where there are none.
    struct BountyTerms {
        uint64 price;
        uint32 tip;
        uint32 expiresAt;
        uint16 hourCap;
        uint16 dayCap;
        uint168 hourOfWeek;
        bytes32 vertical;
        uint16 minScore;
        uint32 maxConsentAge;
        bool newConsumersOnly;
        bool sellersExcluded;
        bytes6[] regions;
        bytes32[] sources;
        address[] sellers;
        bytes32 privateCriteriaHash;
        bytes sealedCriteria;
    }

    /// @notice A bounty as stored, without its lists, which are in the event of its last change.
    /// @param poster account that posted it and buys; zero where there is no such bounty.
    /// @param version counts the changes of its terms, from 1.
    /// @param price what it pays for a lead, in USDC units.
    /// @param tip for whoever made a match that led to a sale, in USDC units.
    /// @param budget what is left for further matches, in USDC units.
    /// @param expiresAt when it ends, Unix seconds; 0 once it was closed.
    /// @param pricedAt since when it offers its price, Unix seconds.
    /// @param paused whether its poster has paused it.
    /// @param privateCriteriaHash keccak256 of the private criteria's text; zero where there are none.
    struct Bounty {
        address poster;
        uint32 version;
        uint64 price;
        uint32 tip;
        uint64 budget;
        uint32 expiresAt;
        uint40 pricedAt;
        bool paused;
        bytes32 privateCriteriaHash;
    }

    /// @notice The match of a lead's running round.
    /// @param bountyId the bounty whose offer leads; 0 where none does.
    /// @param matchedAt when it was matched, Unix seconds.
    /// @param price the offer, in USDC units.
    /// @param tip for `tipReceiver` after a sale, in USDC units.
    struct Match {
        uint56 bountyId;
        uint40 matchedAt;
        uint64 price;
        uint32 tip;
    }

    /// @notice A bounty was posted: `budget` of its poster's free balance became locked.
    /// @param bountyId id of the bounty, from 1.
    /// @param poster account that posted it and buys.
    /// @param vertical `keccak256(slug)`.
    /// @param budget the first budget, in USDC units.
    /// @param terms what is offered, for which leads.
    event BountyPosted(uint256 indexed bountyId, address indexed poster, bytes32 indexed vertical, uint64 budget, BountyTerms terms);
    /// @notice A bounty's terms were replaced. Matches that were made before stand.
    /// @param bountyId id of the bounty, from 1.
    /// @param version counts the terms, from 1 for the first.
    /// @param vertical `keccak256(slug)`.
    /// @param terms what is offered now, for which leads.
    event BountyChanged(uint256 indexed bountyId, uint32 version, bytes32 indexed vertical, BountyTerms terms);
    /// @notice A budget grew: `amount` of its poster's free balance became locked.
    /// @param bountyId id of the bounty, from 1.
    /// @param poster account that posted it.
    /// @param amount what was added, in USDC units.
    /// @param budget what is left for matches now, in USDC units.
    event BountyToppedUp(uint256 indexed bountyId, address indexed poster, uint64 amount, uint64 budget);
    /// @notice A poster paused its bounty, or went on.
    /// @param bountyId id of the bounty, from 1.
    /// @param paused whether it is paused now.
    event BountyPauseSet(uint256 indexed bountyId, bool paused);
    /// @notice A bounty is over, because its poster withdrew it or it expired: what was left of its budget became free. Its offers in
    /// running rounds stand.
    /// @param bountyId id of the bounty, from 1.
    /// @param poster account that posted it.
    /// @param freed what became free, in USDC units.
    /// @param expired whether it had expired.
    event BountyClosed(uint256 indexed bountyId, address indexed poster, uint64 freed, bool expired);
    /// @notice A lead was matched with a bounty, whose offer leads now. Price and tip stay locked, but belong to the match and no longer to
    /// the budget.
    /// @param bountyId id of the bounty, from 1.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param poster account that posted the bounty.
    /// @param matcher account that receives the tip after a sale; zero where a report made the match.
    /// @param price the offer, in USDC units.
    /// @param tip for the matcher, in USDC units.
    /// @param budget what is left for further matches, in USDC units.
    event BountyMatched(
        uint256 indexed bountyId,
        uint256 indexed leadId,
        uint32 indexed round,
        address poster,
        address matcher,
        uint64 price,
        uint32 tip,
        uint64 budget
    );
    /// @notice A match is over. `Sold`: the house has moved the price, the `tip` went to `matcher`. Else price and tip went back: to the
    /// budget, or, where the bounty is over, to its poster's free balance.
    /// @param bountyId id of the bounty, from 1.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param poster account that posted the bounty.
    /// @param matcher account that received the tip; zero where there was none.
    /// @param end how it ended.
    /// @param price the offer, in USDC units.
    /// @param tip the tip, in USDC units.
    /// @param freed whether price and tip became free instead of going back to the budget.
    /// @param budget what is left for further matches, in USDC units.
    event MatchEnded(
        uint256 indexed bountyId,
        uint256 indexed leadId,
        uint32 indexed round,
        address poster,
        address matcher,
        MatchEnd end,
        uint64 price,
        uint32 tip,
        bool freed,
        uint64 budget
    );
    /// @notice A consumer is known as one of whom `buyer` has bought a lead: bounties for new consumers leave it out.
    /// @param buyer account that bought.
    /// @param leadId the lead that it bought.
    /// @param dedupTags the consumer's tags, see `CREVerifier`.
    event PurchaseRecorded(address indexed buyer, uint256 indexed leadId, bytes32[2] dedupTags);

    /// @notice Only another contract of the protocol may call this, not `caller`.
    /// @param caller account that called.
    error BountyMatcher_UnauthorizedCaller(address caller);
    /// @notice Bounty `bountyId` was posted by `poster`, not by `caller`.
    /// @param bountyId id of the bounty, from 1.
    /// @param caller account that called.
    /// @param poster account that posted it; zero where there is no such bounty.
    error BountyMatcher_NotPoster(uint256 bountyId, address caller, address poster);
    /// @notice Bounty `bountyId` is over: it was withdrawn or has expired.
    /// @param bountyId id of the bounty, from 1.
    error BountyMatcher_Closed(uint256 bountyId);
    /// @notice Bounty `bountyId` has not expired; it does so at `expiresAt`.
    /// @param bountyId id of the bounty, from 1.
    /// @param expiresAt when it ends, Unix seconds.
    error BountyMatcher_NotExpired(uint256 bountyId, uint256 expiresAt);
    /// @notice The price of a bounty must be above zero.
    error BountyMatcher_ZeroPrice();
    /// @notice The amount is zero.
    error BountyMatcher_ZeroAmount();
    /// @notice A bounty that ends at `expiresAt` ends in the past.
    /// @param expiresAt the time given, Unix seconds.
    error BountyMatcher_ExpiryPassed(uint256 expiresAt);
    /// @notice A bounty needs at least one hour of the week.
    error BountyMatcher_NoHours();
    /// @notice Vertical `vertical` is not in the registry.
    /// @param vertical id of the vertical, `keccak256(slug)`.
    error BountyMatcher_UnknownVertical(bytes32 vertical);
    /// @notice `region` is not a country or subdivision by ISO 3166.
    /// @param region the code given, left-aligned ASCII.
    error BountyMatcher_InvalidRegion(bytes6 region);
    /// @notice A list has `length` items; at most `max` are allowed.
    /// @param length items in the list.
    /// @param max most items in a list.
    error BountyMatcher_TooManyItems(uint256 length, uint256 max);
    /// @notice Private criteria need both their hash and their text, encrypted in at most `max` bytes; `length` were given.
    /// @param length length of the encrypted text, in bytes.
    /// @param max longest encrypted text, in bytes.
    error BountyMatcher_InvalidPrivateCriteria(uint256 length, uint256 max);
    /// @notice Bounty `bountyId` does not match lead `leadId`, because of rule `rule`.
    /// @param bountyId id of the bounty, from 1.
    /// @param leadId id of the lead, from 1.
    /// @param rule the first rule that stands against it.
    error BountyMatcher_NoMatch(uint256 bountyId, uint256 leadId, Rule rule);
    /// @notice None of the bounties given could be matched with lead `leadId`.
    /// @param leadId id of the lead, from 1.
    error BountyMatcher_NoneMatches(uint256 leadId);
    /// @notice These are not the facts with which lead `leadId` was attested, or a newer lead of the same consumer has taken their place.
    /// @param leadId id of the lead, from 1.
    error BountyMatcher_WrongFacts(uint256 leadId);
    /// @notice The DON has looked at version `attested` of the terms of bounty `bountyId`, which are now in version `current`.
    /// @param bountyId id of the bounty, from 1.
    /// @param attested version in the report.
    /// @param current version now.
    error BountyMatcher_TermsChanged(uint256 bountyId, uint32 attested, uint32 current);
    /// @notice Lead `leadId` was not bought in an auction, so nobody's purchase can be recorded.
    /// @param leadId id of the lead, from 1.
    error BountyMatcher_NotSold(uint256 leadId);

    /// @notice Posts a bounty and locks its budget. Anyone. New business: stops while the vault is paused or insolvent. Reverts with
    /// `BountyMatcher_ZeroAmount` for a budget of zero, `PersonalEscrowVault_Paused` or `PersonalEscrowVault_Insolvent` while the vault
    /// takes no new business, `PersonalEscrowVault_InsufficientFree` where the free balance does not cover the budget, and with every error
    /// of `changeBounty` about the terms.
    /// @param terms what is offered, for which leads.
    /// @param budget what may be spent in all, in USDC units.
    /// @return bountyId sequential from 1.
    function postBounty(BountyTerms calldata terms, uint64 budget) external returns (uint256 bountyId);

    /// @notice Replaces a bounty's terms. Matches that were made before stand at their price. Poster only. Reverts with
    /// `BountyMatcher_NotPoster` for any other caller, `BountyMatcher_Closed` once it is over, and for terms that are not possible with
    /// `BountyMatcher_ZeroPrice`, `BountyMatcher_ExpiryPassed`, `BountyMatcher_NoHours`, `BountyMatcher_UnknownVertical`,
    /// `BountyMatcher_InvalidRegion`, `BountyMatcher_TooManyItems` or `BountyMatcher_InvalidPrivateCriteria`.
    /// @param bountyId id of the bounty, from 1.
    /// @param terms what is offered from now on, for which leads.
    function changeBounty(uint256 bountyId, BountyTerms calldata terms) external;

    /// @notice Adds to a bounty's budget. Poster only. New business: stops while the vault is paused or insolvent. Reverts with
    /// `BountyMatcher_ZeroAmount` for an amount of zero, `BountyMatcher_NotPoster` for any other caller, `BountyMatcher_Closed` once it is
    /// over, `PersonalEscrowVault_Paused` or `PersonalEscrowVault_Insolvent` while the vault takes no new business, and
    /// `PersonalEscrowVault_InsufficientFree` where the free balance does not cover the amount.
    /// @param bountyId id of the bounty, from 1.
    /// @param amount what is added, in USDC units.
    function topUpBounty(uint256 bountyId, uint64 amount) external;

    /// @notice Pauses a bounty or lets it go on. Poster only. Reverts with `BountyMatcher_NotPoster` for any other caller, and
    /// `BountyMatcher_Closed` once it is over.
    /// @param bountyId id of the bounty, from 1.
    /// @param paused whether it is paused from now on.
    function setBountyPaused(uint256 bountyId, bool paused) external;

    /// @notice Ends a bounty for good and frees what is left of its budget. Its offers in running rounds stand; what they give back becomes
    /// free at once. Poster only. Never pauses. Reverts with `BountyMatcher_NotPoster` for any other caller, and `BountyMatcher_Closed`
    /// where it was closed before.
    /// @param bountyId id of the bounty, from 1.
    function withdrawBounty(uint256 bountyId) external;

    /// @notice Closes a bounty that has expired: what is left of its budget becomes free. Anyone. Never pauses. Reverts with
    /// `BountyMatcher_Closed` for an unknown bounty and one that was closed before, and `BountyMatcher_NotExpired` before its end.
    /// @param bountyId id of the bounty, from 1.
    function closeExpiredBounty(uint256 bountyId) external;

    /// @notice Matches a lead with a bounty: its offer enters the running round, see `IAuctionHouse.placeOffer`. The caller receives the
    /// bounty's tip, if it has one, once the lead is sold to the poster. Anyone. Reverts with `BountyMatcher_NoMatch` where a rule stands
    /// against it, `BountyMatcher_WrongFacts` for other facts than the attested ones, `ERC721NonexistentToken` for an unknown lead, and
    /// with the errors of `IAuctionHouse.placeOffer`.
    /// @param leadId id of the lead, from 1.
    /// @param bountyId id of the bounty, from 1.
    /// @param facts what was attested of the lead, as in `ICREVerifier.LeadAttested`.
    function matchBounty(uint256 leadId, uint256 bountyId, LeadFacts calldata facts) external;

    /// @notice Matches a lead with the best of some bounties that can be matched: the highest price, then the one that has offered it for
    /// the longest time. Anyone. Reverts with `BountyMatcher_TooManyItems` above 16 bounties, `BountyMatcher_WrongFacts` for other facts
    /// than the attested ones, `ERC721NonexistentToken` for an unknown lead, and `BountyMatcher_NoneMatches` where none can be matched.
    /// @param leadId id of the lead, from 1.
    /// @param bountyIds ids of bounties.
    /// @param facts what was attested of the lead.
    /// @return bountyId the bounty that was matched.
    function matchBestBounty(uint256 leadId, uint256[] calldata bountyIds, LeadFacts calldata facts) external returns (uint256 bountyId);

    /// @notice The same for a lead that a report has just brought, with the DON's candidates; nobody receives a tip. An instant sale is
    /// final at once. `CREVerifier` only. Reverts with `BountyMatcher_UnauthorizedCaller` for any other caller, and with the errors of
    /// `matchBestBounty`.
    /// @param leadId id of the lead, from 1.
    /// @param bountyIds ids of bounties.
    /// @param facts what was attested of the lead.
    /// @return bountyId the bounty that was matched.
    function matchFromReport(uint256 leadId, uint256[] calldata bountyIds, LeadFacts calldata facts) external returns (uint256 bountyId);

    /// @notice Matches a lead with a bounty, as `matchBounty` does. This contract only, which tries one candidate after the other. Reverts
    /// with `BountyMatcher_UnauthorizedCaller` for any other caller, and with the errors of `matchBounty`.
    /// @param leadId id of the lead, from 1.
    /// @param bountyId id of the bounty, from 1.
    /// @param facts what was attested of the lead.
    /// @param matcher account that receives the tip; zero for none.
    function tryMatch(uint256 leadId, uint256 bountyId, LeadFacts calldata facts, address matcher) external;

    /// @notice Ends the match of a lead's running round. Auction house only: it calls when the offer is beaten, when the lead is delivered,
    /// and when the round ends otherwise. Never pauses. Reverts with `BountyMatcher_UnauthorizedCaller` for any other caller.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param end how it ended.
    function endMatch(uint256 leadId, uint32 round, MatchEnd end) external;

    /// @notice Records that the buyer of a sold lead has bought of its consumer, so that its bounties for new consumers leave it out. What
    /// such a bounty itself has bought is known already. Anyone. Reverts with `BountyMatcher_WrongFacts` for other facts than the attested
    /// ones, and `BountyMatcher_NotSold` unless the lead was bought in an auction.
    /// @param leadId id of the lead, from 1.
    /// @param facts what was attested of the lead.
    function recordPurchase(uint256 leadId, LeadFacts calldata facts) external;

    /// @notice A bounty. Anyone. Never reverts.
    /// @param bountyId id of the bounty, from 1.
    /// @return the bounty; zeros where there is none.
    function bountyOf(uint256 bountyId) external view returns (Bounty memory);

    /// @notice The bounty that was posted last: ids count up from 1 without a gap. Anyone. Never reverts.
    /// @return id of the bounty; 0 while there is none.
    function lastBountyId() external view returns (uint256);

    /// @notice The match of a lead's running round. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @return the match; zeros where no bounty's offer leads.
    function matchOf(uint256 leadId) external view returns (Match memory);

    /// @notice What stands against a match now, as far as the bounty says: the round may still refuse the offer. Anyone. Never reverts.
    /// @param bountyId id of the bounty, from 1.
    /// @param profile what the lead is.
    /// @param facts what was attested of the lead.
    /// @return the first rule against it; `None` where they match, `PrivateCriteria` where only the DON can say.
    function ruleAgainst(uint256 bountyId, LeadProfile calldata profile, LeadFacts calldata facts) external view returns (Rule);

    /// @notice The best bounties for a lead among some: the highest price first, then the one that has offered it for the longest time.
    /// Those with private criteria are left out. Meant for `eth_call`: the loop is as long as the caller wants. Anyone. Reverts with
    /// `BountyMatcher_TooManyItems` for a limit above 16.
    /// @param profile what the lead is.
    /// @param facts what was or will be attested of the lead.
    /// @param minPrice lowest price, in USDC units.
    /// @param from first bounty to look at, from 1.
    /// @param count number of bounties to look at.
    /// @param limit most bounties to return, up to 16.
    /// @return bountyIds ids of the bounties.
    function bestBounties(
        LeadProfile calldata profile,
        LeadFacts calldata facts,
        uint64 minPrice,
        uint256 from,
        uint256 count,
        uint256 limit
    ) external view returns (uint256[] memory bountyIds);
}
