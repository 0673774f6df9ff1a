// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ProtocolContract} from "./base/ProtocolContract.sol";
import {IReservePricer} from "./interfaces/IReservePricer.sol";
import {IStreamsFeeManager, IVerifierProxy} from "./interfaces/IVerifierProxy.sol";
import {FeedReader} from "./libraries/FeedReader.sol";
import {CurvePoint, PackedCurve, ReserveCurve} from "./libraries/ReserveCurve.sol";
import {StreamsReport} from "./libraries/StreamsReport.sol";

/// @title ReservePricer
/// @notice Reserve multiplier of a vertical: the mean ratio of BTC/USD and ETH/USD to their reference prices, through the vertical's curve,
/// within bounds. Any broken feed rule makes it 1.
contract ReservePricer is ProtocolContract, IReservePricer {
    using ReserveCurve for PackedCurve;
    using SafeCast for uint256;

    /// @notice Decimals of Chainlink's USD feeds.
    uint8 public constant FEED_DECIMALS = 8;
    /// @notice Longest accepted age of a price, seconds.
    uint256 public constant MAX_PRICE_AGE = 7 days;
    /// @notice Longest grace period after the sequencer is up again, seconds.
    uint256 public constant MAX_GRACE_PERIOD = 1 days;

    /// @dev What every quote needs, in one slot. `streams` says whether recorded reports count at all.
    struct Settings {
        address sequencerFeed;
        uint32 gracePeriod;
        uint16 minMultiplierBps;
        uint16 maxMultiplierBps;
        bool streams;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.ReservePricer
    struct ReservePricerStorage {
        Settings settings;
        address streamsVerifier;
        mapping(Asset asset => FeedConfig config) feeds;
        mapping(Asset asset => StreamPrice report) reports;
        mapping(bytes32 vertical => PackedCurve curve) curves;
    }

    /// @notice Sets authority, feeds, bounds and the default curve. Once.
    function initialize(address authority, PricerConfig calldata config, CurvePoint[] calldata defaultCurve) external initializer {
        __AccessManaged_init(authority);
        _setSequencerFeed(config.sequencerFeed, config.gracePeriod);
        _setMultiplierBounds(config.minMultiplierBps, config.maxMultiplierBps);
        _setStreamsVerifier(config.streamsVerifier);
        _setFeed(Asset.BTC, config.btc);
        _setFeed(Asset.ETH, config.eth);
        _setCurve(bytes32(0), defaultCurve);
    }

    /// @inheritdoc IReservePricer
    function recordReport(Asset asset, bytes calldata signedReport) external payable {
        ReservePricerStorage storage $ = _storage();
        FeedConfig memory feed = $.feeds[asset];
        address verifier = $.streamsVerifier;
        require(verifier != address(0) && feed.streamId != 0, ReservePricer_StreamsDisabled(asset));

        StreamsReport.V3 memory report = StreamsReport.decode(_verify(IVerifierProxy(verifier), signedReport));
        (uint40 observedAt, uint40 expiresAt) = (report.observationsTimestamp, report.expiresAt);
        uint40 recordedAt = $.reports[asset].observedAt;
        int256 price = int256(report.price) / StreamsReport.TO_FEED_DECIMALS;
        require(report.feedId == feed.streamId, ReservePricer_WrongStream(feed.streamId, report.feedId));
        require(expiresAt >= block.timestamp, ReservePricer_ReportExpired(expiresAt));
        require(observedAt <= block.timestamp, ReservePricer_FutureReport(observedAt, block.timestamp));
        require(observedAt > recordedAt, ReservePricer_ReportNotNewer(observedAt, recordedAt));
        require(
            price >= int256(uint256(feed.minPrice)) && price <= int256(uint256(feed.maxPrice)),
            ReservePricer_ReportOutOfBand(price, feed.minPrice, feed.maxPrice)
        );

        uint80 believed = uint256(price).toUint80();
        $.reports[asset] = StreamPrice({price: believed, observedAt: observedAt, expiresAt: expiresAt});
        emit ReportRecorded(asset, report.feedId, believed, observedAt, expiresAt);
    }

    /// @inheritdoc IReservePricer
    function setFeed(Asset asset, FeedConfig calldata config) external restricted {
        _setFeed(asset, config);
    }

    /// @inheritdoc IReservePricer
    function setSequencerFeed(address feed, uint32 gracePeriod) external restricted {
        _setSequencerFeed(feed, gracePeriod);
    }

    /// @inheritdoc IReservePricer
    function setMultiplierBounds(uint16 minMultiplierBps, uint16 maxMultiplierBps) external restricted {
        _setMultiplierBounds(minMultiplierBps, maxMultiplierBps);
    }

    /// @inheritdoc IReservePricer
    function setCurve(bytes32 vertical, CurvePoint[] calldata points) external restricted {
        _setCurve(vertical, points);
    }

    /// @inheritdoc IReservePricer
    function setStreamsVerifier(address verifierProxy) external restricted {
        _setStreamsVerifier(verifierProxy);
    }

    /// @inheritdoc IReservePricer
    function quoteOf(bytes32 vertical) external view returns (Quote memory quote) {
        ReservePricerStorage storage $ = _storage();
        Settings memory settings = $.settings;
        quote.multiplierBps = uint16(ReserveCurve.UNIT_BPS);
        quote.fault = FeedReader.readSequencer(settings.sequencerFeed, settings.gracePeriod);
        if (quote.fault != FeedFault.None) return quote;
        Price memory btc = _priceOf($, Asset.BTC, settings.streams);
        quote.fault = btc.fault;
        if (quote.fault != FeedFault.None) return quote;
        Price memory eth = _priceOf($, Asset.ETH, settings.streams);
        quote.fault = eth.fault;
        if (quote.fault != FeedFault.None) return quote;

        PackedCurve curve = $.curves[vertical];
        if (curve.isEmpty()) curve = $.curves[bytes32(0)];
        uint256 ratioBps = ReserveCurve.meanRatioBps(btc.price, btc.referencePrice, eth.price, eth.referencePrice);
        quote.multiplierBps = ReserveCurve.clamp(curve.multiplierAt(ratioBps), settings.minMultiplierBps, settings.maxMultiplierBps);
        (quote.btcPrice, quote.ethPrice) = (btc.price, eth.price);
    }

    /// @inheritdoc IReservePricer
    function priceOf(Asset asset) external view returns (Price memory) {
        ReservePricerStorage storage $ = _storage();
        return _priceOf($, asset, $.settings.streams);
    }

    /// @inheritdoc IReservePricer
    function feedOf(Asset asset) external view returns (FeedConfig memory) {
        return _storage().feeds[asset];
    }

    /// @inheritdoc IReservePricer
    function recordedReportOf(Asset asset) external view returns (StreamPrice memory) {
        return _storage().reports[asset];
    }

    /// @inheritdoc IReservePricer
    function curveOf(bytes32 vertical) external view returns (CurvePoint[] memory) {
        return _storage().curves[vertical].unpack();
    }

    /// @inheritdoc IReservePricer
    function sequencerOutage(uint256 from, uint256 until) external view returns (uint256 downtime, uint256 end) {
        return FeedReader.readOutage(_storage().settings.sequencerFeed, from, until);
    }

    /// @inheritdoc IReservePricer
    function sequencerFeed() external view returns (address feed, uint32 gracePeriod) {
        Settings storage settings = _storage().settings;
        return (settings.sequencerFeed, settings.gracePeriod);
    }

    /// @inheritdoc IReservePricer
    function multiplierBounds() external view returns (uint16 minMultiplierBps, uint16 maxMultiplierBps) {
        Settings storage settings = _storage().settings;
        return (settings.minMultiplierBps, settings.maxMultiplierBps);
    }

    /// @inheritdoc IReservePricer
    function streamsVerifier() external view returns (address) {
        return _storage().streamsVerifier;
    }

    /// @dev Forwards the caller's money as the verification fee. The fee manager refuses too little, and also too much, because this
    /// contract takes no change.
    function _verify(IVerifierProxy verifier, bytes calldata signedReport) private returns (bytes memory) {
        IStreamsFeeManager feeManager = verifier.s_feeManager();
        if (address(feeManager) == address(0)) {
            require(msg.value == 0, ReservePricer_UnexpectedPayment(msg.value));
            return verifier.verify(signedReport, "");
        }
        return verifier.verify{value: msg.value}(signedReport, abi.encode(feeManager.i_nativeAddress()));
    }

    function _setFeed(Asset asset, FeedConfig calldata config) private {
        require(_hasFeedDecimals(config.aggregator), ReservePricer_InvalidFeed(config.aggregator, FEED_DECIMALS));
        uint256 maxAge = uint256(config.heartbeat) + config.margin;
        require(maxAge != 0 && maxAge <= MAX_PRICE_AGE, ReservePricer_InvalidMaxAge(maxAge, MAX_PRICE_AGE));
        require(
            config.minPrice != 0 && config.minPrice <= config.referencePrice && config.referencePrice <= config.maxPrice,
            ReservePricer_InvalidPriceBand(config.minPrice, config.referencePrice, config.maxPrice)
        );
        require(
            config.streamId == 0 || StreamsReport.versionOf(config.streamId) == StreamsReport.VERSION,
            ReservePricer_InvalidStream(config.streamId, StreamsReport.VERSION)
        );
        ReservePricerStorage storage $ = _storage();
        $.feeds[asset] = config;
        delete $.reports[asset];
        emit FeedSet(asset, config);
    }

    function _setSequencerFeed(address feed, uint32 gracePeriod) private {
        require(feed == address(0) || feed.code.length != 0, ReservePricer_InvalidSequencerFeed(feed));
        require(gracePeriod <= MAX_GRACE_PERIOD, ReservePricer_GracePeriodTooLong(gracePeriod, MAX_GRACE_PERIOD));
        Settings storage settings = _storage().settings;
        settings.sequencerFeed = feed;
        settings.gracePeriod = gracePeriod;
        emit SequencerFeedSet(feed, gracePeriod);
    }

    function _setMultiplierBounds(uint16 minMultiplierBps, uint16 maxMultiplierBps) private {
        require(
            ReserveCurve.MIN_MULTIPLIER_BPS <= minMultiplierBps &&
                minMultiplierBps <= ReserveCurve.UNIT_BPS &&
                ReserveCurve.UNIT_BPS <= maxMultiplierBps &&
                maxMultiplierBps <= ReserveCurve.MAX_MULTIPLIER_BPS,
            ReservePricer_InvalidMultiplierBounds(
                minMultiplierBps,
                maxMultiplierBps,
                ReserveCurve.MIN_MULTIPLIER_BPS,
                ReserveCurve.MAX_MULTIPLIER_BPS
            )
        );
        Settings storage settings = _storage().settings;
        settings.minMultiplierBps = minMultiplierBps;
        settings.maxMultiplierBps = maxMultiplierBps;
        emit MultiplierBoundsSet(minMultiplierBps, maxMultiplierBps);
    }

    function _setCurve(bytes32 vertical, CurvePoint[] calldata points) private {
        bool removes = points.length == 0 && vertical != bytes32(0);
        _storage().curves[vertical] = removes ? PackedCurve.wrap(0) : ReserveCurve.pack(points);
        emit CurveSet(vertical, points);
    }

    function _setStreamsVerifier(address verifierProxy) private {
        require(verifierProxy == address(0) || verifierProxy.code.length != 0, ReservePricer_InvalidStreamsVerifier(verifierProxy));
        ReservePricerStorage storage $ = _storage();
        $.streamsVerifier = verifierProxy;
        $.settings.streams = verifierProxy != address(0);
        delete $.reports[Asset.BTC];
        delete $.reports[Asset.ETH];
        emit StreamsVerifierSet(verifierProxy);
    }

    /// @dev The feed's answer, or the recorded report where that is live and the feed is broken or older.
    function _priceOf(ReservePricerStorage storage $, Asset asset, bool streams) private view returns (Price memory price) {
        FeedConfig storage feed = $.feeds[asset];
        uint256 maxAge = uint256(feed.heartbeat) + feed.margin;
        (uint256 answer, uint256 updatedAt, FeedFault fault) = FeedReader.readPrice(feed.aggregator, maxAge);
        price.referencePrice = feed.referencePrice;
        if (fault == FeedFault.None && (answer < feed.minPrice || answer > feed.maxPrice)) {
            fault = FeedFault.OutOfBand;
        }
        if (fault == FeedFault.None) {
            price.price = answer.toUint80();
            price.observedAt = updatedAt.toUint40();
        }
        price.fault = fault;
        if (!streams) return price;

        StreamPrice memory report = $.reports[asset];
        bool live = block.timestamp <= report.expiresAt && block.timestamp - report.observedAt <= maxAge;
        if (live && report.observedAt > price.observedAt) {
            price.price = report.price;
            price.observedAt = report.observedAt;
            price.fromReport = true;
            price.fault = FeedFault.None;
        }
    }

    function _hasFeedDecimals(address feed) private view returns (bool) {
        return feed.code.length != 0 && AggregatorV3Interface(feed).decimals() == FEED_DECIMALS;
    }

    function _storage() private pure returns (ReservePricerStorage storage $) {
        uint256 slot = erc7201("lead-engine.storage.ReservePricer");
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
