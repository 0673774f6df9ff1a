// SPDX-License-Identifier: MIT
// Uses interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";

import {ProtocolContract} from "../base/ProtocolContract.sol";
import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../interfaces/ILeadAccessPolicy.sol";
import {IPassBook} from "../interfaces/IPassBook.sol";

/// @title ComplianceGate
/// @notice See `IComplianceGate`. The target under which the engine knows the lead engine; `decide` is its one selector there.
contract ComplianceGate is IComplianceGate, ProtocolContract {
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Bounds of the time that a pass is remembered.
    uint32 public constant MIN_PASS_TTL = 1 minutes;
    uint32 public constant MAX_PASS_TTL = 7 days;

    /// @notice Peers of the gate.
    /// @param engine ACE's policy engine.
    /// @param passBook the vault, which remembers passes.
    /// @param accessPolicy says what leads demand, confirms what it has cleared; drops all passes when its rules change.
    /// @param issuancePolicy drops passes when identities or credentials change.
    /// @param registry drops all passes when a vertical's demands change.
    struct Peers {
        IPolicyEngine engine;
        IPassBook passBook;
        ILeadAccessPolicy accessPolicy;
        address issuancePolicy;
        address registry;
    }

    /// @dev A vertical and a region, and what they demanded at `rulesEpoch` (0: nobody has asked). Two slots; its root vertical by number.
    struct LeadClass {
        bytes32 vertical;
        bytes6 region;
        uint32 rulesEpoch;
        uint32 root;
        bool licence;
        bool consent;
        bool knownCountry;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.ComplianceGate
    struct ComplianceGateStorage {
        uint32 passTtl;
        uint32 lastLeadClass;
        uint32 lastRoot;
        uint32 rulesEpoch;
        mapping(uint32 leadClass => LeadClass) leadClasses;
        mapping(bytes32 vertical => mapping(bytes6 region => uint32)) leadClassOf;
        mapping(uint32 root => bytes32 vertical) roots;
        mapping(bytes32 vertical => uint32) rootOf;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.ComplianceGate");
    /// @dev Transient: the confirmed expiry of the query being run.
    bytes32 private constant CONFIRMATION_SLOT = keccak256("lead-engine.transient.ComplianceGate.confirmation");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPolicyEngine private immutable ENGINE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPassBook private immutable PASS_BOOK;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILeadAccessPolicy private immutable ACCESS_POLICY;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable ISSUANCE_POLICY;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable REGISTRY;

    /// @param peers the contracts that the gate works with.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(Peers memory peers) {
        ENGINE = peers.engine;
        PASS_BOOK = peers.passBook;
        ACCESS_POLICY = peers.accessPolicy;
        ISSUANCE_POLICY = peers.issuancePolicy;
        REGISTRY = peers.registry;
    }

    /// @notice Initialises the proxy, once, and attaches it to the engine.
    /// @param authority the `AccessManager`.
    /// @param ttl longest time that a pass is remembered, in seconds.
    function initialize(address authority, uint32 ttl) external initializer {
        __AccessManaged_init(authority);
        _setPassTtl(ttl);
        _gateStorage().rulesEpoch = 1;
        ENGINE.attach();
    }

    // GATES

    /// @inheritdoc IComplianceGate
    function requireSeller(address account, bytes32 vertical, bytes6 region) external returns (uint32) {
        return _require(account, ILeadAccessPolicy.Activity.Sell, vertical, region);
    }

    /// @inheritdoc IComplianceGate
    function requireReceiver(address account, bytes32 vertical, bytes6 region) external returns (uint32) {
        return _require(account, ILeadAccessPolicy.Activity.Receive, vertical, region);
    }

    /// @inheritdoc IComplianceGate
    function decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external returns (uint40 validUntil) {
        require(msg.sender == address(PASS_BOOK), ComplianceGate_UnauthorizedCaller(msg.sender));
        return _decide(account, activity, leadClass);
    }

    /// @inheritdoc IComplianceGate
    function confirm(bytes32 query, uint40 validUntil) external {
        require(msg.sender == address(ACCESS_POLICY), ComplianceGate_UnauthorizedCaller(msg.sender));
        _confirmationOf(query).tstore(validUntil);
    }

    // DROPPING PASSES

    /// @inheritdoc IComplianceGate
    function invalidate(address account) external restricted {
        _dropPasses(account);
    }

    /// @inheritdoc IComplianceGate
    function invalidateAll() external restricted {
        _dropAllPasses();
    }

    /// @inheritdoc IComplianceGate
    function dropPasses(address[] calldata accounts) external {
        require(msg.sender == ISSUANCE_POLICY, ComplianceGate_UnauthorizedCaller(msg.sender));
        for (uint256 i = 0; i < accounts.length; ++i) _dropPasses(accounts[i]);
    }

    /// @inheritdoc IComplianceGate
    function dropAllPasses() external {
        require(
            msg.sender == address(ACCESS_POLICY) || msg.sender == ISSUANCE_POLICY || msg.sender == REGISTRY,
            ComplianceGate_UnauthorizedCaller(msg.sender)
        );
        _dropAllPasses();
    }

    /// @inheritdoc IComplianceGate
    function setPassTtl(uint32 ttl) external restricted {
        _setPassTtl(ttl);
    }

    // VIEWS

    /// @inheritdoc IComplianceGate
    function statusOf(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) external view returns (Status memory status) {
        uint32 leadClass = _gateStorage().leadClassOf[vertical][region];
        status.remembered = leadClass != 0 && PASS_BOOK.hasPass(account, activity, leadClass);
        try ACCESS_POLICY.demandsOf(vertical, region) returns (ILeadAccessPolicy.Demands memory demands) {
            (status.verdict, status.reason) = _dryRun(ILeadAccessPolicy.Query(account, activity, vertical, region, demands));
        } catch {
            status.verdict = Verdict.Unavailable;
        }
    }

    /// @inheritdoc IComplianceGate
    function leadClassOf(bytes32 vertical, bytes6 region) external view returns (uint32) {
        return _gateStorage().leadClassOf[vertical][region];
    }

    /// @inheritdoc IComplianceGate
    function passTtl() external view returns (uint32) {
        return _gateStorage().passTtl;
    }

    /// @inheritdoc IComplianceGate
    function deciders() external view returns (address engine, address accessPolicy) {
        return (address(ENGINE), address(ACCESS_POLICY));
    }

    // INTERNAL

    function _require(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) private returns (uint32 leadClass) {
        leadClass = _numbered(vertical, region);
        if (PASS_BOOK.hasPass(account, activity, leadClass)) return leadClass;
        PASS_BOOK.rememberPass(account, activity, leadClass, _decide(account, activity, leadClass));
    }

    /// @dev Two things must come together: the engine does not object, and our policy has confirmed this very query within the run. So
    /// neither an engine that answers nonsense nor one that has lost its policy clears anybody.
    function _decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) private returns (uint40 validUntil) {
        ILeadAccessPolicy.Query memory query;
        (query.account, query.activity) = (account, activity);
        (query.vertical, query.region, query.demands) = _resolved(leadClass);
        IPolicyEngine.Payload memory payload = _payload(query);
        TransientSlot.Uint256Slot confirmation = _confirmationOf(keccak256(payload.data));
        confirmation.tstore(0);
        try ENGINE.run(payload) {} catch (bytes memory cause) {
            require(bytes4(cause) == IPolicyEngine.PolicyRunRejected.selector, ComplianceGate_Unavailable(cause));
            revert ComplianceGate_Denied(account, activity, query.vertical, query.region, _reasonIn(cause));
        }
        uint256 confirmed = confirmation.tload();
        require(confirmed > block.timestamp, ComplianceGate_Unavailable(""));
        confirmation.tstore(0);

        uint256 latest = block.timestamp + _gateStorage().passTtl;
        validUntil = uint40(confirmed < latest ? confirmed : latest);
        emit PassGranted(account, query.vertical, query.region, activity, validUntil);
    }

    function _dryRun(ILeadAccessPolicy.Query memory query) private view returns (Verdict, string memory) {
        try ENGINE.check(_payload(query)) {
            return (Verdict.Clear, "");
        } catch (bytes memory cause) {
            bool denied = bytes4(cause) == IPolicyEngine.PolicyRunRejected.selector;
            return denied ? (Verdict.Denied, _reasonIn(cause)) : (Verdict.Unavailable, "");
        }
    }

    /// @dev A class and its demands. They are asked for once, and again after every change of rules; of an unknown vertical always.
    function _resolved(uint32 leadClass) private returns (bytes32 vertical, bytes6 region, ILeadAccessPolicy.Demands memory demands) {
        ComplianceGateStorage storage $ = _gateStorage();
        LeadClass memory class = $.leadClasses[leadClass];
        (vertical, region) = (class.vertical, class.region);
        require(vertical != 0, ComplianceGate_UnknownLeadClass(leadClass));
        if (class.rulesEpoch == $.rulesEpoch) {
            demands = ILeadAccessPolicy.Demands($.roots[class.root], class.licence, class.consent, class.knownCountry);
            return (vertical, region, demands);
        }
        try ACCESS_POLICY.demandsOf(vertical, region) returns (ILeadAccessPolicy.Demands memory answer) {
            demands = answer;
        } catch (bytes memory cause) {
            revert ComplianceGate_Unavailable(cause);
        }
        if (demands.root == 0) return (vertical, region, demands);
        (class.rulesEpoch, class.root) = ($.rulesEpoch, _rootNumbered(demands.root));
        (class.licence, class.consent, class.knownCountry) = (demands.licence, demands.consent, demands.knownCountry);
        $.leadClasses[leadClass] = class;
    }

    /// @dev The number of a root vertical, the next one where it has none.
    function _rootNumbered(bytes32 vertical) private returns (uint32 root) {
        ComplianceGateStorage storage $ = _gateStorage();
        root = $.rootOf[vertical];
        if (root != 0) return root;
        root = ++$.lastRoot;
        ($.rootOf[vertical], $.roots[root]) = (root, vertical);
    }

    /// @dev The number of a vertical and region, the next one where they have none.
    function _numbered(bytes32 vertical, bytes6 region) private returns (uint32 leadClass) {
        ComplianceGateStorage storage $ = _gateStorage();
        leadClass = $.leadClassOf[vertical][region];
        if (leadClass != 0) return leadClass;
        leadClass = ++$.lastLeadClass;
        $.leadClassOf[vertical][region] = leadClass;
        LeadClass storage class = $.leadClasses[leadClass];
        (class.vertical, class.region) = (vertical, region);
        emit LeadClassAdded(leadClass, vertical, region);
    }

    function _dropPasses(address account) private {
        PASS_BOOK.forgetPasses(account);
        emit PassesDropped(account);
    }

    /// @dev And with them what lead classes demanded.
    function _dropAllPasses() private {
        ++_gateStorage().rulesEpoch;
        PASS_BOOK.forgetAllPasses();
        emit AllPassesDropped();
    }

    function _setPassTtl(uint32 ttl) private {
        require(ttl >= MIN_PASS_TTL && ttl <= MAX_PASS_TTL, ComplianceGate_InvalidPassTtl(ttl, MIN_PASS_TTL, MAX_PASS_TTL));
        _gateStorage().passTtl = ttl;
        emit PassTtlSet(ttl);
    }

    /// @dev The engine's `sender` is the account in question, so that further policies may look at it.
    function _payload(ILeadAccessPolicy.Query memory query) private pure returns (IPolicyEngine.Payload memory) {
        return IPolicyEngine.Payload(this.decide.selector, query.account, abi.encode(query), "");
    }

    /// @dev The policy's words in `PolicyRunRejected(address policy, string rejectReason, Payload payload)`.
    function _reasonIn(bytes memory cause) private pure returns (string memory reason) {
        bytes memory arguments = new bytes(cause.length - 4);
        assembly ("memory-safe") {
            mcopy(add(arguments, 32), add(cause, 36), mload(arguments))
        }
        (, reason, ) = abi.decode(arguments, (address, string, IPolicyEngine.Payload));
    }

    function _confirmationOf(bytes32 query) private pure returns (TransientSlot.Uint256Slot) {
        return keccak256(abi.encode(CONFIRMATION_SLOT, query)).asUint256();
    }

    function _gateStorage() private pure returns (ComplianceGateStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
