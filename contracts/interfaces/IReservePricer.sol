// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CurvePoint} from "../libraries/ReserveCurve.sol";

/// @title IReservePricer
/// @notice Turns BTC/USD and ETH/USD, compared with reference prices, into a multiplier for reserves. A bad feed never blocks a listing.
/// @dev Prices are USD with 8 decimals, as Chainlink's USD feeds have; `uint80` holds 1.2e16 USD and three of them share one slot.
interface IReservePricer {
    /// @notice Which feed rule failed; `None` when the multiplier comes from good prices.
    /// @dev `SequencerDown`: the rollup's sequencer is down. `SequencerGracePeriod`: it is up again, but not for long enough.
    /// `NonPositiveAnswer`: the price is zero or negative. `IncompleteRound`: the round has no time, a time in the future, or an older
    /// round's answer. `StaleAnswer`: the price is too old. `OutOfBand`: it lies outside the band. `FeedUnreadable`: the feed does not
    /// answer.
    enum FeedFault {
        None,
        SequencerDown,
        SequencerGracePeriod,
        NonPositiveAnswer,
        IncompleteRound,
        StaleAnswer,
        OutOfBand,
        FeedUnreadable
    }

    /// @notice The two assets that drive the multiplier.
    enum Asset {
        BTC,
        ETH
    }

    /// @notice Where an asset's price comes from and which prices are accepted.
    /// @param aggregator Chainlink USD feed, 8 decimals.
    /// @param heartbeat longest time between two updates that the feed promises, seconds.
    /// @param margin time added to `heartbeat` before a price is stale, seconds.
    /// @param referencePrice price at which this asset's ratio is 1, USD with 8 decimals.
    /// @param minPrice lowest accepted price, USD with 8 decimals.
    /// @param maxPrice highest accepted price, USD with 8 decimals.
    /// @param streamId Data Streams id (schema v3) of the same price; zero where reports are not taken.
    struct FeedConfig {
        address aggregator;
        uint32 heartbeat;
        uint32 margin;
        uint80 referencePrice;
        uint80 minPrice;
        uint80 maxPrice;
        bytes32 streamId;
    }

    /// @notice Everything that `initialize` sets besides the default curve.
    /// @param sequencerFeed sequencer uptime feed of a rollup; zero elsewhere.
    /// @param gracePeriod time that prices are distrusted after the sequencer is up again, seconds.
    /// @param minMultiplierBps lowest multiplier of any vertical, in basis points.
    /// @param maxMultiplierBps highest multiplier of any vertical, in basis points.
    /// @param streamsVerifier Data Streams `VerifierProxy`; zero where reports are not taken.
    /// @param btc rules of BTC/USD.
    /// @param eth rules of ETH/USD.
    struct PricerConfig {
        address sequencerFeed;
        uint32 gracePeriod;
        uint16 minMultiplierBps;
        uint16 maxMultiplierBps;
        address streamsVerifier;
        FeedConfig btc;
        FeedConfig eth;
    }

    /// @notice An asset's price now, whatever the sequencer does.
    /// @param price USD with 8 decimals; 0 on a fault.
    /// @param referencePrice price at which the ratio is 1, USD with 8 decimals.
    /// @param observedAt Unix seconds; 0 on a fault.
    /// @param fromReport whether it is a recorded Data Streams price instead of the feed's.
    /// @param fault the rule that failed, `None` if none did.
    struct Price {
        uint80 price;
        uint80 referencePrice;
        uint40 observedAt;
        bool fromReport;
        FeedFault fault;
    }

    /// @notice The reserve multiplier now, and the prices that it comes from.
    /// @param multiplierBps 10,000 is 1; 10,000 exactly on any fault.
    /// @param fault the rule that failed, `None` if none did.
    /// @param btcPrice BTC/USD with 8 decimals; 0 on any fault.
    /// @param ethPrice ETH/USD with 8 decimals; 0 on any fault.
    struct Quote {
        uint16 multiplierBps;
        FeedFault fault;
        uint80 btcPrice;
        uint80 ethPrice;
    }

    /// @notice A verified Data Streams price. Times in Unix seconds.
    /// @param price USD with 8 decimals.
    /// @param observedAt latest time that the price holds for, Unix seconds.
    /// @param expiresAt last moment at which the report may be used, Unix seconds.
    struct StreamPrice {
        uint80 price;
        uint40 observedAt;
        uint40 expiresAt;
    }

