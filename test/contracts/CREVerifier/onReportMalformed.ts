import { expect } from "chai";
import { concat, size, slice } from "viem";

import { reportGasLimit } from "../../../deploy/sdk/report/leadReport.ts";
import { attestation } from "../../fixtures/attestation.ts";
import { attestedIn, rejectedIn } from "../../fixtures/attestationAssertions.ts";
import { ReportBody } from "../../fixtures/reportBody.ts";

/** The lead that is damaged: the one in the middle. */
const BAD = 1;
/** Where the attributes of a lead begin, with their length. */
const ATTRIBUTES = 378;

/** Bytes behind the candidates. */
const FINDINGS = 75;
/** Where the length of the candidates stands: one bounty of eight bytes. */
const candidatesIn = (body: ReportBody) => size(body.leadAt(BAD)) - FINDINGS - 8 - 2;
/** Where the length of the signature of 65 bytes stands. */
const signatureIn = (body: ReportBody) => candidatesIn(body) - 65 - 2;

/** Three leads that the verifier accepts, and the body of their report. */
async function threeLeads() {
  const context = await attestation();
  const report = { candidates: [1n] };
  const leads = [
    await context.createLead({ report }),
    await context.createLead({ report }),
    await context.createLead({ report }),
  ] as const;
  const body = new ReportBody(await context.bodyOf(leads));
  const send = () => context.send([], { body: body.toHex(), gas: reportGasLimit(3) });
  return { ...context, context, leads, body, send };
}

/** Faults in a lead's layout. */
const LAYOUTS: Readonly<Record<string, (body: ReportBody) => void>> = {
  "of no bytes": (body) => {
    body.replace(BAD, "0x");
  },
  "of one byte": (body) => {
    body.replace(BAD, "0x00");
  },
  "that ends before its attributes": (body) => {
    body.replace(BAD, slice(body.leadAt(BAD), 0, ATTRIBUTES));
  },
  "that ends before its findings": (body) => {
    body.replace(BAD, slice(body.leadAt(BAD), 0, size(body.leadAt(BAD)) - FINDINGS));
  },
  "that lacks its last byte": (body) => {
    body.replace(BAD, slice(body.leadAt(BAD), 0, size(body.leadAt(BAD)) - 1));
  },
  "with a byte too many": (body) => {
    body.replace(BAD, concat([body.leadAt(BAD), "0x00"]));
  },
  "whose attributes are shorter than they say": (body) => {
    body.set(BAD, "attributesLength", 0xffffn);
  },
  "whose attributes are longer than they say": (body) => {
    body.set(BAD, "attributesLength", 1n);
  },
  "whose attributes take the signature's place": (body) => {
    body.set(BAD, "attributesLength", BigInt(size(body.leadAt(BAD)) - ATTRIBUTES - 2 - FINDINGS));
  },
  "whose attributes take the candidates' place": (body) => {
    body.set(BAD, "attributesLength", BigInt(signatureIn(body) - ATTRIBUTES - 2 + 67));
  },
  "whose signature is longer than it says": (body) => {
    body.write(BAD, signatureIn(body), "0x0040");
  },
  "whose signature is shorter than it says": (body) => {
    body.write(BAD, signatureIn(body), "0xffff");
  },
  "whose candidates are more than they say": (body) => {
    body.write(BAD, candidatesIn(body), "0x0000");
  },
  "whose candidates are fewer than they say": (body) => {
    body.write(BAD, candidatesIn(body), "0x0010");
  },
  "whose candidates take the findings' place": (body) => {
    body.write(BAD, candidatesIn(body), "0x0050");
  },
  "whose last candidate is not whole": (body) => {
    const lead = body.leadAt(BAD);
    const end = size(lead) - FINDINGS;
    body.replace(BAD, concat([slice(lead, 0, end - 1), slice(lead, end)]));
    body.write(BAD, candidatesIn(body) + 1, "0x0007");
  },
  "whose flag of instant sale is neither yes nor no": (body) => {
    body.set(BAD, "instantSale", 2n);
  },
  "whose flag is neither yes nor no": (body) => {
    body.set(BAD, "autoList", 2n);
  },
};

describe("CREVerifier.onReport given a malformed lead in a batch", () => {
  for (const [what, damage] of Object.entries(LAYOUTS)) {
    it(`should refuse one ${what} by the hash of its bytes, and mint the others`, async () => {
      const { context, nft, leads, body, send } = await threeLeads();
      damage(body);
      const outcome = await send();
      expect(outcome.delivered).to.equal(true);
      expect(rejectedIn(context, outcome)).to.deep.equal([
        {
          submissionHash: body.hashOf(BAD),
          error: "CREVerifier_MalformedLead",
          args: [BigInt(size(body.leadAt(BAD)))],
        },
      ]);
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
      const last = leads[2].submission.contentHash;
      expect((await nft.read.leadOf([2n])).contentHash).to.equal(last);
    });
  }
});
