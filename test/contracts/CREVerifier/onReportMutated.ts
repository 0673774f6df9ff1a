import fc from "fast-check";
import { expect } from "chai";
import { bytesToHex, hexToBytes, size } from "viem";

import { decodeLeadReports, reportGasLimit } from "../../../deploy/sdk/report/leadReport.ts";
import { attestation, networkHelpers } from "../../fixtures/attestation.ts";
import { attestedIn } from "../../fixtures/attestationAssertions.ts";

const HEADER = 42;
/** Bytes of a lead behind its signature: sub-scores, tags, checks. */
const FINDINGS = 75;
/** What of the header the DON alone vouches for, and where its time lies. */
const NONCE = 29;

describe("CREVerifier.onReport given a valid report with one byte changed", () => {
  it("should mint what the seller signed, or nothing", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const body = await context.bodyOf([lead]);
    const snapshot = await networkHelpers.takeSnapshot();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: size(body) - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, change) => {
          const bytes = hexToBytes(body);
          bytes[place] = (bytes[place] ?? 0) ^ change;
          const mutated = bytesToHex(bytes);
          const outcome = await context.send([], { body: mutated, gas: reportGasLimit(1) });
          const minted = attestedIn(context, outcome);
          await snapshot.restore();
          if (minted.length === 0) return;
          const isVouchedFor = (place >= NONCE && place < HEADER) || place >= size(body) - FINDINGS;
          expect(isVouchedFor, `byte ${place}`).to.equal(true);
          const [report] = decodeLeadReports(mutated).reports;
          expect(report?.submission).to.deep.equal(lead.submission);
          expect(report?.signature).to.equal(lead.signature);
        },
      ),
      { numRuns: 80, seed: 17 },
    );
  }).timeout(60_000);

  it("should refuse random bytes as a whole", async () => {
    const context = await attestation();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 800 }), async (bytes) => {
        const outcome = await context.send([], { body: bytesToHex(bytes), gas: reportGasLimit(1) });
        expect(outcome.delivered).to.equal(false);
      }),
      { numRuns: 30, seed: 17 },
    );
  }).timeout(60_000);
});
