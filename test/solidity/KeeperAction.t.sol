// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ActionKind, KeeperAction, KeeperActionLib} from "../../contracts/libraries/KeeperAction.sol";

/// @notice Fuzzes the words that a keeper's actions are packed into.
contract KeeperActionTest {
    using KeeperActionLib for KeeperAction;

    function testFuzzPackingKeepsKindAndLead(uint8 kindSeed, uint56 leadId) public pure {
        ActionKind kind = ActionKind(kindSeed % (uint8(type(ActionKind).max) + 1));
        KeeperAction action = KeeperActionLib.pack(kind, leadId);
        assert(action.kindOf() == kind);
        assert(action.leadIdOf() == leadId);
        assert(action.roundOf() == 0);
        assert(action.bidderOf() == address(0));
    }

    function testFuzzPackingKeepsARelease(uint56 leadId, uint32 round, uint64 amount, uint32 index) public pure {
        KeeperAction action = KeeperActionLib.packRelease(leadId, round, amount, index);
        (uint64 readAmount, uint256 readIndex) = action.tiedBidOf();
        assert(action.kindOf() == ActionKind.ReleaseTiedBid);
        assert(action.leadIdOf() == leadId);
        assert(action.roundOf() == round);
        assert(readAmount == amount);
        assert(readIndex == index);
    }

    function testFuzzEveryWordCanBeRead(bytes32 word) public pure {
        KeeperAction action = KeeperAction.wrap(word);
        uint8 kind = uint8(word[0]);
        bool isKnown = kind <= uint8(type(ActionKind).max);
        assert(uint8(action.kindOf()) == (isKnown ? kind : 0));
        assert(action.bidderOf() == address(uint160(uint256(word))));
    }

    function testFuzzUnpackingKeepsTheWords(bytes32[] calldata words, uint8 remainder) public view {
        bytes memory data = bytes.concat(abi.encodePacked(words), new bytes(remainder % 32));
        KeeperAction[] memory actions = this.unpack(data);
        assert(actions.length == words.length);
        for (uint256 i = 0; i < words.length; ++i) assert(KeeperAction.unwrap(actions[i]) == words[i]);
    }

    function unpack(bytes calldata data) external pure returns (KeeperAction[] memory) {
        return KeeperActionLib.unpack(data);
    }
}
