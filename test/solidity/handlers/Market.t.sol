// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MockV3Aggregator} from "@chainlink/contracts/src/v0.8/shared/mocks/MockV3Aggregator.sol";
import {VRFCoordinatorV2_5Mock} from "@chainlink/contracts/src/v0.8/vrf/mocks/VRFCoordinatorV2_5Mock.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {AuctionBase} from "../../../contracts/auction/AuctionBase.sol";
import {AuctionHouse} from "../../../contracts/AuctionHouse.sol";
import {GenesisImplementation} from "../../../contracts/base/GenesisImplementation.sol";
import {BountyMatcher} from "../../../contracts/BountyMatcher.sol";
import {ComplianceGate} from "../../../contracts/compliance/ComplianceGate.sol";
import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {ICREVerifier} from "../../../contracts/interfaces/ICREVerifier.sol";
import {IReservePricer} from "../../../contracts/interfaces/IReservePricer.sol";
import {IVerticalRegistry} from "../../../contracts/interfaces/IVerticalRegistry.sol";
import {IVRFTieBreaker} from "../../../contracts/interfaces/IVRFTieBreaker.sol";
import {IWorkflowReceiver} from "../../../contracts/interfaces/IWorkflowReceiver.sol";
import {LeadNFT} from "../../../contracts/LeadNFT.sol";
import {CurvePoint} from "../../../contracts/libraries/ReserveCurve.sol";
import {TestUSDC} from "../../../contracts/mocks/TestUSDC.sol";
import {PersonalEscrowVault} from "../../../contracts/PersonalEscrowVault.sol";
import {ReservePricer} from "../../../contracts/ReservePricer.sol";
import {VerticalRegistry} from "../../../contracts/VerticalRegistry.sol";
import {VRFTieBreaker} from "../../../contracts/VRFTieBreaker.sol";
import {VM} from "../Vm.sol";
import {Ace} from "./Ace.t.sol";

