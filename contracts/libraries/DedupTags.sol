// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ICREVerifier} from "../interfaces/ICREVerifier.sol";
import {ILeadNFT} from "../interfaces/ILeadNFT.sol";
import {LeadFacts} from "./LeadFacts.sol";

/// @title DedupTags
/// @notice Which consumers' leads are recent. From the minting of its lead on, a tag blocks other leads, unless that lead is erased unsold.
/// Then nobody else has received the consumer's data, and its tags are void.
library DedupTags {
    using SafeCast for uint256;

    /// @dev The lead that was minted last with a tag, until when its tag blocks others, and the start of the hash of its facts: 160 bits, of
    /// which the DON's secret tags are a part, so that nobody can look for two that are alike. One slot.
    struct Use {
        uint40 until;
        uint56 leadId;
        bytes20 facts;
    }

    /// @notice The tags in use.
    struct Book {
        mapping(bytes32 tag => Use) uses;
    }

    /// @notice Reverts unless a lead has at least one tag, and none that is blocked. A tag of zero stands for a phone or an e-mail that it
    /// lacks.
    function requireNew(Book storage book, ILeadNFT nft, bytes32[2] memory tags) internal view {
        require(tags[0] != 0 || tags[1] != 0, ICREVerifier.CREVerifier_NoDedupTag());
        for (uint256 i = 0; i < 2; ++i) {
            if (tags[i] == 0) continue;
            (uint256 until, uint256 leadId) = blockOf(book, nft, tags[i]);
            require(until == 0, ICREVerifier.CREVerifier_RecycledLead(tags[i], leadId, until));
        }
    }

    /// @notice Keeps a minted lead's facts under its tags, and blocks these for `window` seconds; a window of zero blocks nothing.
    function add(Book storage book, LeadFacts memory facts, uint256 leadId, uint256 window) internal {
        Use memory use = Use({until: uint40(block.timestamp + window), leadId: leadId.toUint56(), facts: _hash(facts)});
        for (uint256 i = 0; i < 2; ++i) {
            if (facts.dedupTags[i] != 0) book.uses[facts.dedupTags[i]] = use;
        }
    }

    /// @notice Whether a lead was attested with these facts, and one of its tags is not that of a newer lead.
    function areFactsOf(Book storage book, uint256 leadId, LeadFacts memory facts) internal view returns (bool) {
        for (uint256 i = 0; i < 2; ++i) {
            if (facts.dedupTags[i] == 0) continue;
            Use storage use = book.uses[facts.dedupTags[i]];
            if (use.leadId == leadId && use.facts == _hash(facts)) return true;
        }
        return false;
    }

    /// @notice Until when a tag is blocked, and by which lead; zeros where it is not.
    function blockOf(Book storage book, ILeadNFT nft, bytes32 tag) internal view returns (uint256 until, uint256 leadId) {
        Use storage use = book.uses[tag];
        (until, leadId) = (use.until, use.leadId);
        if (until <= block.timestamp || nft.isErasedUnsold(leadId)) return (0, 0);
    }

    function _hash(LeadFacts memory facts) private pure returns (bytes20) {
        return bytes20(keccak256(abi.encode(facts)));
    }
}
