import { concat, keccak256, numberToHex, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { FAULTY_NODES } from "./signers.ts";

/** A report with the signatures that `KeystoneForwarder.report` wants. */
export type SignedReport = {
  readonly rawReport: Hex;
  readonly context: Hex;
  readonly signatures: readonly Hex[];
};

/** OCR's report context: configuration digest, epoch and round, extra hash. The forwarder only hashes it. */
const REPORT_CONTEXT = numberToHex(0, { size: 96 });

/** Signs a raw report with `f + 1` of the nodes over `keccak256(keccak256(rawReport) ‖ context)`, recovery ids 0 or 1. */
export async function signReport(
  rawReport: Hex,
  signers: readonly PrivateKeyAccount[],
): Promise<SignedReport> {
  const hash = keccak256(concat([keccak256(rawReport), REPORT_CONTEXT]));
  const signatures = await Promise.all(
    signers.slice(0, FAULTY_NODES + 1).map(async (signer) => {
      const signature = await signer.sign({ hash });
      const recoveryId = Number.parseInt(signature.slice(-2), 16) - 27;
      return concat([signature.slice(0, -2) as Hex, numberToHex(recoveryId, { size: 1 })]);
    }),
  );
  return { rawReport, context: REPORT_CONTEXT, signatures };
}
