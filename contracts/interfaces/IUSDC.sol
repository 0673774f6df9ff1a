// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title IUSDC
/// @notice What the protocol uses of Circle's `FiatTokenV2_2`. Amounts have 6 decimals.
interface IUSDC is IERC20, IERC20Permit {
    /// @notice ERC-3009: pulls `value` from `from` to the caller, which must be `to`, on `from`'s signature. Reverts with USDC's message
    /// unless all of this holds, and where `from` cannot pay.
    /// @param from account that pays and signed.
    /// @param to account that receives; the caller.
    /// @param value amount, in USDC units.
    /// @param validAfter the authorization is valid strictly after this time, Unix seconds.
    /// @param validBefore the authorization is valid strictly before this time, Unix seconds.
    /// @param nonce random; used once per `from`.
    /// @param signature EIP-712 signature of an account (`r ‖ s ‖ v`), or what an ERC-1271 wallet accepts.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) external;

    /// @notice ERC-3009: whether `authorizer`'s nonce was used or cancelled. Anyone. Never reverts.
    /// @param authorizer account that signs authorizations.
    /// @param nonce the authorization's nonce.
    /// @return true where the nonce can no longer be used.
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);
}
