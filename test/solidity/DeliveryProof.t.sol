// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule, Point} from "../../contracts/libraries/CapsuleTypes.sol";
import {ReEncryption} from "../../contracts/libraries/DeliveryProof.sol";
import {Secp256k1} from "../../contracts/libraries/Secp256k1.sol";
import {DeliveryProofHarness} from "../../contracts/mocks/DeliveryProofHarness.sol";
import {multipleOfGenerator} from "./prover/curve.sol";
import {capsuleOf, reEncrypt, Secrets} from "./prover/reEncrypt.sol";
import {VM} from "./Vm.sol";

/// @notice Fuzzes the delivery proof with the prover of the campaigns: whatever is honest verifies, whatever was changed does not.
contract DeliveryProofTest {
    DeliveryProofHarness private _harness;

    function setUp() public {
        _harness = new DeliveryProofHarness();
    }

    function testFuzzMultiplesOfTheGenerator(uint256 scalar) public view {
        scalar = _scalar(scalar, 0);
        Point memory point = multipleOfGenerator(scalar);
        assert(Secp256k1.addressOf(point.x, point.y) == VM.addr(scalar));
    }

    function testFuzzHonestProofs(uint256 seed, bytes32 context) public view {
        (Capsule memory current, ReEncryption memory proof) = _prove(seed, context);
        _harness.verify(context, current, proof);
    }

    function testFuzzChangedProofs(uint256 seed, bytes32 context, uint256 place, uint256 change) public view {
        (Capsule memory current, ReEncryption memory proof) = _prove(seed, context);
        if (change == 0) return;
        bytes memory data = abi.encodeCall(_harness.verify, (context, current, proof));
        // Any word of context, capsules, proof, witnesses and inverses.
        uint256 words = (data.length - 4) / 32;
        assembly ("memory-safe") {
            let word := add(add(data, 36), mul(32, mod(place, words)))
            mstore(word, xor(mload(word), change))
        }
        (bool verified, ) = address(_harness).staticcall(data);
        assert(!verified);
    }

    function testFuzzAnotherContentKey(uint256 seed, bytes32 context) public view {
        Secrets memory current = Secrets(_scalar(seed, 1), _scalar(seed, 2), _scalar(seed, 3));
        Secrets memory next = Secrets(_scalar(seed, 4), _scalar(seed, 5), _scalar(seed, 6));
        bytes memory data = abi.encodeCall(_harness.verify, (context, capsuleOf(current), reEncrypt(context, current, next, seed)));
        (bool verified, ) = address(_harness).staticcall(data);
        assert(!verified);
    }

    function _prove(uint256 seed, bytes32 context) private view returns (Capsule memory, ReEncryption memory) {
        Secrets memory current = Secrets(_scalar(seed, 1), _scalar(seed, 2), _scalar(seed, 3));
        Secrets memory next = Secrets(current.content, _scalar(seed, 4), _scalar(seed, 5));
        return (capsuleOf(current), reEncrypt(context, current, next, seed));
    }

    function _scalar(uint256 seed, uint256 salt) private pure returns (uint256) {
        return 1 + (uint256(keccak256(abi.encode(seed, salt))) % (Secp256k1.ORDER - 1));
    }
}