    /// @notice An asset's feed rules were set; its recorded report was dropped.
    /// @param asset BTC or ETH.
    /// @param config the new rules.
    event FeedSet(Asset indexed asset, FeedConfig config);
    /// @notice The sequencer feed was set; zero is none. `gracePeriod` in seconds.
    /// @param feed address of the feed; zero for none.
    /// @param gracePeriod time that prices are distrusted after the sequencer is up again, in seconds.
    event SequencerFeedSet(address indexed feed, uint32 gracePeriod);
    /// @notice The multiplier's bounds were set.
    /// @param minMultiplierBps lowest multiplier, in basis points; 10,000 is 1.
    /// @param maxMultiplierBps highest multiplier, in basis points; 10,000 is 1.
    event MultiplierBoundsSet(uint16 minMultiplierBps, uint16 maxMultiplierBps);
    /// @notice A vertical's curve was set, or removed when empty. Vertical zero is the default curve.
    /// @param vertical `keccak256(slug)`; zero for the default curve.
    /// @param points the curve's corners, in rising order of their ratios.
    event CurveSet(bytes32 indexed vertical, CurvePoint[] points);
    /// @notice The Data Streams verifier was set; zero disables reports. Recorded reports were dropped.
    /// @param verifierProxy address of the Data Streams `VerifierProxy`; zero for none.
    event StreamsVerifierSet(address indexed verifierProxy);
    /// @notice A verified Data Streams price was recorded.
    /// @param asset BTC or ETH.
    /// @param streamId id of the stream that the price comes from.
    /// @param price USD with 8 decimals.
    /// @param observedAt latest time that the price holds for, Unix seconds.
    /// @param expiresAt last moment at which the report may be used, Unix seconds.
    event ReportRecorded(Asset indexed asset, bytes32 indexed streamId, uint80 price, uint40 observedAt, uint40 expiresAt);

    /// @notice `feed` is not a price feed with `decimals` decimals.
    /// @param feed the address given.
    /// @param decimals decimals that a feed must have.
    error ReservePricer_InvalidFeed(address feed, uint8 decimals);
    /// @notice Heartbeat and margin, `maxAge` seconds together, are outside 1 to `max`.
    /// @param maxAge heartbeat and margin given, in seconds.
    /// @param max longest accepted age, in seconds.
    error ReservePricer_InvalidMaxAge(uint256 maxAge, uint256 max);
    /// @notice The reference price `referencePrice` is not within `minPrice` to `maxPrice`, or the lowest price is zero (8 decimals).
    /// @param minPrice lowest accepted price, USD with 8 decimals.
    /// @param referencePrice price at which the ratio is 1, USD with 8 decimals.
    /// @param maxPrice highest accepted price, USD with 8 decimals.
    error ReservePricer_InvalidPriceBand(uint256 minPrice, uint256 referencePrice, uint256 maxPrice);
    /// @notice Stream `streamId` is not of schema version `version`.
    /// @param streamId the stream given.
    /// @param version schema version that can be read.
    error ReservePricer_InvalidStream(bytes32 streamId, uint16 version);
    /// @notice `feed` is not a contract, so it cannot be a sequencer feed.
    /// @param feed the address given.
    error ReservePricer_InvalidSequencerFeed(address feed);
    /// @notice A grace period of `gracePeriod` seconds is above `max`.
    /// @param gracePeriod the period given, in seconds.
    /// @param max longest period, in seconds.
    error ReservePricer_GracePeriodTooLong(uint256 gracePeriod, uint256 max);
    /// @notice Bounds of `min` to `max` are not within `hardMin` to `hardMax` around 100 %.
    /// @param min lowest multiplier given, in basis points.
    /// @param max highest multiplier given, in basis points.
    /// @param hardMin lowest bound that is allowed, in basis points.
    /// @param hardMax highest bound that is allowed, in basis points.
    error ReservePricer_InvalidMultiplierBounds(uint256 min, uint256 max, uint256 hardMin, uint256 hardMax);
    /// @notice `verifierProxy` is not a contract, so it cannot be a Data Streams verifier.
    /// @param verifierProxy the address given.
    error ReservePricer_InvalidStreamsVerifier(address verifierProxy);
    /// @notice No verifier, or no stream for asset `asset`, is configured.
    /// @param asset BTC or ETH.
    error ReservePricer_StreamsDisabled(Asset asset);
    /// @notice Verification costs nothing here, but `value` wei were sent.
    /// @param value what was sent, in wei.
    error ReservePricer_UnexpectedPayment(uint256 value);
    /// @notice The report is of stream `actual`, not `expected`.
    /// @param expected the asset's stream.
    /// @param actual the report's stream.
    error ReservePricer_WrongStream(bytes32 expected, bytes32 actual);
    /// @notice The price report expired at `expiresAt`.
    /// @param expiresAt last moment at which the report may be used, Unix seconds.
    error ReservePricer_ReportExpired(uint256 expiresAt);
    /// @notice The price was observed at `observedAt`, later than the chain's time `now_`.
    /// @param observedAt latest time that the price holds for, Unix seconds.
    /// @param now_ time of the block, Unix seconds.
    error ReservePricer_FutureReport(uint256 observedAt, uint256 now_);
    /// @notice The price of `observedAt` is not newer than the recorded price of `recordedAt`.
    /// @param observedAt latest time that the price holds for, Unix seconds.
    /// @param recordedAt observation of the recorded report, Unix seconds.
    error ReservePricer_ReportNotNewer(uint256 observedAt, uint256 recordedAt);
    /// @notice The price `price` (8 decimals) is outside `minPrice` to `maxPrice`.
    /// @param price the report's price, USD with 8 decimals.
    /// @param minPrice lowest accepted price, USD with 8 decimals.
    /// @param maxPrice highest accepted price, USD with 8 decimals.
    error ReservePricer_ReportOutOfBand(int256 price, uint256 minPrice, uint256 maxPrice);

