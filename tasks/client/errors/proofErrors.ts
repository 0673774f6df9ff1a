import type { ErrorAdvice, ErrorCatalogue } from "./errorAdvice.ts";

const AGAIN = "Repeat `npx hardhat lead deliver`: every proof is made from fresh randomness.";

function refused(why: string): ErrorAdvice {
  return { says: `The delivery proof is refused: ${why}.`, next: AGAIN };
}

/** Errors of `DeliveryProof`. */
export const proofErrors: ErrorCatalogue = {
  DeliveryProof_ChallengeMismatch: {
    says: "The delivery proof is refused: it was made for another lead, round, buyer, chain or capsule, or was tampered with.",
    next: "Prove again with the present capsule and buyer: `npx hardhat lead deliver`.",
  },
  DeliveryProof_CommitmentAtInfinity: refused("commitment {index} is the point at infinity"),
  DeliveryProof_CoordinateOutOfRange: refused("the x-coordinate of point {index} is out of range"),
  DeliveryProof_DegenerateSubtraction: refused("the points of subtraction {index} coincide"),
  DeliveryProof_InvalidInverse: refused("inverse {index} is wrong"),
  DeliveryProof_InvalidWitness: refused("witness {index} is wrong"),
  DeliveryProof_PointNotOnCurve: refused("point {index} is not on the curve"),
  DeliveryProof_ScalarOutOfRange: refused("scalar {index} is out of range"),
};
