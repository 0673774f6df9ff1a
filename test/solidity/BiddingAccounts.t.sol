// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ComplianceGate} from "../../contracts/compliance/ComplianceGate.sol";
import {ILeadAccessPolicy} from "../../contracts/interfaces/ILeadAccessPolicy.sol";
import {PersonalEscrowVault} from "../../contracts/PersonalEscrowVault.sol";
import {BiddingHandler} from "./handlers/BiddingHandler.t.sol";

/// @notice One account bids for an identity at a time, whatever accounts and the compliance desk do.
contract BiddingAccountsInvariants {
    BiddingHandler private _handler;
    ComplianceGate private _gate;
    PersonalEscrowVault private _vault;

    function setUp() public {
        _handler = new BiddingHandler();
        (_gate, _vault) = (_handler.gate(), _handler.vault());
    }

    /// @notice What the runner may call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev One campaign for all: what each costs is the campaign.
    function invariant_oneAccountBidsForAnIdentity() public view {
        address[] memory accounts = _handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) {
            (bytes32 identity, address bidder) = _handler.bidderFor(accounts[i]);
            assert(bidder == _gate.biddingAccountOf(identity));
            if (bidder != accounts[i] || !_handler.mayReceive(bidder)) _requireNoPass(accounts[i]);
            bytes32 bidsFor = _handler.bidsFor(accounts[i]);
            if (bidsFor == 0) continue;
            for (uint256 j = 0; j < i; ++j) assert(bidsFor != _handler.bidsFor(accounts[j]));
        }
    }

    /// @dev Only an identity's bidding account has passes to receive, and only while it may.
    function _requireNoPass(address account) private view {
        uint32[2] memory classes = _handler.classes();
        for (uint256 i = 0; i < classes.length; ++i) {
            assert(!_vault.hasPass(account, ILeadAccessPolicy.Activity.Receive, classes[i]));
        }
    }
}
