// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionKeeper} from "../interfaces/IAuctionKeeper.sol";
import {KeeperAction} from "../libraries/KeeperAction.sol";

/// @title TestReentrantWallet
/// @notice Whoever calls it, it has the keeper perform an action and takes the tip. Its code can be given to any account.
contract TestReentrantWallet {
    IAuctionKeeper private immutable KEEPER;
    bytes32 private immutable ACTION;

    /// @notice Something called this account.
    event Reentered();

    /// @param keeper whom it calls.
    /// @param action what it asks for.
    constructor(IAuctionKeeper keeper, bytes32 action) {
        KEEPER = keeper;
        ACTION = action;
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external payable {
        emit Reentered();
        KeeperAction[] memory actions = new KeeperAction[](1);
        actions[0] = KeeperAction.wrap(ACTION);
        KEEPER.perform(actions, address(this));
    }
}
