// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One thing that a keeper can do, in one word: `kind uint8 ‖ round uint32 ‖ leadId uint56 ‖ subject uint160`. Which of them count
/// depends on the kind; the others are zero. See `ActionKind`.
type KeeperAction is bytes32;

/// @notice What a keeper can do.
/// @dev `None`: nothing, so an empty word is skipped. `ProveReserves`: record the vault's solvency; no lead. `CloseUnsold`, `RefundBuyer`,
/// `RequestTieBreak`, `ResolveTie`, `VoidTie`: of the lead's latest round; a lead. `ForfeitBond`: a lead, a round, and as subject the
/// bidder. `ReleaseTiedBid`: a lead, a round, and as subject `amount uint64 << 32 | index uint32`, the bid's amount and its place in
/// `IAuctionHouse.tiedBidders`.
enum ActionKind {
    None,
    ProveReserves,
    CloseUnsold,
    RefundBuyer,
    RequestTieBreak,
    ResolveTie,
    VoidTie,
    ForfeitBond,
    ReleaseTiedBid
}

/// @title KeeperActionLib
/// @notice Packs and reads a keeper's actions.
library KeeperActionLib {
    uint256 private constant KIND_SHIFT = 248;
    uint256 private constant ROUND_SHIFT = 216;
    uint256 private constant LEAD_SHIFT = 160;

    /// @notice An action on the latest round of a lead, or on none. Ids count from 1, so none is cut off.
    function pack(ActionKind kind, uint256 leadId) internal pure returns (KeeperAction) {
        return KeeperAction.wrap(bytes32((uint256(kind) << KIND_SHIFT) | (uint256(uint56(leadId)) << LEAD_SHIFT)));
    }

    /// @notice The release of a tied bid.
    function packRelease(uint256 leadId, uint32 round, uint64 amount, uint32 index) internal pure returns (KeeperAction) {
        uint256 word = uint256(KeeperAction.unwrap(pack(ActionKind.ReleaseTiedBid, leadId)));
        return KeeperAction.wrap(bytes32(word | (uint256(round) << ROUND_SHIFT) | (uint256(amount) << 32) | index));
    }

    /// @notice The actions in some bytes, 32 each; a remainder is ignored.
    function unpack(bytes calldata data) internal pure returns (KeeperAction[] calldata actions) {
        assembly ("memory-safe") {
            actions.offset := data.offset
            actions.length := shr(5, data.length)
        }
    }

    /// @notice What to do; `None` for a kind that does not exist.
    function kindOf(KeeperAction self) internal pure returns (ActionKind) {
        uint256 value = uint256(KeeperAction.unwrap(self)) >> KIND_SHIFT;
        return value > uint256(type(ActionKind).max) ? ActionKind.None : ActionKind(value);
    }

    /// @notice The lead that it is about.
    function leadIdOf(KeeperAction self) internal pure returns (uint256) {
        return uint56(uint256(KeeperAction.unwrap(self)) >> LEAD_SHIFT);
    }

    /// @notice The round that it is about.
    function roundOf(KeeperAction self) internal pure returns (uint32) {
        return uint32(uint256(KeeperAction.unwrap(self)) >> ROUND_SHIFT);
    }

    /// @notice The bidder whose bond it forfeits.
    function bidderOf(KeeperAction self) internal pure returns (address) {
        return address(uint160(uint256(KeeperAction.unwrap(self))));
    }

    /// @notice Amount and place of the tied bid that it releases.
    function tiedBidOf(KeeperAction self) internal pure returns (uint64 amount, uint256 index) {
        uint256 word = uint256(KeeperAction.unwrap(self));
        return (uint64(word >> 32), uint32(word));
    }
}
