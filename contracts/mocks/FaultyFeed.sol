// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title FaultyFeed
/// @notice A price feed that breaks in the ways a well-behaved mock cannot: tests only.
contract FaultyFeed {
    /// @notice How `latestRoundData` ends.
    enum Mode {
        ReturnData,
        Revert,
        BurnGas
    }

    Mode private _mode;
    bytes private _data;

    /// @notice Breaks with the data on purpose.
    /// @param data what the test set the feed to revert with.
    error FaultyFeed_Broken(bytes data);

    /// @notice `latestRoundData` answers with these bytes, whatever their length.
    function answerWith(bytes calldata data) external {
        (_mode, _data) = (Mode.ReturnData, data);
    }

    /// @notice `latestRoundData` reverts.
    function revertAlways() external {
        _mode = Mode.Revert;
    }

    /// @notice `latestRoundData` burns all its gas.
    function burnGas() external {
        _mode = Mode.BurnGas;
    }

    /// @notice Ends as configured.
    function latestRoundData() external view {
        require(_mode != Mode.Revert, FaultyFeed_Broken(_data));
        while (_mode == Mode.BurnGas) {}
        bytes memory data = _data;
        assembly ("memory-safe") {
            return(add(data, 32), mload(data))
        }
    }

    /// @notice As a USD feed has.
    function decimals() external pure returns (uint8) {
        return 8;
    }
}
