/** Each of the five sub-scores lies between 0 and this; `CREVerifier` refuses more. */
export const MAX_SUB_SCORE = 2_000;
