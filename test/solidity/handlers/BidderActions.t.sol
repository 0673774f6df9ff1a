// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {VM} from "../Vm.sol";
import {SellerActions} from "./SellerActions.t.sol";

/// @title BidderActions
/// @notice Bidders commit by themselves or with a signature, overwrite, withdraw, top up, and have their bids opened by anybody.
abstract contract BidderActions is SellerActions {
    bytes32 private constant COMMIT_BID_TYPEHASH = keccak256(
        "CommitBid(uint256 leadId,uint32 round,address bidder,bytes32 replaced,bytes32 commitment,bytes32 sealedOpeningHash,"
        "uint256 nonce,uint256 deadline)"
    );

    // SEALED BIDS

    /// @notice One to three accounts place their first bids on a lead, by themselves or carried by the keeper.
    function commit(uint256 leadSeed, uint256[3] calldata bidSeeds, uint8 count) external {
        uint256 leadId = _pickLead(leadSeed, _isInCommit);
        uint256 placed = 0;
        for (uint256 i = 0; i <= count % 3; ++i) {
            if (_isSealed(leadId, _leads[leadId].rounds, _bidderAt(bidSeeds[i]))) continue;
            if (_place(leadId, _opening(leadId, bidSeeds[i]), false)) ++placed;
        }
        VM.assume(placed != 0);
    }

    /// @notice Somebody bids the most that was bid so far, so that bids tie.
    function commitAlike(uint256 leadSeed, uint256 bidSeed) external {
        uint256 leadId = _pickLead(leadSeed, _hasBids);
        IAuctionHouse.Opening memory opening = _opening(leadId, bidSeed);
        uint32 round = _leads[leadId].rounds;
        VM.assume(!_isSealed(leadId, round, opening.bidder));
        for (uint256 i = 0; i < _bidders.length; ++i) {
            if (!_isSealed(leadId, round, _bidders[i])) continue;
            uint64 amount = _bids[leadId][round][_bidders[i]].amount;
            if (amount > opening.amount) opening.amount = amount;
        }
        VM.assume(_place(leadId, opening, false));
    }

    function commitFor(uint256 leadSeed, uint256 bidSeed) external {
        uint256 leadId = _pickLead(leadSeed, _isInCommit);
        VM.assume(_place(leadId, _opening(leadId, bidSeed), true));
    }

    function overwriteBid(uint256 leadSeed, uint256 bidSeed) external {
        uint256 leadId = _pickLead(leadSeed, _hasBids);
        VM.assume(_isSealed(leadId, _leads[leadId].rounds, _bidderAt(bidSeed)));
        VM.assume(_place(leadId, _opening(leadId, bidSeed), false));
    }

    function withdrawBid(uint256 dice, uint256 bidSeed) external rarely(dice, 5) {
        Place memory place = _pickBid(bidSeed, _mayWithdrawBid);
        _mustCall(place.bidder, address(house), abi.encodeCall(house.withdrawBid, (place.leadId)));
        _noteWithdrawn(place.leadId, place.round, place.bidder);
    }

    /// @notice A bid that was signed and then called back, whether one was placed or not, is worthless.
    function carryWithdrawnBid(uint256 dice, uint256 leadSeed, uint256 bidSeed) external rarely(dice, 5) {
        uint256 leadId = _pickLead(leadSeed, _isInCommit);
        IAuctionHouse.Opening memory opening = _opening(leadId, bidSeed);
        uint32 round = _leads[leadId].rounds;
        bool isSealed = _isSealed(leadId, round, opening.bidder);
        bytes memory signed = _commitForCall(leadId, opening, block.timestamp);
        _mustCall(opening.bidder, address(house), abi.encodeCall(house.withdrawBid, (leadId)));
        if (isSealed) _noteWithdrawn(leadId, round, opening.bidder);
        assert(!_call(keeper, address(0), address(house), signed));
    }

    // OPENING

    function reveal(uint256 bidSeed) external {
        Place memory place = _pickBid(bidSeed, _mayReveal);
        _reveal(place);
    }

    /// @notice Invariant 7: whatever stops new business, a bidder that has taken all its money out can cover its bid and have it opened.
    function topUpAndReveal(uint256 dice, uint256 bidSeed) external rarely(dice, 4) {
        Place memory place = _pickBid(bidSeed, _isRevealable);
        uint256 free = vault.freeOf(place.bidder);
        if (free != 0) _withdraw(place.bidder, free);
        VM.assume(_isUncovered(place));
        assert(!_call(keeper, address(0), address(house), _revealCall(place)));
        _fund(place.bidder, _bids[place.leadId][place.round][place.bidder].amount - vault.freeOf(place.bidder));
        _reveal(place);
    }

    function revealBatch(uint256 bidSeed) external {
        Place memory place = _pickBid(bidSeed, _isRevealable);
        VM.assume(sealedBids(place.leadId, place.round) > 1);
        IAuctionHouse.Opening[] memory openings = new IAuctionHouse.Opening[](_bidders.length);
        uint256[] memory free = new uint256[](_bidders.length);
        for (uint256 i = 0; i < _bidders.length; ++i) {
            // Accounts without a bid are passed over.
            openings[i] = _openingOf(place.leadId, place.round, _bidderAt((bidSeed % 5) + i));
            free[i] = vault.freeOf(openings[i].bidder);
            // Who waits for another account's money may be let in by an opening before its own: the books do not follow that.
            VM.assume(isSeatFree(openings[i].bidder));
            // Nor that an opening takes the seat of an identity and a later one frees it again.
            for (uint256 j = 0; j < i; ++j) VM.assume(!_areOne(openings[j].bidder, openings[i].bidder));
        }
        assert(_tryCall(keeper, address(house), abi.encodeCall(house.revealBids, (place.leadId, openings))));
        for (uint256 i = 0; i < openings.length; ++i) {
            place.bidder = openings[i].bidder;
            if (_isSealed(place.leadId, place.round, place.bidder)) _noteReveal(place, _openingOutcome(place, free[i]));
        }
    }

    // MONEY

    function deposit(uint256 dice, uint256 bidderSeed, uint64 amount) external rarely(dice, 5) {
        address bidder = _bidderAt(bidderSeed);
        VM.assume(_mayDeposit(bidder));
        _fund(bidder, 1 + (amount % (60 * USDC)));
    }

    function withdraw(uint256 dice, uint256 personSeed, uint256 amount) external rarely(dice, 10) {
        address account = _personAt(personSeed);
        uint256 free = vault.freeOf(account);
        VM.assume(free != 0);
        _withdraw(account, 1 + (amount % free));
    }

    // WHAT IS POSSIBLE

    function _mayDeposit(address account) internal view returns (bool) {
        return vault.lockedOf(account) != 0 || (!paused && !insolvent && missing == 0);
    }

    function _mayWithdrawBid(Place memory place) internal view returns (bool) {
        return
            _isSealed(place.leadId, place.round, place.bidder) && place.round == _leads[place.leadId].rounds && _isInCommit(place.leadId);
    }

    function _isRevealable(Place memory place) internal view returns (bool) {
        if (!_isSealed(place.leadId, place.round, place.bidder) || place.round != _leads[place.leadId].rounds) return false;
        return _isIn(place.leadId, IAuctionHouse.Phase.Reveal);
    }

    function _mayReveal(Place memory place) internal view returns (bool) {
        return _isRevealable(place) && _openingOutcome(place, vault.freeOf(place.bidder)) != Opened.Refused;
    }

    function _isUncovered(Place memory place) internal view returns (bool) {
        return _isRevealable(place) && _openingOutcome(place, vault.freeOf(place.bidder)) == Opened.Refused;
    }

    /// @dev Whether a bid may be placed, as far as the engine answers; where it does not, the vault's memory decides.
    function _mayCommit(uint256 leadId, address bidder) internal view returns (bool) {
        LeadRecord storage lead = _leads[leadId];
        Round storage round = _rounds[leadId][lead.rounds];
        bool isFirst = !_isSealed(leadId, lead.rounds, bidder);
        if (isFirst && (paused || insolvent || vault.freeOf(bidder) < round.bidBond)) return false;
        uint256 latestEnd = round.revealEnd + TIE_TIMEOUT + round.deliveryWindow;
        return receivesUntil(bidder, lead.kind) >= latestEnd && isSeatFree(bidder);
    }

    // CALLS

    function _revealCall(Place memory place) internal view returns (bytes memory) {
        return abi.encodeCall(house.revealBid, (place.leadId, _openingOf(place.leadId, place.round, place.bidder)));
    }

    function _commitCall(uint256 leadId, IAuctionHouse.Opening memory opening) internal view returns (bytes memory) {
        uint32 round = _leads[leadId].rounds;
        bytes32 commitment = house.commitmentOf(leadId, round, opening.bidder, opening.amount, opening.salt);
        return abi.encodeCall(house.commitBid, (leadId, round, commitment, ""));
    }

    function _commitForCall(uint256 leadId, IAuctionHouse.Opening memory opening, uint256 deadline) internal view returns (bytes memory) {
        uint32 round = _leads[leadId].rounds;
        address bidder = opening.bidder;
        bytes32 replaced = house.commitmentIn(leadId, round, bidder);
        bytes32 commitment = house.commitmentOf(leadId, round, bidder, opening.amount, opening.salt);
        uint256 nonce = house.nonces(bidder, uint192(leadId));
        bytes32 structHash = keccak256(
            abi.encode(COMMIT_BID_TYPEHASH, leadId, round, bidder, replaced, commitment, keccak256(""), nonce, deadline)
        );
        bytes memory signature = _sign(bidder, keccak256(abi.encodePacked(hex"1901", _domainSeparator(), structHash)));
        return abi.encodeCall(house.commitBidFor, (bidder, leadId, round, replaced, commitment, "", deadline, signature));
    }

    // INTERNAL

    function _withdraw(address account, uint256 amount) private {
        _owned[account] -= amount;
        assert(_call(account, account, address(vault), abi.encodeCall(vault.withdraw, (account, amount))));
    }

    /// @dev Places or overwrites a bid. While the engine is silent a bid may be refused that it would clear, never the other way round.
    function _place(uint256 leadId, IAuctionHouse.Opening memory opening, bool isCarried) private returns (bool placed) {
        (uint32 round, address bidder) = (_leads[leadId].rounds, opening.bidder);
        bool allowed = _mayCommit(leadId, bidder);
        bool remembered = hasPass(bidder, ILeadAccessPolicy.Activity.Receive, _leads[leadId].kind);
        bytes memory data = isCarried ? _commitForCall(leadId, opening, block.timestamp) : _commitCall(leadId, opening);
        placed = _call(isCarried ? keeper : bidder, bidder, address(house), data);
        if (engineDown) assert(!placed || (allowed && remembered));
        else assert(placed == allowed);
        if (!placed) return false;
        _seat(bidder);
        _noteBid(leadId, round, opening);
    }

    function _reveal(Place memory place) private {
        Opened outcome = _openingOutcome(place, vault.freeOf(place.bidder));
        assert(_call(keeper, place.bidder, address(house), _revealCall(place)));
        _noteReveal(place, outcome);
    }

    function _noteReveal(Place memory place, Opened outcome) private {
        if (outcome == Opened.Refused) return;
        bool isAsked = outcome == Opened.Ties || outcome == Opened.Leads;
        if (isAsked && !engineDown) _seat(place.bidder);
        BidState state = BidState.Gone;
        if (outcome == Opened.Beaten) state = BidState.Opened;
        else if (outcome == Opened.Ties) state = BidState.Tied;
        else if (outcome == Opened.Leads) state = BidState.Leading;
        _noteOpened(place.leadId, place.round, place.bidder, state);
        if (outcome != Opened.BelowReserve) return;
        uint256 bond = _rounds[place.leadId][place.round].bidBond;
        _pay(place.leadId, place.round, place.bidder, _fees.treasury, bond < TIP ? bond : TIP);
    }

    /// @dev Few different amounts, so that bids tie; now and then one below the reserve.
    function _opening(uint256 leadId, uint256 seed) private view returns (IAuctionHouse.Opening memory opening) {
        uint256 random = uint256(keccak256(abi.encode(seed)));
        uint64 reserve = _rounds[leadId][_leads[leadId].rounds].reserve;
        uint64 amount = random % 8 == 0 ? reserve - 1 : uint64(reserve + ((random >> 8) % 3) * 2 * USDC);
        return IAuctionHouse.Opening(_bidderAt(seed), amount, bytes32(random));
    }

    function _domainSeparator() private view returns (bytes32) {
        bytes32 typeHash = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(typeHash, keccak256("Lead Engine Auction House"), keccak256("1"), block.chainid, address(house)));
    }
}
