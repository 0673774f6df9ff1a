import { expect } from "chai";
import { stringToHex } from "viem";

import type { LeadDisclosure } from "../../../deploy/sdk/report/disclosure.ts";
import { disclosureToJson } from "../../../deploy/sdk/report/disclosure.ts";
import { cidOf } from "../../../deploy/sdk/crypto/cid.ts";
import { getContent, putContent } from "../../../deploy/sdk/lead/contentStore.ts";
import {
  discloseLead,
  openAccount,
  openLocalClient,
  type Party,
} from "../../../deploy/local/party.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { admitTraders } from "../../fixtures/admitTraders.ts";
import { profileOf, sampleLead } from "../../fixtures/leads.ts";
import { openLocalStack, type LocalStack } from "../../fixtures/localStack.ts";

interface Answer {
  readonly leadId?: string;
  readonly score?: number;
  readonly cid?: string;
  readonly submissionHash?: string;
  readonly rejected?: { readonly error: string };
  readonly error?: string;
}

const SELLER = 8;
const DEPOSIT = 10_000_000_000n;

describe("the DON's door", () => {
  let local: LocalStack;
  let seller: Party;
  let nonce = 0n;
  before(async () => {
    local = await openLocalStack();
    const wallet = (await local.connection.viem.getWalletClients())[SELLER];
    if (wallet === undefined) throw new Error("no account for the seller");
    const client = await openLocalClient(local.connection, local.protocol);
    seller = await openAccount(client, "Seller", wallet, DEPOSIT);
    await admitTraders(local, [seller.address]);
  });
  after(() => local.close());

  /** A lead of a consumer of this name, signed by the seller. */
  const disclose = async (consumer: string): Promise<LeadDisclosure> => {
    const now = await local.connection.networkHelpers.time.latest();
    // Any number that is the name's own: the DON knows a consumer by phone and e-mail.
    const phone = `512${String(2_000_000 + (Number(stringToHex(consumer)) % 7_999_999))}`;
    const email = `${consumer.toLowerCase()}@fastmail.com`;
    const contact = { firstName: consumer, email, phone };
    const lead = sampleLead({ consentTime: now - 3_600, contact });
    const options = { nonce: nonce++, now, autoList: true };
    return discloseLead(seller, lead, profileOf(lead.vertical), options);
  };
  const post = async (body: string) => {
    const response = await fetch(`${local.stack.don}/leads`, { method: "POST", body });
    return { status: response.status, ...((await response.json()) as Answer) };
  };

  it("should mint and list a lead, and keep its ciphertext", async () => {
    const disclosure = await disclose("Maria");
    const { status, leadId, score, cid } = await post(disclosureToJson(disclosure));
    const { contentHash } = disclosure.submission;
    expect({ status, cid }).to.deep.equal({ status: 200, cid: cidOf(contentHash) });
    const record = await local.protocol.nft.read.leadOf([BigInt(String(leadId))]);
    expect(record).to.include({ contentHash, score });
    const phase = await local.protocol.house.read.phaseOf([BigInt(String(leadId))]);
    expect(phase).to.equal(Phase.Commit);
    expect(await getContent(local.stack.ipfs, contentHash)).to.deep.equal(disclosure.ciphertext);
  });

  it("should fetch a ciphertext that is in IPFS already", async () => {
    const disclosure = await disclose("Carlos");
    await putContent(local.stack.ipfs, disclosure.ciphertext);
    const { ciphertext: _, ...rest } = JSON.parse(disclosureToJson(disclosure)) as {
      ciphertext: string;
    };
    const { status, leadId } = await post(JSON.stringify(rest));
    expect(status).to.equal(200);
    expect(leadId).to.be.a("string");
  });

  it("should give leads that arrive together an id each", async () => {
    const disclosures = await Promise.all(["Ann", "Bob", "Cid", "Dee"].map(disclose));
    const answers = await Promise.all(disclosures.map((one) => post(disclosureToJson(one))));
    expect(new Set(answers.map(({ leadId }) => leadId)).size).to.equal(4);
    expect(new Set(answers.map(({ submissionHash }) => submissionHash)).size).to.equal(4);
  });

  it("should say in words why the contracts refuse a lead", async () => {
    await post(disclosureToJson(await disclose("Rita")));
    const { status, rejected } = await post(disclosureToJson(await disclose("Rita")));
    expect(status).to.equal(200);
    expect(rejected).to.include({ error: "CREVerifier_RecycledLead" });
  });

  it("should say why it does not attest a lead", async () => {
    const disclosure = await disclose("Theo");
    const ciphertext = disclosure.ciphertext.with(0, 255 - (disclosure.ciphertext[0] ?? 0));
    const { status, error } = await post(disclosureToJson({ ...disclosure, ciphertext }));
    expect(status).to.equal(422);
    expect(error).to.contain("The ciphertext is not the one that the submission names.");
  });

  it("should say that a ciphertext cannot be had", async () => {
    const { ciphertext: _, ...rest } = JSON.parse(disclosureToJson(await disclose("Ugo"))) as {
      ciphertext: string;
    };
    const { status, error } = await post(JSON.stringify(rest));
    expect(status).to.equal(422);
    expect(error).to.match(/^The ciphertext cannot be fetched: .*could not find b/);
  });

  it("should refuse what is no disclosure, and name the place but not the secret", async () => {
    expect(await post("{")).to.include({ status: 400, error: "The body is not JSON." });
    const posted = JSON.parse(disclosureToJson(await disclose("Vera"))) as object;
    const { status, error } = await post(JSON.stringify({ ...posted, opening: "secret" }));
    expect(status).to.equal(400);
    expect(error).to.contain("must be an integer as a string\n  → at opening");
    expect(error).not.to.contain("secret");
  });

  it("should refuse a signature that would cost more to carry than any wallet's", async () => {
    const disclosure = { ...(await disclose("Wanda")), signature: `0x${"11".repeat(1_025)}` };
    const { status, error } = await post(disclosureToJson(disclosure as LeadDisclosure));
    expect(status).to.equal(400);
    expect(error).to.contain("must be hex bytes, 1024 at most\n  → at signature");
  });

  it("should tell its health, and what it serves", async () => {
    const { don, chainId, addresses } = local.stack;
    const health = (await (await fetch(`${don}/health`)).json()) as object;
    expect(health).to.include({
      status: "ok",
      chainId,
      verifier: addresses.verifier,
    });
    const response = await fetch(`${don}/bids`);
    expect(response.status).to.equal(404);
    expect(await response.text()).to.contain("only POST /leads and GET /health");
  });
});
