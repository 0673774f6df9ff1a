// SPDX-License-Identifier: MIT
pragma solidity ^0.8.35;

import {AutomationCompatibleInterface} from "@chainlink/contracts/src/v0.8/automation/interfaces/AutomationCompatibleInterface.sol";
import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";

import {WorkflowReceiver} from "./base/WorkflowReceiver.sol";
import {IAuctionHouse} from "./interfaces/IAuctionHouse.sol";
import {IAuctionKeeper} from "./interfaces/IAuctionKeeper.sol";
import {ILeadNFT} from "./interfaces/ILeadNFT.sol";
import {IPersonalEscrowVault} from "./interfaces/IPersonalEscrowVault.sol";
import {IUSDC} from "./interfaces/IUSDC.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";
import {ActionKind, KeeperAction, KeeperActionLib} from "./libraries/KeeperAction.sol";

/// @title AuctionKeeper
/// @notice Does what is due in the auctions. See `IAuctionKeeper`.
/// @dev Keeps no books about auctions: what is done shows in the house. So no caller can use up work, with too little gas or otherwise.
contract AuctionKeeper is IAuctionKeeper, AutomationCompatibleInterface, WorkflowReceiver {
    using KeeperActionLib for KeeperAction;

    /// @notice Kind of this contract's reports; their content is actions, 32 bytes each.
    uint8 public constant REPORT_KIND = 2;
    /// @notice Kind of a report on openings of sealed bids; its content is `abi.encode(uint256 leadId, IAuctionHouse.Opening[] openings)`.
    uint8 public constant OPENINGS_KIND = 3;
    /// @notice Gas for each action, whatever the caller sent: nobody can make a good action fail, and none can spend gas that others need.
    /// The dearest, a VRF request or a refund after many outages of the sequencer, needs less.
    uint256 public constant ACTION_GAS = 500_000;
    /// @notice Most actions that a check returns: 992 bytes of Automation's 1,000.
    uint256 public constant MAX_ACTIONS = 31;
    /// @notice A check returns no further action once those it has cost this much gas, so that all fit into Automation's 5,000,000.
    uint256 public constant BATCH_GAS = 3_000_000;
    /// @notice A check ends once it has used this much of Automation's 10,000,000.
    uint256 public constant CHECK_GAS = 8_000_000;
    /// @notice Most leads that `checkUpkeep` looks at.
    uint256 public constant PAGE = 1_000;
    /// @notice How old the last proof of reserves may become, in seconds, while its answer stays the same.
    uint256 public constant PROOF_INTERVAL = 1 days;
    /// @dev Leads by which `cursor` moves with each block, a prime: fewer than a check looks at even where all of them are tied, so that the
    /// checks of consecutive blocks leave out none.
    uint256 private constant CURSOR_STEP = 101;
    /// @dev What an action costs besides its gas, with a margin: mostly the question whether a proof of reserves is due.
    uint256 private constant CALL_OVERHEAD = 60_000;
    /// @dev Gas to read the tied bids of a round: more than a hundred of them. A longer list has to come as hints.
    uint256 private constant TIED_BIDS_GAS = 400_000;

    /// @dev What a check has found so far.
    struct Batch {
        KeeperAction[] actions;
        uint256 length;
        uint256 gasAtStart;
        uint256 gasOfActions;
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IAuctionHouse private immutable HOUSE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPersonalEscrowVault private immutable VAULT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILeadNFT private immutable NFT;

    /// @param forwarder Chainlink's KeystoneForwarder: checks the DON's signatures.
    /// @param chainSelector Chainlink's selector of this chain.
    /// @param house the auctions.
    /// @param vault whose reserves are proved.
    /// @param nft knows how many leads there are.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(
        address forwarder,
        uint64 chainSelector,
        IAuctionHouse house,
        IPersonalEscrowVault vault,
        ILeadNFT nft
    ) WorkflowReceiver(forwarder, chainSelector) {
        HOUSE = house;
        VAULT = vault;
        NFT = nft;
    }

    /// @notice Sets the authority and the workflow, once.
    /// @param authority the protocol's `AccessManager`.
    /// @param config the workflow that may report.
    function initialize(address authority, WorkflowConfig calldata config) external initializer {
        __AccessManaged_init(authority);
        _setWorkflow(config);
    }

    // ACTIONS

    /// @inheritdoc IAuctionKeeper
    function perform(KeeperAction[] calldata actions, address beneficiary) external returns (uint256 performed) {
        (performed, ) = _perform(actions, beneficiary);
    }

    /// @notice Performs the actions that `checkUpkeep` found; tips go to the treasury, because Automation's forwarder could not take them.
    /// Anyone. Never reverts.
    /// @param performData actions, 32 bytes each; a remainder is ignored.
    function performUpkeep(bytes calldata performData) external {
        _perform(KeeperActionLib.unpack(performData), address(0));
    }

    /// @notice Performs the actions of a report; tips go to the treasury. Forwarder only. A report of kind `OPENINGS_KIND` is taken from
    /// anyone: it reveals bids by `IAuctionHouse.revealBids`, with its errors.
    /// @dev Reverts when the caller's gas does not suffice for all actions, or for the house to open all bids, so that the forwarder allows a
    /// retry: anyone can carry a report, and could use it up with too little gas. Openings prove themselves: the house compares each with its
    /// commitment, which binds chain, house, lead, round and bidder. So who reports them does not matter, nor how often, and any workflow can.
    /// @param metadata the workflow's identity, 64 bytes; not read for openings.
    /// @param report header (see `IWorkflowReceiver`) and actions, 32 bytes each, a remainder is ignored; or openings. Of openings only the
    /// kind is read in the header.
    function onReport(bytes calldata metadata, bytes calldata report) external {
        if (report.length > HEADER_LENGTH && uint8(report[0]) == OPENINGS_KIND) {
            (uint256 leadId, IAuctionHouse.Opening[] memory openings) = abi.decode(
                report[HEADER_LENGTH:],
                (uint256, IAuctionHouse.Opening[])
            );
            HOUSE.revealBids(leadId, openings);
            return;
        }
        KeeperAction[] calldata actions = KeeperActionLib.unpack(_acceptReport(REPORT_KIND, metadata, report));
        (, uint256 left) = _perform(actions, address(0));
        require(left == 0, AuctionKeeper_InsufficientGas(gasleft(), _actionGas()));
    }

    // WHAT IS DUE

    /// @notice Finds what is due among the leads from `cursor` on, at most `PAGE` of them, and among hints. Meant for `eth_call`; it
    /// changes nothing. Anyone. Never reverts.
    /// @param checkData hints, 32 bytes each; may be empty.
    /// @return upkeepNeeded whether anything is due.
    /// @return performData the actions, 32 bytes each.
    function checkUpkeep(bytes calldata checkData) external returns (bool upkeepNeeded, bytes memory performData) {
        (KeeperAction[] memory actions, ) = _preview(cursor(), PAGE, true, KeeperActionLib.unpack(checkData));
        return (actions.length != 0, abi.encodePacked(actions));
    }

    /// @inheritdoc IAuctionKeeper
    function dueActions(
        uint256 from,
        uint256 count,
        KeeperAction[] calldata hints
    ) external returns (KeeperAction[] memory actions, uint256 next) {
        return _preview(from, count, false, hints);
    }

    /// @inheritdoc IAuctionKeeper
    function preview(uint256 from, uint256 count, bool wraps, KeeperAction[] calldata hints) external {
        require(msg.sender == address(this), AuctionKeeper_UnauthorizedCaller(msg.sender));
        Batch memory batch = Batch(new KeeperAction[](MAX_ACTIONS), 0, gasleft(), 0);
        _try(batch, KeeperActionLib.pack(ActionKind.ProveReserves, 0));
        uint256 next = _tryPage(batch, from, count, wraps);
        for (uint256 i = 0; i < hints.length && !_isFull(batch); ++i) _try(batch, hints[i]);

        (KeeperAction[] memory actions, uint256 length) = (batch.actions, batch.length);
        assembly ("memory-safe") {
            mstore(actions, length)
        }
        revert AuctionKeeper_Previewed(actions, next);
    }

    /// @inheritdoc IAuctionKeeper
    function cursor() public view returns (uint256) {
        uint256 last = NFT.lastLeadId();
        return last == 0 ? 0 : 1 + ((block.number * CURSOR_STEP) % last);
    }

    /// @inheritdoc IAuctionKeeper
    function sealedBidsIn(
        uint256 leadId,
        uint32 round,
        address[] calldata bidders
    ) external view returns (bytes32[] memory commitments, uint256[] memory free) {
        (commitments, free) = (new bytes32[](bidders.length), new uint256[](bidders.length));
        for (uint256 i = 0; i < bidders.length; ++i) {
            commitments[i] = HOUSE.commitmentIn(leadId, round, bidders[i]);
            free[i] = VAULT.freeOf(bidders[i]);
        }
    }

    // INTERNAL

    /// @dev Performs what works, until the gas might not suffice for another action.
    function _perform(KeeperAction[] calldata actions, address beneficiary) private returns (uint256 performed, uint256 left) {
        uint256 tried = 0;
        for (; tried < actions.length && gasleft() >= _actionGas(); ++tried) {
            if (_attempt(actions[tried], beneficiary)) ++performed;
        }
        left = actions.length - tried;
        emit ActionsPerformed(msg.sender, beneficiary, performed, tried - performed, left);
    }

    /// @dev Tries one action; the house or the vault decides. The caller has made sure that `_actionGas` is left.
    function _attempt(KeeperAction action, address beneficiary) private returns (bool success) {
        (address target, bytes memory call) = _callOf(action, beneficiary);
        if (target == address(0)) return false;
        (success, ) = BoundedCall.run(target, ACTION_GAS, 0, call);
    }

    /// @dev The call that an action stands for; no target for one that is none, and for a proof of reserves that nobody needs.
    function _callOf(KeeperAction action, address beneficiary) private view returns (address target, bytes memory call) {
        (ActionKind kind, uint256 leadId, uint32 round) = (action.kindOf(), action.leadIdOf(), action.roundOf());
        if (kind == ActionKind.None) return (address(0), "");
        if (kind == ActionKind.ProveReserves) {
            return _isProofDue() ? (address(VAULT), abi.encodeCall(VAULT.proveReserves, ())) : (address(0), bytes(""));
        }
        target = address(HOUSE);
        if (kind == ActionKind.CloseUnsold) call = abi.encodeCall(HOUSE.closeUnsold, (leadId));
        else if (kind == ActionKind.RefundBuyer) call = abi.encodeCall(HOUSE.refund, (leadId));
        else if (kind == ActionKind.RequestTieBreak) call = abi.encodeCall(HOUSE.requestTieBreak, (leadId));
        else if (kind == ActionKind.ResolveTie) call = abi.encodeCall(HOUSE.resolveTie, (leadId));
        else if (kind == ActionKind.VoidTie) call = abi.encodeCall(HOUSE.voidAuction, (leadId));
        else if (kind == ActionKind.ForfeitBond) {
            call = abi.encodeCall(HOUSE.forfeitBondTo, (leadId, round, action.bidderOf(), beneficiary));
        } else {
            (uint64 amount, uint256 index) = action.tiedBidOf();
            call = abi.encodeCall(HOUSE.releaseTiedBid, (leadId, round, amount, index));
        }
    }

    /// @dev Whether the last proof of reserves is old, or a new one would say something else.
    function _isProofDue() private view returns (bool) {
        (uint40 insolventFrom, uint40 insolventUntil) = VAULT.insolvency();
        bool wasSolvent = insolventFrom == 0 || insolventUntil != 0;
        bool isSolvent = IUSDC(VAULT.usdc()).balanceOf(address(VAULT)) >= VAULT.liabilities();
        if (isSolvent != wasSolvent) return true;
        try AggregatorV3Interface(address(VAULT)).latestRoundData() returns (uint80, int256, uint256, uint256 provedAt, uint80) {
            return block.timestamp >= provedAt + PROOF_INTERVAL;
        } catch {
            return true;
        }
    }

    /// @dev Runs `preview` and reads its result. Empty where the gas did not suffice for it.
    function _preview(
        uint256 from,
        uint256 count,
        bool wraps,
        KeeperAction[] calldata hints
    ) private returns (KeeperAction[] memory actions, uint256 next) {
        try this.preview(from, count, wraps, hints) {} catch (bytes memory result) {
            if (bytes4(result) != AuctionKeeper_Previewed.selector) return (actions, from);
            assembly ("memory-safe") {
                let length := sub(mload(result), 4)
                result := add(result, 4)
                mstore(result, length)
            }
            return abi.decode(result, (KeeperAction[], uint256));
        }
    }

    /// @dev Tries what may be due on a page of leads, none twice. Returns the lead behind the last one that it tried; 0 where there is none.
    function _tryPage(Batch memory batch, uint256 from, uint256 count, bool wraps) private returns (uint256 next) {
        uint256 last = NFT.lastLeadId();
        if (count > last) count = last;
        for (uint256 tried = 0; tried < count && !_isFull(batch); ++tried) {
            if (from > last) {
                if (!wraps) break;
                from = 1;
            }
            _tryLead(batch, from++);
        }
        return from > last ? 0 : from;
    }

    /// @dev Tries what may be due for a lead in its phase.
    function _tryLead(Batch memory batch, uint256 leadId) private {
        IAuctionHouse.Phase phase = HOUSE.phaseOf(leadId);
        if (phase < IAuctionHouse.Phase.TieBreak || phase == IAuctionHouse.Phase.Erased) return;
        if (phase == IAuctionHouse.Phase.TieBreak) {
            bool isOver =
                _try(batch, KeeperActionLib.pack(ActionKind.ResolveTie, leadId)) ||
                    (!_try(batch, KeeperActionLib.pack(ActionKind.RequestTieBreak, leadId)) &&
                        _try(batch, KeeperActionLib.pack(ActionKind.VoidTie, leadId)));
            if (!isOver) return;
        } else if (phase == IAuctionHouse.Phase.Unsold) {
            if (HOUSE.isUnclosed(leadId)) _try(batch, KeeperActionLib.pack(ActionKind.CloseUnsold, leadId));
            return;
        } else if (phase == IAuctionHouse.Phase.Undelivered && HOUSE.isUnclosed(leadId)) {
            _try(batch, KeeperActionLib.pack(ActionKind.RefundBuyer, leadId));
        }
        _tryReleases(batch, leadId);
    }

    /// @dev Tries to release the bids that tied with the winner's.
    function _tryReleases(Batch memory batch, uint256 leadId) private {
        IAuctionHouse.Auction memory auction = HOUSE.auctionOf(leadId);
        if (auction.tiedBids == 0) return;
        (uint32 round, uint64 amount) = (auction.round, auction.leadingBid);
        try HOUSE.tiedBidders{gas: TIED_BIDS_GAS}(leadId, round, amount) returns (address[] memory bidders) {
            for (uint256 i = 0; i < bidders.length && !_isFull(batch); ++i) {
                if (bidders[i] != address(0)) _try(batch, KeeperActionLib.packRelease(leadId, round, amount, uint32(i)));
            }
        } catch {}
    }

    /// @dev Tries an action and notes it if it works.
    function _try(Batch memory batch, KeeperAction action) private returns (bool) {
        if (_isFull(batch)) return false;
        uint256 gasBefore = gasleft();
        if (!_attempt(action, address(0))) return false;
        batch.gasOfActions += gasBefore - gasleft();
        batch.actions[batch.length++] = action;
        return true;
    }

    function _isFull(Batch memory batch) private view returns (bool) {
        uint256 available = gasleft();
        return
            batch.length == MAX_ACTIONS ||
            batch.gasOfActions >= BATCH_GAS ||
            batch.gasAtStart - available >= CHECK_GAS ||
            available < _actionGas();
    }

    /// @dev Gas that an action takes from its caller: a call gets at most 63/64 of what is left (EIP-150).
    function _actionGas() private pure returns (uint256) {
        return (ACTION_GAS * 64) / 63 + CALL_OVERHEAD;
    }
}
