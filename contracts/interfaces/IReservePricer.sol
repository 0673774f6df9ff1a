// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CurvePoint} from "../libraries/ReserveCurve.sol";

/// @title IReservePricer
/// @notice Turns BTC/USD and ETH/USD against reference prices into a multiplier for reserves. A bad feed never blocks a listing.
/// @dev Prices are USD with 8 decimals, as Chainlink's USD feeds have; `uint80` holds 1.2e16 USD and three of them share one slot.
interface IReservePricer {
    /// @notice Which feed rule failed; `None` when the multiplier comes from good prices.
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

    /// @notice Where an asset's price comes from and what is believed.
    /// @param aggregator Chainlink USD feed, 8 decimals.
    /// @param heartbeat longest time between two updates that the feed promises, seconds.
    /// @param margin time added to `heartbeat` before a price is stale, seconds.
    /// @param referencePrice price at which this asset's ratio is 1.
    /// @param minPrice lowest price believed.
    /// @param maxPrice highest price believed.
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
    /// @param minMultiplierBps lowest multiplier of any vertical.
    /// @param maxMultiplierBps highest multiplier of any vertical.
    /// @param streamsVerifier Data Streams `VerifierProxy`; zero where reports are not taken.
    /// @param btc BTC/USD.
    /// @param eth ETH/USD.
    struct PricerConfig {
        address sequencerFeed;
        uint32 gracePeriod;
        uint16 minMultiplierBps;
        uint16 maxMultiplierBps;
        address streamsVerifier;
        FeedConfig btc;
        FeedConfig eth;
    }

    /// @notice An asset's price now, the sequencer aside.
    /// @param price USD with 8 decimals; 0 on a fault.
    /// @param referencePrice price at which the ratio is 1.
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

    /// @notice A verified Data Streams price. Times in Unix seconds.
    struct StreamPrice {
        uint80 price;
        uint40 observedAt;
        uint40 expiresAt;
    }

    /// @notice An asset's feed rules were set; its recorded report was dropped.
    event FeedSet(Asset indexed asset, FeedConfig config);
    /// @notice The sequencer feed was set; zero is none. `gracePeriod` in seconds.
    event SequencerFeedSet(address indexed feed, uint32 gracePeriod);
    /// @notice The multiplier's bounds were set.
    event MultiplierBoundsSet(uint16 minMultiplierBps, uint16 maxMultiplierBps);
    /// @notice A vertical's curve was set, or removed when empty. Vertical zero is the default curve.
    event CurveSet(bytes32 indexed vertical, CurvePoint[] points);
    /// @notice The Data Streams verifier was set; zero disables reports. Recorded reports were dropped.
    event StreamsVerifierSet(address indexed verifierProxy);
    /// @notice A verified Data Streams price was recorded.
    event ReportRecorded(Asset indexed asset, bytes32 indexed streamId, uint80 price, uint40 observedAt, uint40 expiresAt);

    /// @notice Not a feed with `decimals` decimals.
    error ReservePricer_InvalidFeed(address feed, uint8 decimals);
    /// @notice Heartbeat and margin together must be in `[1, max]` seconds.
    error ReservePricer_InvalidMaxAge(uint256 maxAge, uint256 max);
    /// @notice `0 < minPrice <= referencePrice <= maxPrice` does not hold.
    error ReservePricer_InvalidPriceBand(uint256 minPrice, uint256 referencePrice, uint256 maxPrice);
    /// @notice Only streams of schema `version` can be read.
    error ReservePricer_InvalidStream(bytes32 streamId, uint16 version);
    /// @notice The sequencer feed must be a contract.
    error ReservePricer_InvalidSequencerFeed(address feed);
    /// @notice The grace period is above `max` seconds.
    error ReservePricer_GracePeriodTooLong(uint256 gracePeriod, uint256 max);
    /// @notice `hardMin <= min <= 10,000 <= max <= hardMax` does not hold.
    error ReservePricer_InvalidMultiplierBounds(uint256 min, uint256 max, uint256 hardMin, uint256 hardMax);
    /// @notice The verifier must be a contract.
    error ReservePricer_InvalidStreamsVerifier(address verifierProxy);
    /// @notice No verifier or no stream is set.
    error ReservePricer_StreamsDisabled(Asset asset);
    /// @notice Verification costs nothing here; the money would be lost.
    error ReservePricer_UnexpectedPayment(uint256 value);
    /// @notice The report is of another stream.
    error ReservePricer_WrongStream(bytes32 expected, bytes32 actual);
    /// @notice The report may not be used any more.
    error ReservePricer_ReportExpired(uint256 expiresAt);
    /// @notice The observation lies in the future.
    error ReservePricer_FutureReport(uint256 observedAt, uint256 now_);
    /// @notice A report as new as this one was already recorded.
    error ReservePricer_ReportNotNewer(uint256 observedAt, uint256 recordedAt);
    /// @notice The report's price (8 decimals) is outside the band.
    error ReservePricer_ReportOutOfBand(int256 price, uint256 minPrice, uint256 maxPrice);

