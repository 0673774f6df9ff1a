// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IVerifierProxy
/// @notice What the protocol uses of Chainlink Data Streams' `VerifierProxy`.
interface IVerifierProxy {
    /// @notice Checks the DON's signatures of a report and bills it. Callers that the proxy allows. Reverts with the proxy's own error
    /// where the signatures are not the DON's, and with the fee manager's where the fee is wrong.
    /// @param payload the signed report as the Data Streams API gives it.
    /// @param parameterPayload `abi.encode(fee token)`, empty where nothing is billed.
    /// @return verifiedReport the report without its signatures.
    function verify(bytes calldata payload, bytes calldata parameterPayload) external payable returns (bytes memory verifiedReport);

    /// @notice The contract that bills verifications; zero where nothing is billed. Anyone. Never reverts.
    /// @return address of the fee manager.
    function s_feeManager() external view returns (IStreamsFeeManager);
}

/// @title IStreamsFeeManager
/// @notice What the protocol uses of Data Streams' `FeeManager`.
interface IStreamsFeeManager {
    /// @notice Wrapped native token, which stands for payment in the native token. Anyone. Never reverts.
    /// @return address of the token.
    function i_nativeAddress() external view returns (address);
}
