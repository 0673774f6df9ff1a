// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IUSDC} from "../interfaces/IUSDC.sol";

/// @title TestUSDC
/// @notice Behaves like Circle's `FiatTokenV2_2` towards holders, for test networks: 6 decimals, ERC-2612, ERC-3009 and a blacklist. Anyone
/// may mint and blacklist.
/// @dev EIP-712 domain as on Base: name `USD Coin`, version `2`. Signatures may be an account's or an ERC-1271 wallet's.
contract TestUSDC is IUSDC, ERC20, EIP712, Nonces {
    /// @notice ERC-2612 struct type.
    bytes32 public constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    /// @notice ERC-3009 struct type of `transferWithAuthorization`.
    bytes32 public constant TRANSFER_WITH_AUTHORIZATION_TYPEHASH = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    /// @notice ERC-3009 struct type of `receiveWithAuthorization`.
    bytes32 public constant RECEIVE_WITH_AUTHORIZATION_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    /// @notice ERC-3009 struct type of `cancelAuthorization`.
    bytes32 public constant CANCEL_AUTHORIZATION_TYPEHASH = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");

    mapping(address authorizer => mapping(bytes32 nonce => bool used)) private _authorizationStates;
    mapping(address account => bool listed) private _blacklist;

    /// @notice A signed authorization was used.
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    /// @notice An authorization was cancelled before its use.
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);
    /// @notice `account` cannot send, receive or relay transfers.
    event Blacklisted(address indexed account);
    /// @notice `account` is free again.
    event UnBlacklisted(address indexed account);

    /// @notice `account` is on USDC's blacklist: it cannot send or receive.
    /// @param account account that is blacklisted.
    error TestUSDC_Blacklisted(address account);
    /// @notice The permit was valid until `deadline`.
    /// @param deadline last moment at which the permit was valid, Unix seconds.
    error TestUSDC_PermitExpired(uint256 deadline);
    /// @notice The signature is not by `account`, or its nonce was used.
    /// @param account account that should have signed.
    error TestUSDC_InvalidSignature(address account);
    /// @notice Only `payee` may take this authorized transfer, not `caller`.
    /// @param caller account that called.
    /// @param payee account that the transfer is for.
    error TestUSDC_CallerNotPayee(address caller, address payee);
    /// @notice The authorization is valid between `validAfter` and `validBefore` only.
    /// @param validAfter valid strictly after this, Unix seconds.
    /// @param validBefore valid strictly before this, Unix seconds.
    error TestUSDC_AuthorizationNotValidNow(uint256 validAfter, uint256 validBefore);
    /// @notice The authorization of `authorizer` was used or cancelled.
    /// @param authorizer account that signed.
    /// @param nonce number of the authorization, chosen by the account.
    error TestUSDC_AuthorizationUsedOrCanceled(address authorizer, bytes32 nonce);

    /// @notice Starts without supply: holders mint.
    constructor() ERC20("USD Coin", "USDC") EIP712("USD Coin", "2") {}

    /// @notice Mints `value` to `to`. Anyone: this token is worth nothing.
    function mint(address to, uint256 value) external {
        _mint(to, value);
    }

    /// @notice Blacklists `account`. Anyone: tests play Circle.
    function blacklist(address account) external {
        _blacklist[account] = true;
        emit Blacklisted(account);
    }

    /// @notice Takes `account` off the blacklist. Anyone.
    function unBlacklist(address account) external {
        _blacklist[account] = false;
        emit UnBlacklisted(account);
    }

    /// @inheritdoc IERC20Permit
    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        permit(owner, spender, value, deadline, abi.encodePacked(r, s, v));
    }

    /// @notice ERC-3009 with a split signature: moves `value` from `from` to `to`. Anyone may send it.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        transferWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    /// @notice ERC-3009 with a split signature: moves `value` from `from` to the caller, which must be `to`.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    /// @notice ERC-3009 with a split signature: cancels an unused authorization.
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
        cancelAuthorization(authorizer, nonce, abi.encodePacked(r, s, v));
    }

    /// @inheritdoc IUSDC
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool) {
        return _authorizationStates[authorizer][nonce];
    }

    /// @notice Whether `account` is blacklisted.
    function isBlacklisted(address account) external view returns (bool) {
        return _blacklist[account];
    }

    /// @inheritdoc IERC20Permit
    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @notice ERC-2612 with packed or ERC-1271 signature.
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes memory signature) public {
        require(block.timestamp <= deadline, TestUSDC_PermitExpired(deadline));
        _requireNotBlacklisted(owner);
        _requireNotBlacklisted(spender);
        _requireSignature(owner, keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline)), signature);
        _approve(owner, spender, value);
    }

    /// @notice ERC-3009 with packed or ERC-1271 signature: moves `value` from `from` to `to`. Anyone may send it.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        _requireValidNow(validAfter, validBefore);
        bytes32 typeHash = TRANSFER_WITH_AUTHORIZATION_TYPEHASH;
        _requireSignature(from, keccak256(abi.encode(typeHash, from, to, value, validAfter, validBefore, nonce)), signature);
        _useAuthorization(from, nonce);
        _transfer(from, to, value);
    }

    /// @inheritdoc IUSDC
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        require(msg.sender == to, TestUSDC_CallerNotPayee(msg.sender, to));
        _requireValidNow(validAfter, validBefore);
        bytes32 typeHash = RECEIVE_WITH_AUTHORIZATION_TYPEHASH;
        _requireSignature(from, keccak256(abi.encode(typeHash, from, to, value, validAfter, validBefore, nonce)), signature);
        _useAuthorization(from, nonce);
        _transfer(from, to, value);
    }

    /// @notice ERC-3009 with packed or ERC-1271 signature: cancels an unused authorization.
    function cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) public {
        _requireSignature(authorizer, keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)), signature);
        _spendNonce(authorizer, nonce);
        emit AuthorizationCanceled(authorizer, nonce);
    }

    /// @inheritdoc ERC20
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override {
        _requireNotBlacklisted(msg.sender);
        _requireNotBlacklisted(from);
        _requireNotBlacklisted(to);
        super._update(from, to, value);
    }

    function _useAuthorization(address authorizer, bytes32 nonce) private {
        _spendNonce(authorizer, nonce);
        emit AuthorizationUsed(authorizer, nonce);
    }

    function _spendNonce(address authorizer, bytes32 nonce) private {
        require(!_authorizationStates[authorizer][nonce], TestUSDC_AuthorizationUsedOrCanceled(authorizer, nonce));
        _authorizationStates[authorizer][nonce] = true;
    }

    function _requireNotBlacklisted(address account) private view {
        require(!_blacklist[account], TestUSDC_Blacklisted(account));
    }

    function _requireValidNow(uint256 validAfter, uint256 validBefore) private view {
        require(block.timestamp > validAfter && block.timestamp < validBefore, TestUSDC_AuthorizationNotValidNow(validAfter, validBefore));
    }

    function _requireSignature(address signer, bytes32 structHash, bytes memory signature) private view {
        require(SignatureChecker.isValidSignatureNow(signer, _hashTypedDataV4(structHash), signature), TestUSDC_InvalidSignature(signer));
    }
}
