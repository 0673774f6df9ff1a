// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IReservePricer} from "../../contracts/interfaces/IReservePricer.sol";
import {CurvePoint} from "../../contracts/libraries/ReserveCurve.sol";
import {FaultyFeed} from "../../contracts/mocks/FaultyFeed.sol";
import {ReservePricer} from "../../contracts/ReservePricer.sol";

/// @notice Whatever the feeds answer: a quote never reverts, stays within the bounds, and is 1 on any fault.
contract ReservePricerTest {
    uint16 private constant MIN_BPS = 8_000;
    uint16 private constant MAX_BPS = 12_000;
    uint80 private constant REFERENCE = 100e8;

    FaultyFeed private _sequencer;
    FaultyFeed private _btc;
    FaultyFeed private _eth;
    ReservePricer private _pricer;

    function setUp() public {
        (_sequencer, _btc, _eth) = (new FaultyFeed(), new FaultyFeed(), new FaultyFeed());
        CurvePoint[] memory curve = new CurvePoint[](2);
        curve[0] = CurvePoint({ratioBps: 0, multiplierBps: 5_000});
        curve[1] = CurvePoint({ratioBps: 20_000, multiplierBps: 15_000});
        IReservePricer.PricerConfig memory config = IReservePricer.PricerConfig({
            sequencerFeed: address(0),
            gracePeriod: 0,
            minMultiplierBps: MIN_BPS,
            maxMultiplierBps: MAX_BPS,
            streamsVerifier: address(0),
            btc: _feedConfig(_btc),
            eth: _feedConfig(_eth)
        });
        bytes memory initialize = abi.encodeCall(ReservePricer.initialize, (address(this), config, curve));
        _pricer = ReservePricer(address(new ERC1967Proxy(address(new ReservePricer()), initialize)));
    }

    /// @dev This contract is the authority and lets itself do all.
    function canCall(address caller, address, bytes4) external view returns (bool immediate, uint32 delay) {
        return (caller == address(this), 0);
    }

    function testFuzzAnyRound(uint256[5] calldata round, int8 age) public {
        _btc.answerWith(abi.encode(round));
        _eth.answerWith(_goodRound(REFERENCE));
        _checkQuote();
        _btc.answerWith(abi.encode(round[0], round[1], round[2], _ago(age), round[4]));
        _checkQuote();
    }

    function testFuzzAnyBytes(bytes calldata btc, bytes calldata eth) public {
        _btc.answerWith(btc);
        _eth.answerWith(eth);
        (, IReservePricer.FeedFault fault) = _checkQuote();
        if (btc.length < 160) assert(fault == IReservePricer.FeedFault.FeedUnreadable);
    }

    function testFuzzAnyPrices(uint80 btc, uint80 eth) public {
        _btc.answerWith(_goodRound(btc));
        _eth.answerWith(_goodRound(eth));
        (uint16 multiplier, IReservePricer.FeedFault fault) = _checkQuote();
        if (fault != IReservePricer.FeedFault.None || btc == type(uint80).max) return;
        _btc.answerWith(_goodRound(btc + 1));
        (uint16 raised, IReservePricer.FeedFault next) = _checkQuote();
        assert(next != IReservePricer.FeedFault.None || raised >= multiplier);
    }

    function testFuzzAnySequencerAnswer(uint256[5] calldata round, int8 age) public {
        _btc.answerWith(_goodRound(2 * REFERENCE));
        _eth.answerWith(_goodRound(2 * REFERENCE));
        _pricer.setSequencerFeed(address(_sequencer), 10);
        _sequencer.answerWith(abi.encode(round[0], round[1] % 3, _ago(age), round[3], round[4]));
        _checkQuote();
    }

    function _checkQuote() private view returns (uint16 multiplier, IReservePricer.FeedFault fault) {
        IReservePricer.Quote memory quote = _pricer.quoteOf(bytes32(0));
        (multiplier, fault) = (quote.multiplierBps, quote.fault);
        assert(multiplier >= MIN_BPS && multiplier <= MAX_BPS);
        if (fault != IReservePricer.FeedFault.None) assert(multiplier == 10_000);
        assert((quote.btcPrice != 0) == (fault == IReservePricer.FeedFault.None));
        assert((quote.ethPrice != 0) == (fault == IReservePricer.FeedFault.None));
    }

    function _feedConfig(FaultyFeed feed) private pure returns (IReservePricer.FeedConfig memory) {
        return
            IReservePricer.FeedConfig({
                aggregator: address(feed),
                heartbeat: 60,
                margin: 0,
                referencePrice: REFERENCE,
                minPrice: 1,
                maxPrice: type(uint80).max,
                streamId: 0
            });
    }

    function _goodRound(uint256 answer) private view returns (bytes memory) {
        return abi.encode(uint256(1), answer, block.timestamp, block.timestamp, uint256(1));
    }

    function _ago(int8 age) private view returns (uint256) {
        return uint256(int256(block.timestamp) - age);
    }
}
