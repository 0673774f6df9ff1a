// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {KeeperAction} from "../libraries/KeeperAction.sol";

/// @title IAuctionKeeper
/// @notice Does what is due in the auctions: closes, refunds, decides ties, frees bonds and beaten bids, proves the reserves. Anyone may
/// call it; Chainlink Automation (`checkUpkeep`, `performUpkeep`) and a CRE workflow (`onReport`) have their own doors.
/// @dev It has no rights of its own and keeps no books: every action is a call of a function of the house or the vault that anyone may
/// call, and whether it is due is what that function says. What does not work is skipped. So a list of actions need not be trusted, and
/// doing one twice or in another order changes nothing. It never holds money: the tips of forfeited bonds go where the caller says.
interface IAuctionKeeper {
    /// @notice Somebody had actions performed. What each did is in the events of the house and the vault.
    /// @param caller account that called: anyone, Automation's forwarder, or the KeystoneForwarder.
    /// @param beneficiary account that received the tips; zero: the treasury.
    /// @param performed actions that worked.
    /// @param skipped actions that did not: not due, done before, or wrong.
    /// @param left actions at the end of the list that were not tried, because the gas did not suffice for another one.
    event ActionsPerformed(address indexed caller, address indexed beneficiary, uint256 performed, uint256 skipped, uint256 left);

    /// @notice Only the keeper itself may call this, not `caller`.
    /// @param caller account that called.
    error AuctionKeeper_UnauthorizedCaller(address caller);
    /// @notice The report had `available` gas left for its next action, which needs `needed`.
    /// @param available gas left.
    /// @param needed gas that the next action needs.
    error AuctionKeeper_InsufficientGas(uint256 available, uint256 needed);
    /// @notice What a preview found: `actions` work now, and it got to lead `next`. Every change that it made is gone.
    /// @param actions the actions that work now, in this order.
    /// @param next the lead to go on with; 0 where the last lead was reached.
    error AuctionKeeper_Previewed(KeeperAction[] actions, uint256 next);

    /// @notice Performs actions in the given order and skips those that do not work. Stops before the first one for which the gas might not
    /// suffice. Anyone. Never reverts.
    /// @param actions what to do.
    /// @param beneficiary account in the vault that receives the tips of forfeited bonds; zero: the treasury.
    /// @return performed number of actions that worked.
    function perform(KeeperAction[] calldata actions, address beneficiary) external returns (uint256 performed);

    /// @notice What is due on a page of leads, and which of the hints: tries one action after the other, then undoes them all. Returns at
    /// most `MAX_ACTIONS`, which together cost at most `BATCH_GAS`; ends the page early once they are reached or `CHECK_GAS` is used up.
    /// Not a view, because it tries, but changes nothing: meant for `eth_call`. Anyone. Never reverts.
    /// @param from first lead of the page, from 1.
    /// @param count number of leads on the page; 0 to try the hints alone.
    /// @param hints actions that no loop on chain can find: bonds of bids that were never opened, tied bids beaten by a higher one. Need not
    /// be trusted.
    /// @return actions what to give to `perform`, in this order.
    /// @return next the lead with which the next page begins; 0 where this one reached the last lead.
    function dueActions(
        uint256 from,
        uint256 count,
        KeeperAction[] calldata hints
    ) external returns (KeeperAction[] memory actions, uint256 next);

    /// @notice Does what `dueActions` says and reverts with the result. The keeper itself only. Reverts with
    /// `AuctionKeeper_UnauthorizedCaller` for any other caller, and with `AuctionKeeper_Previewed` else.
    /// @param from first lead of the page, from 1.
    /// @param count number of leads on the page.
    /// @param wraps whether to go on with lead 1 behind the last lead.
    /// @param hints further actions to try.
    function preview(uint256 from, uint256 count, bool wraps, KeeperAction[] calldata hints) external;

    /// @notice The lead with which `checkUpkeep` begins in this block. It moves with each block, so nobody pays to move it and nobody can
    /// hold it. Anyone. Never reverts.
    /// @return id of the lead, from 1; 0 while there is none.
    function cursor() external view returns (uint256);

    /// @notice The commitments of some bidders in a round, and what they could add to their bonds: what decides which openings are worth a
    /// report, in one read. Anyone. Never reverts.
    /// @param leadId id of the lead, from 1.
    /// @param round number of the lead's auction round, from 1.
    /// @param bidders accounts to look at.
    /// @return commitments the live commitment of each; zero where there is none, see `IAuctionHouse.commitmentIn`.
    /// @return free the free balance of each in the vault, in USDC units.
    function sealedBidsIn(
        uint256 leadId,
        uint32 round,
        address[] calldata bidders
    ) external view returns (bytes32[] memory commitments, uint256[] memory free);
}