    /// @notice Records a Data Streams price. It replaces the feed's price while it is newer than that, younger than `heartbeat + margin`,
    /// and not expired. Anyone. Reverts with `ReservePricer_StreamsDisabled` where no verifier or no stream is set,
    /// `ReservePricer_UnexpectedPayment` where money is sent and verification costs nothing, `ReservePricer_WrongStream` for another
    /// stream's report, `ReservePricer_ReportExpired` for an expired one, `ReservePricer_FutureReport` for an observation in the future,
    /// `ReservePricer_ReportNotNewer` unless it is newer than the recorded one, `ReservePricer_ReportOutOfBand` for a price outside the
    /// band, and with the verifier's error where the DON did not sign it or the fee is wrong.
    /// @dev Where verification is billed, the caller sends the exact fee in the native token (`FeeManager.getFeeAndReward` returns it).
    /// @param asset BTC or ETH.
    /// @param signedReport the signed report as the Data Streams API gives it.
    function recordReport(Asset asset, bytes calldata signedReport) external payable;

    /// @notice Sets an asset's feed and rules, and drops its recorded report. Configurator role, delayed. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `ReservePricer_InvalidFeed` where the aggregator is not a contract with 8 decimals,
    /// `ReservePricer_InvalidMaxAge` where heartbeat and margin are zero or above 7 days, `ReservePricer_InvalidPriceBand` where the prices
    /// are zero or not in order, and `ReservePricer_InvalidStream` for a stream of another schema.
    /// @param asset BTC or ETH.
    /// @param config the new rules.
    function setFeed(Asset asset, FeedConfig calldata config) external;

    /// @notice Sets the sequencer uptime feed, zero for none, and the grace period in seconds. Configurator role, delayed. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `ReservePricer_InvalidSequencerFeed` for an address without code, and `ReservePricer_GracePeriodTooLong`
    /// above one day.
    /// @param feed address of the feed; zero for none.
    /// @param gracePeriod time that prices are distrusted after the sequencer is up again, in seconds.
    function setSequencerFeed(address feed, uint32 gracePeriod) external;

    /// @notice Sets the bounds of all multipliers, within 5,000 to 20,000 bps and around 10,000. Configurator role, delayed. Reverts with
    /// `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not scheduled
    /// or is not due. Reverts with `ReservePricer_InvalidMultiplierBounds` for other bounds.
    /// @param minMultiplierBps lowest multiplier, in basis points; 10,000 is 1.
    /// @param maxMultiplierBps highest multiplier, in basis points; 10,000 is 1.
    function setMultiplierBounds(uint16 minMultiplierBps, uint16 maxMultiplierBps) external;