/// @title Market
/// @notice The real protocol with this contract in the place of the `CREVerifier`, and as the access manager's admin. Two kinds of leads:
/// kind 0 demands a licence of its receivers and is delivered within an hour, kind 1 demands none and leaves seven.
abstract contract Market is Ace {
    uint256 internal constant USDC = 1e6;
    uint256 internal constant KINDS = 2;
    uint256 internal constant LICENSED_KIND = 0;
    /// @dev Root vertical of kind 0, for whose leads licences are demanded.
    bytes32 internal constant LICENSED = keccak256("solar");

    TestUSDC public usdc;
    PersonalEscrowVault public vault;
    AuctionHouse public house;
    LeadNFT public nft;
    BountyMatcher public matcher;
    VRFTieBreaker public tieBreaker;
    VRFCoordinatorV2_5Mock public coordinator;
    /// @notice The sequencer's uptime feed: 0 is up.
    MockV3Aggregator public sequencer;

    /// @dev When a campaign starts, Unix seconds.
    uint256 private constant START = 1_800_000_000;

    /// @dev Accounts that fees and forfeits may go to.
    address[] internal _treasuries = [address(0x7EA1), address(0x7EA2)];

    GenesisImplementation private immutable GENESIS;
    address private immutable AUTHORITY;

    VerticalRegistry private _registry;

    constructor() {
        VM.warp(START);
        GENESIS = new GenesisImplementation();
        AUTHORITY = address(new AccessManager(address(this)));
        usdc = new TestUSDC();
        sequencer = new MockV3Aggregator(0, 0);
        (vault, house) = (PersonalEscrowVault(_proxy()), AuctionHouse(_proxy()));
        (nft, tieBreaker) = (LeadNFT(_proxy()), VRFTieBreaker(_proxy()));
        matcher = BountyMatcher(_proxy());
        coordinator = new VRFCoordinatorV2_5Mock(0.1 ether, 1e9, 4e15);
        gate = ComplianceGate(_proxy());
        _deployRegistry();
        _deployAce(AUTHORITY);
        ComplianceGate gateCode = _gateCode(vault, address(house), _registry);
        _activate(address(gate), address(gateCode), abi.encodeCall(gateCode.initialize, (AUTHORITY)));
        _installPolicies();

        PersonalEscrowVault vaultCode = new PersonalEscrowVault(address(usdc), address(house), address(matcher), gate);
        _activate(address(vault), address(vaultCode), abi.encodeCall(vaultCode.initialize, (AUTHORITY)));
        LeadNFT nftCode = new LeadNFT(house, address(this), vault, gate);
        _activate(address(nft), address(nftCode), abi.encodeCall(nftCode.initialize, (AUTHORITY, 500)));
        _activateTieBreaker();
        _activateHouse();
        _activateMatcher();
        _setRules(LICENSED);
    }

    /// @dev Vertical of a kind of leads.
    function _verticalOf(uint256 kind) internal pure returns (bytes32) {
        return kind == LICENSED_KIND ? LICENSED : keccak256("roofing");
    }

    /// @dev Region of a kind of leads.
    function _regionOf(uint256 kind) internal pure returns (bytes6) {
        return kind == LICENSED_KIND ? bytes6("US-TX") : bytes6("US-CA");
    }

    /// @dev Rules of a kind of leads.
    function _rulesOf(uint256 kind) internal view returns (IVerticalRegistry.Vertical memory) {
        return _registry.verticalOf(_verticalOf(kind));
    }

    /// @dev What the verifier asks before it mints, and the house before it lists.
    function _requireSellerCall(address account, uint256 kind) internal view returns (bytes memory) {
        return abi.encodeCall(gate.requireSeller, (account, _verticalOf(kind), _regionOf(kind)));
    }

    function _activateTieBreaker() private {
        uint256 subscriptionId = coordinator.createSubscription();
        coordinator.fundSubscription(subscriptionId, 1e26);
        coordinator.addConsumer(subscriptionId, address(tieBreaker));
        IVRFTieBreaker.VRFConfig memory config = IVRFTieBreaker.VRFConfig(bytes32("lane"), subscriptionId, 100_000, 3, false);
        VRFTieBreaker code = new VRFTieBreaker(address(house));
        _activate(address(tieBreaker), address(code), abi.encodeCall(code.initialize, (AUTHORITY, address(coordinator), config)));
    }

    function _activateHouse() private {
        AuctionBase.Peers memory peers = AuctionBase.Peers(
            nft,
            vault,
            _registry,
            _deployPricer(),
            tieBreaker,
            gate,
            address(this),
            matcher
        );
        AuctionHouse code = new AuctionHouse(peers);
        IAuctionHouse.FeeConfig memory fees = IAuctionHouse.FeeConfig(_treasuries[0], 500, 0);
        _activate(address(house), address(code), abi.encodeCall(code.initialize, (AUTHORITY, fees)));
    }

    function _activateMatcher() private {
        BountyMatcher.Peers memory peers = BountyMatcher.Peers(house, vault, nft, _registry, ICREVerifier(address(this)));
        BountyMatcher code = new BountyMatcher(address(this), 1, peers);
        IWorkflowReceiver.WorkflowConfig memory workflow = IWorkflowReceiver.WorkflowConfig(address(this), "workflow", 0);
        _activate(address(matcher), address(code), abi.encodeCall(code.initialize, (AUTHORITY, workflow)));
    }

    function _deployRegistry() private {
        VerticalRegistry code = new VerticalRegistry(gate);
        _registry = VerticalRegistry(address(new ERC1967Proxy(address(code), abi.encodeCall(code.initialize, (AUTHORITY)))));
        IVerticalRegistry.Vertical memory rules;
        (rules.commitWindow, rules.revealWindow, rules.deliveryWindow) = (1 hours, 1 hours, 1 hours);
        (rules.bidBondBps, rules.deliveryBondBps, rules.active) = (1_000, 1_000, true);
        (rules.minReserve, rules.bidBondMin, rules.bidBondMax) = (uint64(20 * USDC), uint64(USDC), uint64(100 * USDC));
        _registry.configureVertical("solar", rules);
        // An odd delivery bond, and a bid bond below the tip.
        (rules.commitWindow, rules.revealWindow, rules.deliveryWindow) = (30 minutes, 2 hours, 7 hours);
        (rules.bidBondBps, rules.deliveryBondBps) = (0, 2_001);
        (rules.minReserve, rules.bidBondMin, rules.bidBondMax) = (uint64(10 * USDC + 7), uint64(USDC / 5), uint64(USDC / 5));
        _registry.configureVertical("roofing", rules);
    }

    function _deployPricer() private returns (ReservePricer) {
        IReservePricer.PricerConfig memory config;
        (config.sequencerFeed, config.gracePeriod) = (address(sequencer), 1 hours);
        (config.minMultiplierBps, config.maxMultiplierBps) = (8_000, 12_000);
        (config.btc, config.eth) = (_feed(110_000e8), _feed(4_200e8));
        CurvePoint[] memory curve = new CurvePoint[](2);
        (curve[0], curve[1]) = (CurvePoint(5_000, 8_500), CurvePoint(20_000, 13_000));
        ReservePricer code = new ReservePricer();
        bytes memory initialize = abi.encodeCall(code.initialize, (AUTHORITY, config, curve));
        return ReservePricer(address(new ERC1967Proxy(address(code), initialize)));
    }

    /// @dev A feed that turns stale when a run goes on for long: the multiplier is then 1.
    function _feed(uint80 price) private returns (IReservePricer.FeedConfig memory) {
        MockV3Aggregator aggregator = new MockV3Aggregator(8, int256(uint256(price)));
        uint80 reference_ = (price / 10) * 9;
        return IReservePricer.FeedConfig(address(aggregator), 1 hours, 0, reference_, 1e8, 1_000_000e8, 0);
    }

    /// @dev A proxy insists on a first call, so it gets a read.
    function _proxy() private returns (address) {
        return address(new ERC1967Proxy(address(GENESIS), abi.encodeCall(GENESIS.UPGRADE_INTERFACE_VERSION, ())));
    }

    function _activate(address proxy, address implementation, bytes memory initialize) private {
        UUPSUpgradeable(proxy).upgradeToAndCall(implementation, initialize);
    }
}
