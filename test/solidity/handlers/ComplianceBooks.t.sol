// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CredentialTypes} from "../../../contracts/compliance/CredentialTypes.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {IPassBook} from "../../../contracts/interfaces/IPassBook.sol";
import {Market} from "./Market.t.sol";

/// @title ComplianceBooks
/// @notice Identities and credentials of the accounts, issued in the real registries, with a second set of books that says who may do what,
/// and who bids for an identity.
abstract contract ComplianceBooks is Market {
    /// @dev What the books know; times are expiries, 0 where the credential is not held.
    struct Person {
        bool sanctioned;
        uint40 kycUntil;
        uint40 licenceUntil;
        address bidder;
    }

    /// @notice Whether the compliance engine gives no answer.
    bool public engineDown;
    /// @notice Whether the engine fails dry runs too, instead of saying yes to everything.
    bool public engineReverts;

    uint40 private constant FOREVER = type(uint40).max;
    bytes6 private constant HOME = "US-TX";

    bytes32 private immutable LICENCE = CredentialTypes.licence(LICENSED, "US");

    mapping(bytes32 ccid => Person person) private _people;
    mapping(address account => bytes32 ccid) private _ccidOf;

    /// @notice Until when the rules clear an account to receive leads of a kind, by the expiries known now; 0 where they do not.
    function receivesUntil(address account, uint256 kind) public view returns (uint40 until) {
        Person memory person = _people[_ccidOf[account]];
        if (_ccidOf[account] == 0 || person.sanctioned) return 0;
        until = person.kycUntil;
        if (kind == LICENSED_KIND && person.licenceUntil < until) until = person.licenceUntil;
        return until > block.timestamp ? until : 0;
    }

    /// @notice Whether an account may sell leads now.
    function maySell(address account) public view returns (bool) {
        return receivesUntil(account, 1) != 0;
    }

    /// @notice Whether an account bids for its identity, or can from now on.
    function isSeatFree(address account) public view returns (bool) {
        bytes32 ccid = _ccidOf[account];
        address bidder = _people[ccid].bidder;
        if (bidder == address(0) || bidder == account || vault.lockedOf(bidder) == 0) return true;
        bytes32 other = _ccidOf[bidder];
        return other != ccid && _people[other].bidder == bidder;
    }

    /// @notice Who bids for an account's identity; zero where nobody does yet.
    function bidderFor(address account) public view returns (bytes32 ccid, address bidder) {
        ccid = _ccidOf[account];
        return (ccid, _people[ccid].bidder);
    }

    /// @notice Whether the vault remembers that an account is cleared.
    function hasPass(address account, ILeadAccessPolicy.Activity activity, uint256 kind) public view returns (bool) {
        uint32 leadClass = gate.leadClassOf(_verticalOf(kind), _regionOf(kind));
        return leadClass != 0 && vault.hasPass(account, activity, leadClass);
    }

    /// @dev Whether two accounts are one identity's.
    function _areOne(address account, address other) internal view returns (bool) {
        return _ccidOf[account] != 0 && _ccidOf[account] == _ccidOf[other];
    }

    /// @dev Whether an account may list a lead now, given what the engine answers.
    function _sells(address account, uint256 kind) internal view returns (bool) {
        return engineDown ? hasPass(account, ILeadAccessPolicy.Activity.Sell, kind) : maySell(account);
    }

    /// @dev What an exit learns of an account.
    function _clearance(address account, uint256 kind) internal view returns (IPassBook.Clearance) {
        if (engineDown) {
            bool remembered = hasPass(account, ILeadAccessPolicy.Activity.Receive, kind);
            return remembered ? IPassBook.Clearance.Clear : IPassBook.Clearance.Unknown;
        }
        bool clear = receivesUntil(account, kind) != 0 && isSeatFree(account);
        return clear ? IPassBook.Clearance.Clear : IPassBook.Clearance.Denied;
    }

    /// @dev An account was cleared: it bids for its identity.
    function _seat(address account) internal {
        _people[_ccidOf[account]].bidder = account;
    }

    /// @dev Makes an account a person of its own that holds everything.
    function _clear(address account) internal {
        bytes32 ccid = bytes32(uint256(uint160(account)));
        _move(account, ccid);
        _grant(ccid, CredentialTypes.KYC, FOREVER);
        _grant(ccid, LICENCE, FOREVER);
    }

    /// @dev Puts an account under another identity, or under none (0).
    function _move(address account, bytes32 ccid) internal {
        bytes32 former = _ccidOf[account];
        if (former != 0) identities.removeIdentity(former, account, "");
        if (ccid != 0) {
            if (uint256(ccid) % 2 == 0) identities.registerIdentity(ccid, account, "");
            else _registerInBatch(ccid, account);
        }
        _ccidOf[account] = ccid;
    }

    /// @dev Grants, renews or takes away the KYC (0), licence (1) or sanction (2) of an account's identity.
    function _change(address account, uint256 kind, bool grant, uint40 until) internal {
        bytes32 ccid = _ccidOf[account];
        if (ccid == 0) return;
        bytes32 credentialType =
            kind == 0
                ? CredentialTypes.KYC
                : kind == 1
                    ? LICENCE
                    : CredentialTypes.SANCTIONED;
        bool held = _isHeld(ccid, kind);
        if (!grant) {
            if (!held) return;
            credentials.removeCredential(ccid, credentialType, "");
            _note(ccid, credentialType, 0);
        } else if (held) {
            credentials.renewCredential(ccid, credentialType, until, "");
            _note(ccid, credentialType, until);
        } else {
            _grant(ccid, credentialType, until);
        }
    }

    function _grant(bytes32 ccid, bytes32 credentialType, uint40 until) private {
        bytes memory data = credentialType == CredentialTypes.KYC ? abi.encodePacked(HOME) : bytes("");
        if (until % 2 == 0) {
            credentials.registerCredential(ccid, credentialType, until, data, "");
        } else {
            (bytes32[] memory types, bytes[] memory datas) = (new bytes32[](1), new bytes[](1));
            (types[0], datas[0]) = (credentialType, data);
            credentials.registerCredentials(ccid, types, until, datas, "");
        }
        _note(ccid, credentialType, until);
    }

    function _note(bytes32 ccid, bytes32 credentialType, uint40 until) private {
        Person storage person = _people[ccid];
        if (credentialType == CredentialTypes.KYC) person.kycUntil = until;
        else if (credentialType == LICENCE) person.licenceUntil = until;
        else person.sanctioned = until != 0;
    }

    function _registerInBatch(bytes32 ccid, address account) private {
        (bytes32[] memory ccids, address[] memory accounts) = (new bytes32[](1), new address[](1));
        (ccids[0], accounts[0]) = (ccid, account);
        identities.registerIdentities(ccids, accounts, "");
    }

    function _isHeld(bytes32 ccid, uint256 kind) private view returns (bool) {
        Person memory person = _people[ccid];
        if (kind == 2) return person.sanctioned;
        return kind == 0 ? person.kycUntil != 0 : person.licenceUntil != 0;
    }
}
