// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title FaultyFeed
/// @notice A price feed that breaks in the ways a well-behaved mock cannot: tests only.
contract FaultyFeed {
    /// @notice How every call but `decimals` ends.
    enum Mode {
        ReturnData,
        Revert,
        BurnGas
    }

    /// @notice As a USD feed has.
    uint8 public constant decimals = 8;

    Mode private _mode;
    bytes private _data;

    /// @notice Breaks with the data on purpose.
    error FaultyFeed_Broken(bytes data);

    /// @notice Answers every call with these bytes, whatever their length.
    function answerWith(bytes calldata data) external {
        (_mode, _data) = (Mode.ReturnData, data);
    }

    /// @notice Reverts every call.
    function revertAlways() external {
        _mode = Mode.Revert;
    }

    /// @notice Burns all gas of every call.
    function burnGas() external {
        _mode = Mode.BurnGas;
    }

    /// @dev Every other function of a feed.
    fallback(bytes calldata) external returns (bytes memory) {
        require(_mode != Mode.Revert, FaultyFeed_Broken(_data));
        while (_mode == Mode.BurnGas) {}
        return _data;
    }
}
