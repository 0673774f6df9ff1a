// SPDX-License-Identifier: MIT
// Uses interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../interfaces/ILeadAccessPolicy.sol";
import {IPersonalEscrowVault} from "../interfaces/IPersonalEscrowVault.sol";
import {IVerticalRegistry} from "../interfaces/IVerticalRegistry.sol";
import {AccessRules} from "./AccessRules.sol";
import {AcePolicy} from "./AcePolicy.sol";
import {LeadAccessPolicy} from "./LeadAccessPolicy.sol";

/// @title ComplianceGate
/// @notice See `IComplianceGate`. ACE's engine knows this contract as its target, with the one selector `decide`. The gate is also its own
/// policy: see `LeadAccessPolicy`.
contract ComplianceGate is IComplianceGate, LeadAccessPolicy {
    using TransientSlot for TransientSlot.Uint256Slot;

    /// @notice Peers of the gate.
    /// @param engine ACE's policy engine.
    /// @param vault remembers passes and knows who has money locked.
    /// @param house asks about sellers who list.
    /// @param verifier asks about sellers whose leads it mints.
    /// @param issuancePolicy drops passes when identities or credentials change.
    /// @param registry says what verticals demand; drops all passes when that changes.
    /// @param identities ACE's identity registry.
    /// @param credentials ACE's credential registry.
    struct Peers {
        IPolicyEngine engine;
        IPersonalEscrowVault vault;
        address house;
        address verifier;
        address issuancePolicy;
        IVerticalRegistry registry;
        IIdentityRegistry identities;
        ICredentialRegistry credentials;
    }

    /// @dev Where leads of a class come from and what they demanded at `rulesEpoch` (0: nobody has asked). One slot; the root vertical by
    /// number.
    struct Terms {
        bytes6 region;
        uint32 rulesEpoch;
        uint32 root;
        bool licence;
        bool consent;
        bool knownCountry;
    }

    /// @dev The vertical itself is needed only when its terms are asked for again or an account is denied.
    struct LeadClass {
        Terms terms;
        bytes32 vertical;
    }

    /// @custom:storage-location erc7201:lead-engine.storage.ComplianceGate
    struct ComplianceGateStorage {
        uint32 lastLeadClass;
        uint32 lastRoot;
        uint32 rulesEpoch;
        mapping(uint32 leadClass => LeadClass) leadClasses;
        mapping(bytes32 vertical => mapping(bytes6 region => uint32)) leadClassOf;
        mapping(uint32 root => bytes32 vertical) roots;
        mapping(bytes32 vertical => uint32) rootOf;
        mapping(bytes32 identity => address) biddingAccountOf;
    }

    uint256 private constant STORAGE_SLOT = erc7201("lead-engine.storage.ComplianceGate");

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPersonalEscrowVault private immutable VAULT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable VERIFIER;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable ISSUANCE_POLICY;

    /// @param peers the contracts that the gate works with.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(Peers memory peers) AccessRules(peers.registry, peers.identities, peers.credentials) AcePolicy(peers.engine) {
        VAULT = peers.vault;
        HOUSE = peers.house;
        VERIFIER = peers.verifier;
        ISSUANCE_POLICY = peers.issuancePolicy;
    }

    /// @notice Initialises the proxy, once, and attaches it to the engine.
    /// @param authority the `AccessManager`.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
        _gateStorage().rulesEpoch = 1;
        ENGINE.attach();
    }

    // GATES

    /// @inheritdoc IComplianceGate
    function requireSeller(address account, bytes32 vertical, bytes6 region) external returns (uint32 leadClass) {
        require(msg.sender == HOUSE || msg.sender == VERIFIER, ComplianceGate_UnauthorizedCaller(msg.sender));
        leadClass = _numbered(vertical, region);
        ILeadAccessPolicy.Activity activity = ILeadAccessPolicy.Activity.Sell;
        if (VAULT.hasPass(account, activity, leadClass)) return leadClass;
        VAULT.rememberPass(account, activity, leadClass, _decide(account, activity, leadClass));
    }

    /// @inheritdoc IComplianceGate
    /// @dev Asks our rules itself too: nothing shows whether the engine has asked them in a dry run.
    function checkReceiver(address account, bytes32 vertical, bytes6 region) external view {
        ILeadAccessPolicy.Activity activity = ILeadAccessPolicy.Activity.Receive;
        (Verdict verdict, bytes memory cause) = _dryRun(account, activity, vertical, region);
        if (verdict == Verdict.Denied) revert ComplianceGate_Denied(account, activity, vertical, region, _reasonIn(cause));
        require(verdict == Verdict.Clear, ComplianceGate_Unavailable(cause));
        (uint40 validUntil, , ) = _judge(account, activity, region, demandsOf(vertical, region));
        require(validUntil != 0, ComplianceGate_Unavailable(""));
    }

    /// @inheritdoc IComplianceGate
    function decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) external returns (uint40 validUntil) {
        require(msg.sender == address(VAULT), ComplianceGate_UnauthorizedCaller(msg.sender));
        validUntil = _decide(account, activity, leadClass);
        if (activity == ILeadAccessPolicy.Activity.Receive) _seat(account, leadClass);
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
        require(msg.sender == ISSUANCE_POLICY || msg.sender == address(VERTICALS), ComplianceGate_UnauthorizedCaller(msg.sender));
        _dropAllPasses();
    }

    // VIEWS

    /// @inheritdoc IComplianceGate
    function statusOf(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) external view returns (Status memory status) {
        uint32 leadClass = leadClassOf(vertical, region);
        status.remembered = leadClass != 0 && VAULT.hasPass(account, activity, leadClass);
        bytes memory cause;
        (status.verdict, cause) = _dryRun(account, activity, vertical, region);
        if (status.verdict == Verdict.Denied) status.reason = _reasonIn(cause);
        if (status.verdict != Verdict.Clear || activity != ILeadAccessPolicy.Activity.Receive) return status;
        (, address bidder, bool isFree) = _seatOf(account);
        if (!isFree) (status.verdict, status.reason) = (Verdict.Denied, _waitsFor(account, bidder));
    }

    /// @inheritdoc IComplianceGate
    function leadClassOf(bytes32 vertical, bytes6 region) public view returns (uint32) {
        return _gateStorage().leadClassOf[vertical][region];
    }

    /// @inheritdoc IComplianceGate
    function leadClassAt(uint32 leadClass) external view returns (bytes32 vertical, bytes6 region) {
        _requireKnown(leadClass);
        LeadClass storage class = _gateStorage().leadClasses[leadClass];
        return (class.vertical, class.terms.region);
    }

    /// @inheritdoc IComplianceGate
    function biddingAccountOf(bytes32 identity) external view returns (address) {
        return _gateStorage().biddingAccountOf[identity];
    }

    /// @inheritdoc IComplianceGate
    function policyEngine() external view returns (address) {
        return address(ENGINE);
    }

    // INTERNAL

    /// @dev Clears an account only if three things hold: our rules clear it, the engine has asked our policy within the run, and the engine
    /// and its policies have not objected. So an engine that answers nonsense, or has lost our policy, clears nobody. A denial always comes
    /// from the engine's run, with the words of the policy that denies.
    function _decide(address account, ILeadAccessPolicy.Activity activity, uint32 leadClass) private returns (uint40 validUntil) {
        _refreshTerms(leadClass);
        try this.clearanceOf(account, activity, leadClass) returns (uint40 until) {
            validUntil = until;
        } catch (bytes memory cause) {
            revert ComplianceGate_Unavailable(cause);
        }
        uint256 query = _queryOf(activity, leadClass);
        TransientSlot.Uint256Slot clearance = _clearanceSlot(account, query);
        clearance.tstore(validUntil);
        try ENGINE.run(_payload(account, abi.encode(query))) {} catch (bytes memory cause) {
            require(bytes4(cause) == IPolicyEngine.PolicyRunRejected.selector, ComplianceGate_Unavailable(cause));
            LeadClass storage class = _gateStorage().leadClasses[leadClass];
            revert ComplianceGate_Denied(account, activity, class.vertical, class.terms.region, _reasonIn(cause));
        }
        require(validUntil != 0 && clearance.tload() == 0, ComplianceGate_Unavailable(""));
        emit PassGranted(account, leadClass, activity, validUntil);
    }

    /// @dev What the engine would say, and its revert data unless clear.
    function _dryRun(
        address account,
        ILeadAccessPolicy.Activity activity,
        bytes32 vertical,
        bytes6 region
    ) private view returns (Verdict verdict, bytes memory cause) {
        uint32 leadClass = leadClassOf(vertical, region);
        bytes memory context = leadClass == 0 ? abi.encode(activity, vertical, region) : abi.encode(_queryOf(activity, leadClass));
        try ENGINE.check(_payload(account, context)) {
            return (Verdict.Clear, "");
        } catch (bytes memory data) {
            return (bytes4(data) == IPolicyEngine.PolicyRunRejected.selector ? Verdict.Denied : Verdict.Unavailable, data);
        }
    }

    /// @dev Makes `account`, which is cleared, the bidding account of its identity. The former one has nothing locked and loses its passes,
    /// unless the compliance desk has moved it: then it bids for another identity, which its passes belong to.
    function _seat(address account, uint32 leadClass) private {
        (bytes32 identity, address bidder, bool isFree) = _seatOf(account);
        if (bidder == account) return;
        ComplianceGateStorage storage $ = _gateStorage();
        if (!isFree) {
            LeadClass storage class = $.leadClasses[leadClass];
            ILeadAccessPolicy.Activity activity = ILeadAccessPolicy.Activity.Receive;
            revert ComplianceGate_Denied(account, activity, class.vertical, class.terms.region, _waitsFor(account, bidder));
        }
        $.biddingAccountOf[identity] = account;
        emit BiddingAccountSet(identity, account, bidder);
        if (bidder != address(0) && IDENTITIES.getIdentity(bidder) == identity) _dropPasses(bidder);
    }

    /// @dev The account that bids for the identity of `account`, and whether `account` can take its place.
    function _seatOf(address account) private view returns (bytes32 identity, address bidder, bool isFree) {
        ComplianceGateStorage storage $ = _gateStorage();
        identity = IDENTITIES.getIdentity(account);
        bidder = $.biddingAccountOf[identity];
        if (bidder == address(0) || bidder == account || VAULT.lockedOf(bidder) == 0) return (identity, bidder, true);
        bytes32 other = IDENTITIES.getIdentity(bidder);
        isFree = other != identity && $.biddingAccountOf[other] == bidder;
    }

    /// @dev In the form of `_reasonOf`: words for people, the first and last for programs.
    function _waitsFor(address account, address bidder) private pure returns (string memory) {
        string memory who = Strings.toHexString(account);
        return string.concat("identity: ", who, " has to wait while money is locked of its bidding account ", Strings.toHexString(bidder));
    }

    /// @dev Asks what leads of a class demand: once, again after every change of rules, and always for an unknown vertical.
    function _refreshTerms(uint32 leadClass) private {
        ComplianceGateStorage storage $ = _gateStorage();
        LeadClass storage class = $.leadClasses[leadClass];
        (uint32 epoch, bytes6 region) = ($.rulesEpoch, class.terms.region);
        if (class.terms.rulesEpoch == epoch) return;
        _requireKnown(leadClass);
        try this.demandsOf(class.vertical, region) returns (Demands memory demands) {
            if (demands.root == 0) return;
            class.terms = Terms(region, epoch, _rootNumbered(demands.root), demands.licence, demands.consent, demands.knownCountry);
        } catch (bytes memory cause) {
            revert ComplianceGate_Unavailable(cause);
        }
    }

    /// @inheritdoc LeadAccessPolicy
    function _termsOf(uint32 leadClass) internal view override returns (bytes6 region, Demands memory demands) {
        ComplianceGateStorage storage $ = _gateStorage();
        Terms memory terms = $.leadClasses[leadClass].terms;
        if (terms.rulesEpoch == $.rulesEpoch) {
            return (terms.region, Demands($.roots[terms.root], terms.licence, terms.consent, terms.knownCountry));
        }
        _requireKnown(leadClass);
        return (terms.region, demandsOf($.leadClasses[leadClass].vertical, terms.region));
    }

    function _requireKnown(uint32 leadClass) private view {
        require(leadClass != 0 && leadClass <= _gateStorage().lastLeadClass, ComplianceGate_UnknownLeadClass(leadClass));
    }

    /// @dev The number of a root vertical; the first call assigns the next one.
    function _rootNumbered(bytes32 vertical) private returns (uint32 root) {
        ComplianceGateStorage storage $ = _gateStorage();
        root = $.rootOf[vertical];
        if (root != 0) return root;
        root = ++$.lastRoot;
        ($.rootOf[vertical], $.roots[root]) = (root, vertical);
    }

    /// @dev The number of a vertical and region; the first call assigns the next one.
    function _numbered(bytes32 vertical, bytes6 region) private returns (uint32 leadClass) {
        ComplianceGateStorage storage $ = _gateStorage();
        leadClass = $.leadClassOf[vertical][region];
        if (leadClass != 0) return leadClass;
        leadClass = ++$.lastLeadClass;
        $.leadClassOf[vertical][region] = leadClass;
        LeadClass storage class = $.leadClasses[leadClass];
        (class.vertical, class.terms.region) = (vertical, region);
        emit LeadClassAdded(leadClass, vertical, region);
    }

    function _dropPasses(address account) private {
        VAULT.forgetPasses(account);
        emit PassesDropped(account);
    }

    /// @inheritdoc LeadAccessPolicy
    /// @dev Also drops what lead classes demanded.
    function _dropAllPasses() internal override {
        ++_gateStorage().rulesEpoch;
        VAULT.forgetAllPasses();
        emit AllPassesDropped();
    }

    /// @dev The engine's `sender` is the account in question, so that further policies may look at it.
    function _payload(address account, bytes memory context) private pure returns (IPolicyEngine.Payload memory) {
        return IPolicyEngine.Payload(this.decide.selector, account, "", context);
    }

    /// @dev The policy's words in `PolicyRunRejected(address policy, string rejectReason, Payload payload)`.
    function _reasonIn(bytes memory cause) private pure returns (string memory reason) {
        bytes memory arguments = new bytes(cause.length - 4);
        assembly ("memory-safe") {
            mcopy(add(arguments, 32), add(cause, 36), mload(arguments))
        }
        (, reason) = abi.decode(arguments, (address, string));
    }

    function _gateStorage() private pure returns (ComplianceGateStorage storage $) {
        uint256 slot = STORAGE_SLOT;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}
