import { accessErrors } from "./accessErrors.ts";
import { attestationErrors } from "./attestationErrors.ts";
import { auctionErrors } from "./auctionErrors.ts";
import { configurationErrors } from "./configurationErrors.ts";
import { complianceErrors } from "./complianceErrors.ts";
import type { ErrorCatalogue } from "./errorAdvice.ts";
import { leadErrors } from "./leadErrors.ts";
import { proofErrors } from "./proofErrors.ts";
import { tokenErrors } from "./tokenErrors.ts";
import { vaultErrors } from "./vaultErrors.ts";

/** Advice for every error that a call to the protocol can end in. */
export const errorCatalogue: ErrorCatalogue = {
  ...auctionErrors,
  ...leadErrors,
  ...vaultErrors,
  ...tokenErrors,
  ...proofErrors,
  ...attestationErrors,
  ...configurationErrors,
  ...accessErrors,
  ...complianceErrors,
};