    /// @notice Sets a vertical's curve; an empty one returns it to the default curve, whose id is zero and which must not be empty.
    /// Configurator role, delayed. Reverts with `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s
    /// error for one whose call was not scheduled or is not due. Reverts with `ReserveCurve_InvalidLength` for more than 8 points, or none
    /// of the default curve, `ReserveCurve_RatioNotRising` where the ratios do not rise, and `ReserveCurve_MultiplierOutOfBounds` for a
    /// multiplier outside 5,000 to 20,000 basis points.
    /// @param vertical `keccak256(slug)`; zero for the default curve.
    /// @param points the curve's corners, in rising order of their ratios.
    function setCurve(bytes32 vertical, CurvePoint[] calldata points) external;

    /// @notice Sets the Data Streams verifier, zero to disable reports, and drops recorded reports. Configurator role, delayed. Reverts
    /// with `AccessManagedUnauthorized` for a caller without the role, and with the `AccessManager`'s error for one whose call was not
    /// scheduled or is not due. Reverts with `ReservePricer_InvalidStreamsVerifier` for an address without code.
    /// @param verifierProxy address of the Data Streams `VerifierProxy`; zero for none.
    function setStreamsVerifier(address verifierProxy) external;

    /// @notice Multiplier for a vertical now. Anyone. Never reverts, whatever the feeds do.
    /// @param vertical `keccak256(slug)`.
    /// @return the multiplier, the fault if there is one, and the prices.
    function quoteOf(bytes32 vertical) external view returns (Quote memory);

    /// @notice An asset's price now, whatever the sequencer does. Never reverts, whatever the feed does. Anyone.
    /// @param asset BTC or ETH.
    /// @return the price, or the fault.
    function priceOf(Asset asset) external view returns (Price memory);

    /// @notice An asset's feed and rules. Anyone. Never reverts.
    /// @param asset BTC or ETH.
    /// @return the rules.
    function feedOf(Asset asset) external view returns (FeedConfig memory);

    /// @notice The Data Streams price recorded last; all zero when there is none. Anyone. Never reverts.
    /// @param asset BTC or ETH.
    /// @return the price and its times.
    function recordedReportOf(Asset asset) external view returns (StreamPrice memory);

    /// @notice A vertical's own curve; empty where the default curve holds, which is that of vertical zero. Anyone. Never reverts.
    /// @param vertical `keccak256(slug)`; zero for the default curve.
    /// @return the curve's corners; none of an empty curve.
    function curveOf(bytes32 vertical) external view returns (CurvePoint[] memory);

    /// @notice How long the rollup's sequencer was down within `[from, until]`, by the latest 32 rounds of its feed. Anyone. A missing or
    /// unreadable feed counts as up; a span that ends before it begins has no outage. Never reverts, whatever the feed does.
    /// @param from begin of the span, Unix seconds.
    /// @param until end of the span, Unix seconds.
    /// @return downtime seconds within the span.
    /// @return end when the last outage that began before `until` was over, Unix seconds; now while it lasts, 0 where there was none.
    function sequencerOutage(uint256 from, uint256 until) external view returns (uint256 downtime, uint256 end);

    /// @notice The sequencer feed, zero for none, and the grace period in seconds. Anyone. Never reverts.
    /// @return feed address of the feed; zero for none.
    /// @return gracePeriod time that prices are distrusted after the sequencer is up again, in seconds.
    function sequencerFeed() external view returns (address feed, uint32 gracePeriod);

    /// @notice Bounds of all multipliers. Anyone. Never reverts.
    /// @return minMultiplierBps lowest multiplier, in basis points; 10,000 is 1.
    /// @return maxMultiplierBps highest multiplier, in basis points; 10,000 is 1.
    function multiplierBounds() external view returns (uint16 minMultiplierBps, uint16 maxMultiplierBps);

    /// @notice The Data Streams verifier, zero when reports are disabled. Anyone. Never reverts.
    /// @return address of the `VerifierProxy`; zero for none.
    function streamsVerifier() external view returns (address);
}
