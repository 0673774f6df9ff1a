// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Capsule, Point} from "./CapsuleTypes.sol";
import {Secp256k1} from "./Secp256k1.sol";

/// @notice A new capsule with the proof that it holds the same content key as the current one, and the witnesses that let the EVM
/// check it with `ecrecover` alone. For current capsule (A, B, P) and new capsule (A', B', Q):
/// @param capsule the content key under the receiver's delivery key.
/// @param challenge Fiat–Shamir challenge `c`.
/// @param z1 response for the owner's secret, `k1 + c·s`.
/// @param z2 response for the new ephemeral secret, `k2 + c·a'`.
/// @param u witness `z1·A`.
/// @param v witness `z2·Q`.
/// @param w witness `c·(B - B')`.
/// @param inverses modulo the field prime, of the x-differences of the three subtractions: `B'.x - B.x`, `v.x - u.x`, and
/// `w.x - (u - v).x`.
struct ReEncryption {
    Capsule capsule;
    uint256 challenge;
    uint256 z1;
    uint256 z2;
    Point u;
    Point v;
    Point w;
    uint256[3] inverses;
}

/// @title DeliveryProof
/// @notice Verifies that a capsule was re-encrypted, without seeing the content key: a non-interactive Chaum–Pedersen proof of
/// knowledge of `s` and `a'` with `P = s·G`, `A' = a'·G` and `B - B' = s·A - a'·Q`.
/// @dev The prover commits to `T1 = k1·G`, `T2 = k2·G`, `T3 = k1·A - k2·Q`; the challenge hashes the context, every public point and
/// the addresses of T1, T2 and T3. The verifier recomputes them as `z1·G - c·P`, `z2·G - c·A'` and `u - v - w`, and accepts when they
/// hash to `c` again. An address stands for its point: another point with the same address is a second pre-image of 160 bits of
/// keccak256. Every product is fixed by a point whose curve equation and sign are checked, so no witness has a second valid value.
library DeliveryProof {
    /// @notice The delivery proof is refused: point `index` is not on the curve, not canonical, or infinity.
    /// @param index counts A, B, P, A', B', Q from 0.
    error DeliveryProof_PointNotOnCurve(uint256 index);
    /// @notice The delivery proof is refused: the x-coordinate of point `index` is not below the group order.
    /// @param index counts A, B, P, A', B', Q, B - B' from 0.
    /// @param x the x-coordinate, which `ecrecover` cannot take. An honest prover meets this with a chance of 2^-128.
    error DeliveryProof_CoordinateOutOfRange(uint256 index, uint256 x);
    /// @notice The delivery proof is refused: scalar `index` is zero or not below the group order.
    /// @param index counts challenge, z1, z2 from 0.
    /// @param value the scalar given.
    error DeliveryProof_ScalarOutOfRange(uint256 index, uint256 value);
    /// @notice The delivery proof is refused: the points of subtraction `index` have the same x-coordinate.
    /// @param index counts B - B', u - v, (u - v) - w from 0. The prover must draw new randomness.
    error DeliveryProof_DegenerateSubtraction(uint256 index);
    /// @notice The delivery proof is refused: the inverse of subtraction `index` is wrong.
    /// @param index counts B - B', u - v, (u - v) - w from 0.
    /// @param inverse the inverse given.
    error DeliveryProof_InvalidInverse(uint256 index, uint256 inverse);
    /// @notice The delivery proof is refused: commitment `index` is the point at infinity.
    /// @param index counts T1, T2 from 0.
    error DeliveryProof_CommitmentAtInfinity(uint256 index);
    /// @notice The delivery proof is refused: witness `index` is not the product that it stands for.
    /// @param index counts u, v, w from 0.
    error DeliveryProof_InvalidWitness(uint256 index);
    /// @notice The delivery proof was made for another lead, round, buyer, chain or capsule, or was tampered with: its challenge is not the
    /// hash of context, points and commitments.
    /// @param challenge the challenge given.
    /// @param computed the hash.
    error DeliveryProof_ChallengeMismatch(uint256 challenge, uint256 computed);

    /// @notice Reverts unless `reEncryption.capsule` provably holds the content key of `current`. About 24k gas, and 800 bytes of calldata.
    /// @dev The caller checks that `current` is the capsule on record and that the new capsule's `p` is the receiver's registered key.
    /// @param context what the proof is bound to: it verifies under no other.
    /// @param current the capsule of the present owner, whose secret the prover knows.
    /// @param reEncryption the new capsule with its proof.
    function verify(bytes32 context, Capsule calldata current, ReEncryption calldata reEncryption) internal pure {
        Capsule calldata next = reEncryption.capsule;
        uint256 challenge = reEncryption.challenge;
        _requirePoints(current, next);
        _requireScalar(0, challenge);
        _requireScalar(1, reEncryption.z1);
        _requireScalar(2, reEncryption.z2);

        address t1 = Secp256k1.schnorrCommitment(reEncryption.z1, challenge, current.p.x, current.p.y);
        require(t1 != address(0), DeliveryProof_CommitmentAtInfinity(0));
        address t2 = Secp256k1.schnorrCommitment(reEncryption.z2, challenge, next.a.x, next.a.y);
        require(t2 != address(0), DeliveryProof_CommitmentAtInfinity(1));
        _requireProducts(current, reEncryption);
        address t3 = _thirdCommitment(reEncryption);

        uint256 computed = _challengeOf(context, current, next, t1, t2, t3);
        require(challenge == computed, DeliveryProof_ChallengeMismatch(challenge, computed));
    }

    /// @notice The capsule's hash in a lead's record.
    function capsuleHash(Capsule calldata capsule) internal pure returns (bytes32) {
        return keccak256(abi.encode(capsule));
    }

    /// @dev All six points are on the curve; those that `ecrecover` takes as `r` have an x-coordinate below the group order.
    function _requirePoints(Capsule calldata current, Capsule calldata next) private pure {
        _requireOnCurve(0, current.a);
        _requireOnCurve(1, current.b);
        _requireOnCurve(2, current.p);
        _requireOnCurve(3, next.a);
        _requireOnCurve(4, next.b);
        _requireOnCurve(5, next.p);
        _requireCoordinate(0, current.a.x);
        _requireCoordinate(2, current.p.x);
        _requireCoordinate(3, next.a.x);
        _requireCoordinate(5, next.p.x);
    }

    /// @dev Each witness is the product it stands for, up to a second pre-image of an address. So its coordinates are in the field.
    function _requireProducts(Capsule calldata current, ReEncryption calldata reEncryption) private pure {
        Capsule calldata next = reEncryption.capsule;
        (uint256 x, uint256 y) = _subtract(0, current.b.x, current.b.y, next.b.x, next.b.y, reEncryption.inverses[0]);
        _requireCoordinate(6, x);
        _requireWitness(0, reEncryption.u, Secp256k1.productAddress(reEncryption.z1, current.a.x, current.a.y));
        _requireWitness(1, reEncryption.v, Secp256k1.productAddress(reEncryption.z2, next.p.x, next.p.y));
        _requireWitness(2, reEncryption.w, Secp256k1.productAddress(reEncryption.challenge, x, y));
    }

    /// @dev Address of `T3 = u - v - w`.
    function _thirdCommitment(ReEncryption calldata reEncryption) private pure returns (address) {
        Point calldata u = reEncryption.u;
        Point calldata v = reEncryption.v;
        Point calldata w = reEncryption.w;
        (uint256 x, uint256 y) = _subtract(1, u.x, u.y, v.x, v.y, reEncryption.inverses[1]);
        (x, y) = _subtract(2, x, y, w.x, w.y, reEncryption.inverses[2]);
        return Secp256k1.addressOf(x, y);
    }

    function _challengeOf(
        bytes32 context,
        Capsule calldata current,
        Capsule calldata next,
        address t1,
        address t2,
        address t3
    ) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(context, current, next, t1, t2, t3))) % Secp256k1.ORDER;
    }

    function _subtract(
        uint256 index,
        uint256 px,
        uint256 py,
        uint256 qx,
        uint256 qy,
        uint256 inverse
    ) private pure returns (uint256 x, uint256 y) {
        require(px != qx, DeliveryProof_DegenerateSubtraction(index));
        require(Secp256k1.isInverse(px, qx, inverse), DeliveryProof_InvalidInverse(index, inverse));
        return Secp256k1.subtract(px, py, qx, qy, inverse);
    }

    function _requireOnCurve(uint256 index, Point calldata point) private pure {
        require(Secp256k1.isOnCurve(point), DeliveryProof_PointNotOnCurve(index));
    }

    function _requireCoordinate(uint256 index, uint256 x) private pure {
        require(Secp256k1.isScalar(x), DeliveryProof_CoordinateOutOfRange(index, x));
    }

    function _requireScalar(uint256 index, uint256 value) private pure {
        require(Secp256k1.isScalar(value), DeliveryProof_ScalarOutOfRange(index, value));
    }

    function _requireWitness(uint256 index, Point calldata witness, address product) private pure {
        require(product != address(0) && Secp256k1.addressOf(witness.x, witness.y) == product, DeliveryProof_InvalidWitness(index));
    }
}
