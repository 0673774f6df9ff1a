// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule, Point} from "../../../contracts/libraries/CapsuleTypes.sol";
import {ReEncryption} from "../../../contracts/libraries/DeliveryProof.sol";
import {Secp256k1} from "../../../contracts/libraries/Secp256k1.sol";
import {VM} from "../Vm.sol";
import {inverseOfDifference, multipleOfGenerator} from "./curve.sol";

/// @notice The logarithms of a capsule's points: of the content key `M`, of the ephemeral point `A` and of the owner's delivery key `P`. A
/// test knows them all, so every point of a proof is a multiple of the generator.
struct Secrets {
    uint256 content;
    uint256 ephemeral;
    uint256 owner;
}

/// @notice The capsule of these secrets: `A = aG`, `B = M + aP`.
function capsuleOf(Secrets memory secrets) view returns (Capsule memory) {
    uint256 masked = addmod(secrets.content, mulmod(secrets.ephemeral, secrets.owner, Secp256k1.ORDER), Secp256k1.ORDER);
    return Capsule(multipleOfGenerator(secrets.ephemeral), multipleOfGenerator(masked), multipleOfGenerator(secrets.owner));
}

/// @notice Proves that the capsule of `next` holds the content key of `current`, as `DeliveryProof` describes it. `seed` gives the randomness.
function reEncrypt(bytes32 context, Secrets memory current, Secrets memory next, uint256 seed) view returns (ReEncryption memory proof) {
    uint256 n = Secp256k1.ORDER;
    (uint256 k1, uint256 k2) = (uint256(keccak256(abi.encode(seed, 1))) % n, uint256(keccak256(abi.encode(seed, 2))) % n);
    uint256 k3 = addmod(mulmod(k1, current.ephemeral, n), n - mulmod(k2, next.owner, n), n);
    Capsule memory capsule = capsuleOf(current);
    proof.capsule = capsuleOf(next);
    proof.challenge = uint256(keccak256(abi.encode(context, capsule, proof.capsule, VM.addr(k1), VM.addr(k2), VM.addr(k3)))) % n;
    proof.z1 = addmod(k1, mulmod(proof.challenge, current.owner, n), n);
    proof.z2 = addmod(k2, mulmod(proof.challenge, next.ephemeral, n), n);

    uint256 u = mulmod(proof.z1, current.ephemeral, n);
    uint256 v = mulmod(proof.z2, next.owner, n);
    uint256 difference = addmod(mulmod(current.ephemeral, current.owner, n), n - mulmod(next.ephemeral, next.owner, n), n);
    (proof.u, proof.v) = (multipleOfGenerator(u), multipleOfGenerator(v));
    proof.w = multipleOfGenerator(mulmod(proof.challenge, difference, n));
    proof.inverses[0] = inverseOfDifference(capsule.b.x, proof.capsule.b.x);
    proof.inverses[1] = inverseOfDifference(proof.u.x, proof.v.x);
    Point memory left = multipleOfGenerator(addmod(u, n - v, n));
    proof.inverses[2] = inverseOfDifference(left.x, proof.w.x);
}
