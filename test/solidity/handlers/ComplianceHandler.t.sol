// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {VM} from "../Vm.sol";
import {AuctionHandler} from "./AuctionHandler.t.sol";

/// @title ComplianceHandler
/// @notice While the auctions run, credentials are granted, renewed, revoked and expire, accounts change identities, passes are
/// invalidated. The gate must always say what the books of `ComplianceBooks` say now, whatever it remembers.
contract ComplianceHandler is AuctionHandler {
    bytes6 private constant REGION = "US-TX";

    /// @notice Grants or renews a credential for up to three hours, or takes it away. A sanction is granted now and then, and lifted often.
    function changeCredential(uint256 accountSeed, uint8 kindSeed, bool take, uint16 secondsSeed) external {
        uint256 kind = kindSeed % 8 == 0 ? 2 : kindSeed % 2;
        bool grant = kind == 2 ? kindSeed < 64 : !take || secondsSeed % 2 == 0;
        address account = _anyAccount(accountSeed);
        _change(account, kind, grant, uint40(block.timestamp + 1 + (secondsSeed % 3 hours)));
        _compare(account);
    }

    /// @notice Moves an account to another one's identity, to none, or back to its own.
    function moveAccount(uint256 accountSeed, uint256 toSeed) external {
        address account = _anyAccount(accountSeed);
        if (toSeed % 4 == 0) _move(account, 0);
        else if (toSeed % 4 == 1) _move(account, _ccidOfPerson(_anyAccount(toSeed >> 8)));
        else _move(account, bytes32(uint256(uint160(account))));
        _compare(account);
    }

    function invalidate(uint256 accountSeed) external {
        if (accountSeed % 4 == 0) gate.invalidateAll();
        else gate.invalidate(_anyAccount(accountSeed));
        _compare(_anyAccount(accountSeed));
    }

    /// @notice What `deliver` asks first: the leader receives exactly if it may, however long ago it was cleared.
    function askToDeliver(uint256 leadSeed) external inPhase(leadSeed, IAuctionHouse.Phase.Delivery) {
        address leader = _auction.leader;
        uint32 leadClass = gate.leadClassOf(VERTICAL, REGION);
        VM.prank(address(house));
        (bool ok, ) = address(vault).call(abi.encodeCall(vault.requireReceiver, (leader, leadClass, uint40(block.timestamp))));
        assert(ok == mayReceive(leader));
    }

    /// @notice Any account asks for a pass.
    function ask(uint256 accountSeed) external {
        _compare(_anyAccount(accountSeed));
    }

    function _compare(address account) private {
        (bool mayBuy, ) = address(gate).call(abi.encodeCall(gate.checkReceiver, (account, VERTICAL, REGION)));
        assert(mayBuy == mayReceive(account));
        (bool isSeller, ) = address(gate).call(abi.encodeCall(gate.requireSeller, (account, VERTICAL, REGION)));
        assert(isSeller == maySell(account));
    }

    function _anyAccount(uint256 seed) private view returns (address) {
        return seed % 5 == 0 ? _sellerAt(seed / 5) : _bidderAt(seed / 5);
    }
}
