// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAuctionHouse} from "../../../contracts/interfaces/IAuctionHouse.sol";
import {ILeadNFT} from "../../../contracts/interfaces/ILeadNFT.sol";
import {IVerticalRegistry} from "../../../contracts/interfaces/IVerticalRegistry.sol";
import {ReEncryption} from "../../../contracts/libraries/DeliveryProof.sol";
import {capsuleOf, reEncrypt, Secrets} from "../prover/reEncrypt.sol";
import {VM} from "../Vm.sol";
import {Choices} from "./Choices.t.sol";

/// @title SellerActions
/// @notice Sellers mint, list, cancel, erase and deliver, with real proofs; owners pass bought leads on.
abstract contract SellerActions is Choices {
    uint256 private constant MAX_LEADS = 7;
    uint256 private constant MAX_RUNNING = 3;
    uint256 private constant MAX_ROUNDS = 3;

    // LISTING

    /// @notice Mints a lead of a seller that is cleared; lists it in the same breath, as the verifier does, or leaves that to the seller.
    function list(uint256 sellerSeed, uint256 kindSeed, uint64 base, uint256 timeToSpare, bool autoList) external {
        VM.assume(leadCount() < MAX_LEADS && _runningRounds() < MAX_RUNNING);
        (address seller, uint256 kind) = (_sellerAt(sellerSeed), kindSeed % KINDS);
        VM.assume(vault.freeOf(seller) >= 100 * USDC);
        assert(_tryCall(address(house), address(gate), _requireSellerCall(seller, kind)) == _sells(seller, kind));
        if (!_sells(seller, kind)) return;
        uint256 leadId = _mint(seller, kind, uint40(_latestEnd(kind) + (timeToSpare % 3 == 0 ? timeToSpare % 4 hours : 30 days)));
        IAuctionHouse.AuctionTerms memory terms = _terms(base);
        if (autoList) {
            bool allowed = _mayOpen(leadId, terms);
            assert(_call(address(this), seller, address(house), _createForCall(leadId, terms)) == allowed);
            if (allowed) _noteRound(leadId);
        } else if (_mayOpen(leadId, terms)) {
            assert(_call(seller, seller, address(house), abi.encodeCall(house.createAuction, (leadId, terms))));
            _noteRound(leadId);
        }
    }

    function relist(uint256 leadSeed, uint64 base) external {
        VM.assume(_runningRounds() < MAX_RUNNING);
        uint256 leadId = _pickLead(leadSeed, _mayRelist);
        IAuctionHouse.AuctionTerms memory terms = _terms(base);
        VM.assume(_mayOpen(leadId, terms));
        address seller = _leads[leadId].seller;
        assert(_call(seller, seller, address(house), abi.encodeCall(house.createAuction, (leadId, terms))));
        _noteRound(leadId);
    }

    function cancelUnbid(uint256 dice, uint256 leadSeed) external rarely(dice, 12) {
        _cancel(_pickLead(leadSeed, _isUnbid));
    }

    function cancelInPause(uint256 leadSeed) external {
        VM.assume(paused);
        uint256 leadId = _pickLead(leadSeed, _hasBids);
        _rounds[leadId][_leads[leadId].rounds].bondsBack = BondsBack.Cancelled;
        _cancel(leadId);
    }

    // ERASURE

    function eraseIdle(uint256 dice, uint256 leadSeed) external rarely(dice, 24) {
        _erase(_pickLead(leadSeed, _isIdle));
    }

    function eraseSold(uint256 dice, uint256 leadSeed) external rarely(dice, 16) {
        _erase(_pickLead(leadSeed, _hasLeftSeller));
    }

    /// @notice Before anybody has won.
    function eraseUndecided(uint256 dice, uint256 leadSeed) external rarely(dice, 24) {
        _erase(_pickLead(leadSeed, _isUndecided));
    }

    /// @notice After somebody has won, and before it has the lead.
    function eraseOwed(uint256 dice, uint256 leadSeed) external rarely(dice, 12) {
        _erase(_pickLead(leadSeed, _isOwed));
    }

    // DELIVERY

    function deliver(uint256 leadSeed, uint256 proofSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayDeliver);
        VM.assume(_isInDelivery(leadId));
        _deliver(leadId, proofSeed);
    }

    /// @notice After the window, while nobody has refunded.
    function deliverLate(uint256 leadSeed, uint256 proofSeed) external {
        uint256 leadId = _pickLead(leadSeed, _mayDeliverLate);
        _deliver(leadId, proofSeed);
    }

    /// @notice An owner hands a bought lead on to somebody who has signed for it.
    function deliverTo(uint256 dice, uint256 leadSeed, uint256 toSeed, uint256 proofSeed) external rarely(dice, 5) {
        _handOn(_pickLead(leadSeed, _hasLeftSeller), _personAt(toSeed), proofSeed);
    }

    /// @notice A seller gives a lead away that nobody has bought.
    function giveAway(uint256 dice, uint256 leadSeed, uint256 toSeed, uint256 proofSeed) external rarely(dice, 24) {
        _handOn(_pickLead(leadSeed, _isIdle), _personAt(toSeed), proofSeed);
    }

    /// @notice Another delivery key, which is barred while money is locked only.
    function changeDeliveryKey(uint256 dice, uint256 personSeed, uint64 secret) external rarely(dice, 12) {
        address account = _personAt(personSeed);
        VM.assume(vault.lockedOf(account) == 0 && secret != 0);
        _setDeliveryKey(account, secret);
    }

    // WHAT IS POSSIBLE

    function _mayOpen(uint256 leadId, IAuctionHouse.AuctionTerms memory terms) internal view returns (bool) {
        LeadRecord storage lead = _leads[leadId];
        bool isAccepted = _fees.feeBps <= terms.maxFeeBps && _fees.convenienceFee <= terms.maxConvenienceFee;
        bool isOpenForBusiness = !paused && !insolvent && vault.freeOf(lead.seller) >= 100 * USDC;
        return isAccepted && isOpenForBusiness && _sells(lead.seller, lead.kind) && _latestEnd(lead.kind) <= lead.expiresAt;
    }

    /// @dev Any of its rounds is over, and it was never sold nor given away.
    function _mayRelist(uint256 leadId) internal view returns (bool) {
        return _isIdle(leadId) && _leads[leadId].rounds < MAX_ROUNDS && _latestEnd(_leads[leadId].kind) <= _leads[leadId].expiresAt;
    }

    function _isIdle(uint256 leadId) internal view returns (bool) {
        LeadRecord storage lead = _leads[leadId];
        return !_isOpen(leadId) && lead.sales == 0 && lead.owner == lead.seller && !lead.erased;
    }

    /// @dev Sold, to its own seller too, or given away.
    function _hasLeftSeller(uint256 leadId) internal view returns (bool) {
        LeadRecord storage lead = _leads[leadId];
        return (lead.sales != 0 || lead.owner != lead.seller) && !lead.erased;
    }

    function _isOwed(uint256 leadId) internal view returns (bool) {
        return _isInDelivery(leadId) || _isIn(leadId, IAuctionHouse.Phase.Undelivered);
    }

    function _isUndecided(uint256 leadId) internal view returns (bool) {
        return _isOpen(leadId) && !_isOwed(leadId);
    }

    function _isUnbid(uint256 leadId) internal view returns (bool) {
        return _isInCommit(leadId) && sealedBids(leadId, _leads[leadId].rounds) == 0;
    }

    function _hasBids(uint256 leadId) internal view returns (bool) {
        return _isInCommit(leadId) && sealedBids(leadId, _leads[leadId].rounds) != 0;
    }

    function _mayDeliverLate(uint256 leadId) internal view returns (bool) {
        return _isIn(leadId, IAuctionHouse.Phase.Undelivered) && _mayDeliver(leadId);
    }

    /// @dev Whether a signed-for lead may be handed on: who bids for the receiver's identity does not matter.
    function _mayHandOn(uint256 leadId, address to) internal view returns (bool) {
        LeadRecord storage lead = _leads[leadId];
        bool isTradable = !_isOpen(leadId) && !lead.erased && block.timestamp <= lead.expiresAt;
        return isTradable && to != lead.seller && !engineReverts && receivesUntil(to, lead.kind) != 0;
    }

    // CALLS

    function _terms(uint64 base) internal pure returns (IAuctionHouse.AuctionTerms memory terms) {
        terms.baseReserve = uint64(10 * USDC + (base % (20 * USDC)));
        terms.qualityPremiumBps = uint16(base % 10_001);
        // Now and then less than the fees that may be set.
        (terms.maxFeeBps, terms.maxConvenienceFee) = base % 8 == 0 ? (500, 1) : (1_000, uint32(10 * USDC));
    }

    function _createForCall(uint256 leadId, IAuctionHouse.AuctionTerms memory terms) internal view returns (bytes memory) {
        return abi.encodeCall(house.createAuctionFor, (leadId, nft.leadOf(leadId), _rulesOf(_leads[leadId].kind), terms));
    }

    function _deliverCall(uint256 leadId, uint256 seed) internal view returns (bytes memory data, Secrets memory next) {
        LeadRecord storage lead = _leads[leadId];
        address buyer = house.auctionOf(leadId).leader;
        next = _secretsFor(lead.secrets, buyer, seed);
        ReEncryption memory proof = reEncrypt(nft.deliveryContext(leadId, lead.rounds, buyer), lead.secrets, next, seed);
        data = abi.encodeCall(house.deliver, (leadId, capsuleOf(lead.secrets), proof));
    }

    function _deliverToCall(
        uint256 leadId,
        address to,
        uint256 seed,
        uint256 deadline
    ) internal view returns (bytes memory data, Secrets memory next) {
        Secrets memory current = _leads[leadId].secrets;
        next = _secretsFor(current, to, seed);
        ReEncryption memory proof = reEncrypt(nft.deliveryContext(leadId, 0, to), current, next, seed);
        ILeadNFT.Acceptance memory acceptance = ILeadNFT.Acceptance(deadline, _sign(to, nft.acceptanceDigest(leadId, to, deadline)));
        data = abi.encodeCall(nft.deliverTo, (leadId, to, capsuleOf(current), proof, acceptance));
    }

    // INTERNAL

    function _mint(address seller, uint256 kind, uint40 expiresAt) private returns (uint256 leadId) {
        uint256 salt = leadCount();
        Secrets memory secrets = Secrets(1_000 + salt, 2_000 + salt, _deliverySecretOf[seller]);
        ILeadNFT.Lead memory lead = ILeadNFT.Lead({
            seller: seller,
            leadClass: gate.leadClassOf(_verticalOf(kind), _regionOf(kind)),
            vertical: _verticalOf(kind),
            region: _regionOf(kind),
            score: 5_000,
            expiresAt: uint32(expiresAt),
            contentHash: keccak256(abi.encode("ciphertext", salt)),
            capsuleHash: 0
        });
        leadId = nft.mint(lead, capsuleOf(secrets));
        bytes32 capsuleHash = keccak256(abi.encode(capsuleOf(secrets)));
        _noteLead(leadId, LeadRecord(uint8(kind), 0, false, 0, expiresAt, seller, seller, capsuleHash, secrets));
    }

    function _cancel(uint256 leadId) private {
        _mustCall(_leads[leadId].seller, address(house), abi.encodeCall(house.cancelAuction, (leadId)));
        _noteClosed(leadId, address(0));
    }

    /// @dev The owner erases a lead; what that does to a running round depends on how far it is.
    function _erase(uint256 leadId) private {
        LeadRecord storage lead = _leads[leadId];
        Round storage round = _rounds[leadId][lead.rounds];
        IAuctionHouse.Phase phase = _phaseOf(leadId);
        (bool isOpen, bool isOwed) = (_isOpen(leadId), _isOwed(leadId));
        bool isFree = phase == IAuctionHouse.Phase.Unsold || _mayVoid(leadId) || _isUnbid(leadId) || (_isInCommit(leadId) && paused);
        if (isOwed) isFree = round.excused || (phase == IAuctionHouse.Phase.Undelivered && _isNobodysFault(leadId));
        address buyer = isOwed ? leaderOf(leadId, lead.rounds) : address(0);

        _mustCall(lead.owner, address(nft), abi.encodeCall(nft.erase, (leadId)));
        (lead.erased, lead.capsuleHash) = (true, 0);
        if (!isOpen) return;
        if (!isOwed && phase != IAuctionHouse.Phase.Unsold) round.bondsBack = BondsBack.Erased;
        round.leaderErased = !isOwed;
        if (!isFree) _payPenalty(leadId, buyer);
        _noteClosed(leadId, buyer);
    }

    /// @dev Title and capsule for the price, in one call.
    function _deliver(uint256 leadId, uint256 seed) private {
        LeadRecord storage lead = _leads[leadId];
        Round storage round = _rounds[leadId][lead.rounds];
        address buyer = leaderOf(leadId, lead.rounds);
        uint256 price = bestBid(leadId, lead.rounds);
        (bytes memory data, Secrets memory next) = _deliverCall(leadId, seed);
        _mustCall(keeper, address(house), data);

        uint256 fee = (price * round.feeBps) / 10_000 + round.convenienceFee;
        if (fee > price) fee = price;
        if (!engineDown) _seat(buyer);
        _noteClosed(leadId, buyer);
        _pay(leadId, lead.rounds, buyer, lead.seller, price - fee);
        _pay(leadId, lead.rounds, buyer, _fees.treasury, fee);
        ++lead.sales;
        _noteTitle(leadId, buyer, next);
    }

    function _handOn(uint256 leadId, address to, uint256 seed) private {
        VM.assume(_mayHandOn(leadId, to));
        (bytes memory data, Secrets memory next) = _deliverToCall(leadId, to, seed, block.timestamp);
        _mustCall(_leads[leadId].owner, address(nft), data);
        _noteTitle(leadId, to, next);
    }

    function _noteTitle(uint256 leadId, address owner, Secrets memory secrets) private {
        LeadRecord storage lead = _leads[leadId];
        (lead.owner, lead.secrets, lead.capsuleHash) = (owner, secrets, keccak256(abi.encode(capsuleOf(secrets))));
    }

    /// @dev The same content key, for the receiver's delivery key.
    function _secretsFor(Secrets memory current, address to, uint256 seed) private view returns (Secrets memory) {
        return Secrets(current.content, 1 + uint128(uint256(keccak256(abi.encode(seed)))), _deliverySecretOf[to]);
    }

    function _latestEnd(uint256 kind) private view returns (uint256) {
        IVerticalRegistry.Vertical memory rules = _rulesOf(kind);
        return block.timestamp + rules.commitWindow + rules.revealWindow + TIE_TIMEOUT + rules.deliveryWindow;
    }

    function _runningRounds() private view returns (uint256 count) {
        for (uint256 leadId = 1; leadId <= leadCount(); ++leadId) if (_isOpen(leadId)) ++count;
    }
}
