// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title FaultyPolicyEngine
/// @notice Test double of a policy engine that has failed: it fails in the same way on every call.
contract FaultyPolicyEngine {
    /// @notice Ways to fail: reverting, using up all gas, returning nonsense, and saying yes without asking any policy.
    enum Fault {
        Revert,
        BurnGas,
        Garbage,
        Silence
    }

    Fault private immutable FAULT;

    /// @param fault how it fails.
    constructor(Fault fault) {
        FAULT = fault;
    }

    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        Fault fault = FAULT;
        assembly ("memory-safe") {
            switch fault
            case 0 {
                revert(0, 0)
            }
            case 1 {
                invalid()
            }
            case 2 {
                mstore(0, not(0))
                return(0, 31)
            }
            default {
                return(0, 0)
            }
        }
    }
}
