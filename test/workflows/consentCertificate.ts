import { expect } from "chai";

import { hasCode } from "../../deploy/sdk/errors/leadEngineError.ts";
import { deriveDeliveryKey } from "../../deploy/sdk/delivery/deliveryKey.ts";
import { openLead, prepareLead } from "../../deploy/sdk/lead/sealedLead.ts";
import { isPiiField } from "../../deploy/sdk/lead/publicFields.ts";
import { openDisclosure } from "../../deploy/workflows/attestLead.ts";
import { NOW, PROFILES, profileOf, sampleLead } from "../fixtures/leads.ts";
import { NFT, packageOf, REFERENCE, SELLER } from "../fixtures/packages.ts";

const CERTIFICATE = "https://cert.trustedform.com/eb9fc4dd9bed9ad451a5648946cf4bf09b5bb947";
const CONTEXT = { chainId: REFERENCE.chainId, nft: NFT };

/** A lead's disclosure, and the secret that opens the lead. */
async function disclose(lead = sampleLead({ consentCertificate: CERTIFICATE })) {
  const vault = REFERENCE.verifier;
  const key = await deriveDeliveryKey(SELLER, { chainId: REFERENCE.chainId, vault });
  const disclosure = await prepareLead(
    lead,
    profileOf(lead.vertical),
    { ...REFERENCE, nft: NFT, seller: SELLER.address, signer: SELLER, deliveryKey: key.publicKey },
    { nonce: 1n, now: NOW, autoList: true, fees: { feeBps: 500, convenienceFee: 0 } },
  );
  return { disclosure, secret: key.secret };
}

describe("a lead's certificate of consent", () => {
  it("should reach the DON and the lead's owner", async () => {
    const { disclosure, secret } = await disclose();
    const { lead } = openDisclosure(disclosure, { ...CONTEXT, verticals: PROFILES });
    expect(lead.consentCertificate).to.equal(CERTIFICATE);

    const { ciphertext, submission } = disclosure;
    const { capsule, contentHash, seller, nonce } = submission;
    const sealed = { capsule, ciphertext, contentHash, context: { ...CONTEXT, seller, nonce } };
    expect(openLead(sealed, secret).consentCertificate).to.equal(CERTIFICATE);
  });

  it("should be public nowhere", async () => {
    const { disclosure } = await disclose();
    expect(packageOf(disclosure)).not.to.include("trustedform");
    expect(isPiiField("consentCertificate")).to.equal(true);
  });

  it("should be absent where the seller gave none", async () => {
    const { disclosure } = await disclose(sampleLead());
    const { lead } = openDisclosure(disclosure, { ...CONTEXT, verticals: PROFILES });
    expect(lead).not.to.have.property("consentCertificate");
  });

  it("should be refused in another form, without being quoted", async () => {
    const { disclosure } = await disclose(sampleLead({ consentCertificate: "Maria Torres" }));
    try {
      openDisclosure(disclosure, { ...CONTEXT, verticals: PROFILES });
      expect.fail("It was accepted.");
    } catch (error) {
      expect(hasCode(error, "INVALID_LEAD"), String(error)).to.equal(true);
      expect(String(error)).not.to.include("Maria");
    }
  });
});
