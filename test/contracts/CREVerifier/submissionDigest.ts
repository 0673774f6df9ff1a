import { expect } from "chai";
import { stringToHex } from "viem";

import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { attestation } from "../../fixtures/attestation.ts";

describe("CREVerifier.submissionDigest", () => {
  it("should be the digest of the typed data that wallets sign", async () => {
    const context = await attestation();
    const { verifier, chainId } = context;
    const terms = {
      baseReserve: 1n,
      qualityPremiumBps: 2,
      maxFeeBps: 3,
      maxConvenienceFee: 4,
      instantSale: true,
    };
    const lead = await context.createLead({ submission: { autoList: true, terms } });
    const attributes = stringToHex(lead.submission.attributes);
    const onChain = { ...lead.submission, attributes };
    expect(await verifier.read.submissionDigest([onChain])).to.equal(
      submissionDigest(lead.submission, { chainId, verifier: verifier.address }),
    );
  });

  it("should name the domain for wallets (ERC-5267)", async () => {
    const { verifier, chainId } = await attestation();
    const [, name, version, chain, contract] = await verifier.read.eip712Domain();
    expect([name, version, chain, contract]).to.deep.equal([
      "Lead Engine",
      "1",
      BigInt(chainId),
      verifier.address,
    ]);
  });
});
