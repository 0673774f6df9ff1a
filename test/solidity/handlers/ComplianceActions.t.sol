// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IComplianceGate} from "../../../contracts/interfaces/IComplianceGate.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {VM} from "../Vm.sol";
import {KeeperActions} from "./KeeperActions.t.sol";

/// @title ComplianceActions
/// @notice While the auctions run, credentials are granted, renewed, revoked and expire, accounts change identities, passes are invalidated. The
/// gate must always say what the books of `ComplianceBooks` say now, whatever the vault remembers.
abstract contract ComplianceActions is KeeperActions {
    /// @notice Grants or renews a credential for some hours, or for long, or takes it away. A sanction is granted now and then, and lifted often.
    function changeCredential(uint256 dice, uint256 personSeed, uint8 kindSeed, bool take, uint32 secondsSeed) external rarely(dice, 5) {
        VM.assume(!engineDown);
        uint256 kind = kindSeed % 12 == 0 ? 2 : kindSeed % 2;
        bool grant = kind == 2 ? kindSeed < 64 : !take || secondsSeed % 4 != 0;
        address account = _personAt(personSeed);
        uint256 until = block.timestamp + 1 + (secondsSeed % 3 == 0 ? secondsSeed % 36 hours : 60 days);
        _change(account, kind, grant, uint40(until));
        _compare(account);
    }

    /// @notice Moves an account to another one's identity, to none, or back to its own.
    function moveAccount(uint256 dice, uint256 personSeed, uint256 toSeed) external rarely(dice, 12) {
        VM.assume(!engineDown);
        address account = _personAt(personSeed);
        if (toSeed % 8 == 0) _move(account, 0);
        else if (toSeed % 2 == 0) _move(account, bytes32(uint256(uint160(account))));
        else _moveTo(account, _personAt(toSeed >> 8));
        _compare(account);
    }

    function invalidate(uint256 dice, uint256 personSeed) external rarely(dice, 10) {
        if (personSeed % 4 == 0) gate.invalidateAll();
        else gate.invalidate(_personAt(personSeed));
        _compare(_personAt(personSeed));
    }

    /// @notice A winner loses its right before it has the lead.
    function revokeWinner(uint256 dice, uint256 leadSeed, bool isSanction) external rarely(dice, 5) {
        VM.assume(!engineDown);
        uint256 leadId = _pickLead(leadSeed, _isInDelivery);
        address winner = leaderOf(leadId, _leads[leadId].rounds);
        _change(winner, isSanction ? 2 : 0, isSanction, uint40(block.timestamp + 1));
        _compare(winner);
    }

    /// @notice Invariant 10, at the door: what the vault asks for a bid, what the house asks for a listing.
    function askForHouse(uint256 dice, uint256 personSeed, uint256 kindSeed, uint40 secondsSeed) external rarely(dice, 8) {
        (address account, uint256 kind) = (_personAt(personSeed), kindSeed % KINDS);
        bool sells = _sells(account, kind);
        assert(_tryCall(address(house), address(gate), _requireSellerCall(account, kind)) == sells);
        uint32 leadClass = gate.leadClassOf(_verticalOf(kind), _regionOf(kind));
        VM.assume(leadClass != 0);

        uint40 until = uint40(block.timestamp) + (secondsSeed % 3 days);
        bool remembered = hasPass(account, ILeadAccessPolicy.Activity.Receive, kind);
        bool allowed = receivesUntil(account, kind) >= until && receivesUntil(account, kind) != 0 && isSeatFree(account);
        bool cleared = _tryCall(address(house), address(vault), abi.encodeCall(vault.requireReceiver, (account, leadClass, until)));
        if (engineDown) assert(!cleared || (allowed && remembered));
        else assert(cleared == allowed);
        if (cleared) _seat(account);
        _compare(account);
    }

    /// @dev What the gate tells anybody of an account.
    function _compare(address account) private view {
        for (uint256 kind = 0; kind < KINDS; ++kind) {
            (bytes32 vertical, bytes6 region) = (_verticalOf(kind), _regionOf(kind));
            bool mayHave = receivesUntil(account, kind) != 0;
            (bool receives, ) = address(gate).staticcall{gas: 5_000_000}(abi.encodeCall(gate.checkReceiver, (account, vertical, region)));
            assert(receives == (mayHave && !engineReverts));
            if (engineDown) continue;
            ILeadAccessPolicy.Activity activity = ILeadAccessPolicy.Activity.Receive;
            bool mayBid = gate.statusOf(account, activity, vertical, region).verdict == IComplianceGate.Verdict.Clear;
            assert(mayBid == (mayHave && isSeatFree(account)));
        }
        (bytes32 ccid, address bidder) = bidderFor(account);
        assert(gate.biddingAccountOf(ccid) == bidder);
    }

    function _moveTo(address account, address other) private {
        (bytes32 ccid, ) = bidderFor(other);
        _move(account, ccid);
    }
}
