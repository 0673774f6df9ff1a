// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CredentialTypes} from "../../../contracts/compliance/CredentialTypes.sol";
import {Market} from "./Market.t.sol";

/// @title ComplianceBooks
/// @notice Identities and credentials of the accounts, issued in the real registries, with a second set of books that says who may do what.
abstract contract ComplianceBooks is Market {
    /// @dev What the books know; times are expiries, 0 where the credential is not held.
    struct Person {
        bool registered;
        bool sanctioned;
        uint40 kycUntil;
        uint40 licenceUntil;
    }

    uint40 private constant FOREVER = type(uint40).max;
    bytes6 private constant HOME = "US-TX";

    bytes32 private immutable LICENCE = CredentialTypes.licence(VERTICAL, "US");

    mapping(bytes32 ccid => Person person) private _people;
    mapping(address account => bytes32 ccid) private _ccidOf;

    /// @notice Whether the account may bid on, win and receive leads now.
    function mayReceive(address account) public view returns (bool) {
        return maySell(account) && _people[_ccidOf[account]].licenceUntil > block.timestamp;
    }

    /// @notice Whether the account may mint and list leads now.
    function maySell(address account) public view returns (bool) {
        Person memory person = _people[_ccidOf[account]];
        return _ccidOf[account] != 0 && person.registered && !person.sanctioned && person.kycUntil > block.timestamp;
    }

    /// @notice Until when the account may bid, by the expiries known now; 0 where it may not.
    function clearedUntil(address account) public view returns (uint40) {
        if (!mayReceive(account)) return 0;
        Person memory person = _people[_ccidOf[account]];
        return person.kycUntil < person.licenceUntil ? person.kycUntil : person.licenceUntil;
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
            _people[ccid].registered = true;
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

    function _ccidOfPerson(address account) internal view returns (bytes32) {
        return _ccidOf[account];
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
