import { keccak256, size, stringToHex, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { grantCredentials, traderGrant } from "../../../deploy/local/credentials.ts";
import { encodeLeadReports, reportNonce } from "../../../deploy/sdk/report/leadReport.ts";
import { buildRawReport } from "../../../deploy/sdk/report/forwarderReport.ts";
import { signReport, submitReport } from "../../../deploy/local/don/report.ts";
import { ROOT } from "../../fixtures/market.ts";
import type { ComplianceDesk } from "./desk.ts";

/** Gas that the forwarder gets for a report on one lead. */
const GAS = 2_000_000n;

/** A seller that is let in, signs whatever attributes it likes, and finds a DON that attests them: returns how it mints a lead. */
export async function openHostileSeller(m: ComplianceDesk) {
  const seller = privateKeyToAccount(keccak256(stringToHex("hostile seller")));
  await grantCredentials(m, m.compliance.account, [traderGrant(seller.address, [ROOT])]);

  return async (attributes: Hex): Promise<void> => {
    const disclosure = await m.disclose(await m.makeLead(), { autoList: false });
    const report = await m.attest(disclosure);
    const submission = { ...report.submission, seller: seller.address };
    const hash = await m.verifier.read.submissionDigest([{ ...submission, attributes }]);
    // Reports take attributes as text: what is none is put in place of as much text.
    const text = "~".repeat(size(attributes));
    const reports = [
      {
        ...report,
        submission: { ...submission, attributes: text },
        signature: await seller.sign({ hash }),
      },
    ];
    const observedAt = Number((await m.publicClient.getBlock()).timestamp);
    const body = encodeLeadReports(reports, {
      chainSelector: await m.verifier.read.chainSelector(),
      receiver: m.verifier.address,
      nonce: reportNonce(reports, observedAt),
      observedAt,
    }).replace(stringToHex(text).slice(2), attributes.slice(2)) as Hex;
    const { signers, workflow, transmitter } = m.don;
    const raw = buildRawReport({ workflow, body, timestamp: observedAt });
    const { delivered } = await submitReport(await signReport(raw, signers), {
      ...{ transmitter, publicClient: m.publicClient, gas: GAS },
      ...{ forwarder: m.forwarder.address, receiver: m.verifier.address },
    });
    if (!delivered) throw new Error("CREVerifier did not take the report.");
  };
}