    /// @notice Records a Data Streams price, which then replaces the feed's while it is younger than the feed's and than
    /// `heartbeat + margin`, and not expired. Anyone.
    /// @dev Where verification is billed, the exact fee is sent along in the native token (`FeeManager.getFeeAndReward` tells it).
    /// Reverts with the verifier's error when the DON did not sign the report.
    /// @param signedReport the signed report as the Data Streams API gives it.
    function recordReport(Asset asset, bytes calldata signedReport) external payable;

    /// @notice Sets an asset's feed and rules, and drops its recorded report. Configurator role, delayed.
    function setFeed(Asset asset, FeedConfig calldata config) external;

    /// @notice Sets the sequencer uptime feed, zero for none, and the grace period in seconds. Configurator role, delayed.
    function setSequencerFeed(address feed, uint32 gracePeriod) external;

    /// @notice Sets the bounds of all multipliers, within 5,000 to 20,000 bps and around 10,000. Configurator role, delayed.
    function setMultiplierBounds(uint16 minMultiplierBps, uint16 maxMultiplierBps) external;

    /// @notice Sets a vertical's curve; an empty one returns it to the default curve, whose id is zero and which must not be empty.
    /// Configurator role, delayed.
    function setCurve(bytes32 vertical, CurvePoint[] calldata points) external;

    /// @notice Sets the Data Streams verifier, zero to disable reports, and drops recorded reports. Configurator role, delayed.
    function setStreamsVerifier(address verifierProxy) external;

    /// @notice Multiplier for a vertical now. Never reverts, whatever the feeds do.
    /// @param vertical `keccak256(slug)`.
    /// @return multiplierBps 10,000 is 1; 10,000 exactly on any fault.
    /// @return fault the rule that failed, `None` if none did.
    function multiplierOf(bytes32 vertical) external view returns (uint16 multiplierBps, FeedFault fault);

    /// @notice An asset's price now, the sequencer aside. Never reverts, whatever the feed does.
    function priceOf(Asset asset) external view returns (Price memory);

    /// @notice An asset's feed and rules.
    function feedOf(Asset asset) external view returns (FeedConfig memory);

    /// @notice The Data Streams price recorded last; all zero when there is none.
    function recordedReportOf(Asset asset) external view returns (StreamPrice memory);

    /// @notice A vertical's own curve; empty where the default curve holds, which is that of vertical zero.
    function curveOf(bytes32 vertical) external view returns (CurvePoint[] memory);

    /// @notice How long the rollup's sequencer was down within `[from, until]` (Unix seconds), by its feed's rounds, of which the latest 32 are
    /// read. A missing or unreadable feed counts as up; a span that ends before it begins has no outage. Never reverts, whatever the feed does.
    /// @return downtime seconds within the span.
    /// @return end when the last outage that began before `until` was over; now while it lasts, 0 where there was none.
    function sequencerOutage(uint256 from, uint256 until) external view returns (uint256 downtime, uint256 end);

    /// @notice The sequencer feed, zero for none, and the grace period in seconds.
    function sequencerFeed() external view returns (address feed, uint32 gracePeriod);

    /// @notice Bounds of all multipliers.
    function multiplierBounds() external view returns (uint16 minMultiplierBps, uint16 maxMultiplierBps);

    /// @notice The Data Streams verifier, zero when reports are disabled.
    function streamsVerifier() external view returns (address);
}
