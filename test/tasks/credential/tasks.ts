import { expect } from "chai";
import { network } from "hardhat";
import { getAddress, zeroHash, type Address } from "viem";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { openMarket, type Market } from "../../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../../fixtures/taskRunner.ts";

const YEAR = 365 * 86_400;
/** Accounts of the node that no fixture uses. */
const NEWCOMER = 16;

const connection = await network.create({ network: "default", chainType: "op" });

describe("hardhat credential", () => {
  let market: Market;
  let tasks: TaskRunner;
  let newcomer: Address;
  let officer: Address;

  beforeEach(async () => {
    market = await connection.networkHelpers.loadFixture(openMarket);
    tasks = await taskRunner(connection, market);
    const wallets = await connection.viem.getWalletClients();
    newcomer = getAddress(wallets[NEWCOMER]?.account.address ?? "0x");
    officer = getAddress(market.compliance.account.address);
  });
  afterEach(() => tasks.close());

  const change = (verb: string, args: object, account = officer) =>
    tasks.run(["credential", verb], { holder: newcomer, account, ...args });
  const issueKyc = () => change("issue", { type: "kyc", jurisdiction: "US-CA" });
  const identityOf = (account: Address) => market.identities.read.getIdentity([account]);

  describe("issue", () => {
    it("gives an unknown account an identity and the credential, for a year", async () => {
      const { value, out } = await issueKyc();
      const now = await connection.networkHelpers.time.latest();
      const identity = await identityOf(newcomer);
      const credential = await market.credentials.read.getCredential([
        identity,
        CREDENTIAL_TYPES.kyc,
      ]);
      expect(credential.credentialData).to.equal(kycDataOf("US-CA"));
      expect(credential.expiresAt).to.be.within(now + YEAR - 60, now + YEAR);
      expect(value).to.include({ account: newcomer, identity, credential: "kyc US-CA" });
      expect(out.join("\n")).to.include("Registering the identity").and.include("kyc US-CA");
    });
    it("adds further credentials to the same identity", async () => {
      await issueKyc();
      const identity = await identityOf(newcomer);
      const licence = { type: "licence", vertical: "insurance", region: "US-CA" };
      const { value } = await change("issue", { ...licence, expires: "never" });
      const typeId = licenceTypeOf("insurance", "US-CA");
      expect(value).to.deep.include({ identity, typeId, expiresAt: 0 });
      const credential = await market.credentials.read.getCredential([identity, typeId]);
      expect(credential.expiresAt).to.equal(0);
    });
    it("refuses a credential that the account holds, and says until when", async () => {
      await issueKyc();
      const { error } = await change("issue", { type: "kyc", jurisdiction: "DE" });
      expect(error?.message)
        .to.include(`${newcomer} holds kyc already (until `)
        .and.include("resident in US-CA");
      expect(error?.next).to.include("revoke it before you issue kyc DE");
    });
    it("refuses everybody but the compliance role before anything is sent, and says who holds it", async () => {
      const stranger = market.seller.address;
      const { error } = await change("issue", { type: "consent" }, stranger);
      expect(error?.message).to.equal(`${stranger} lacks the role that this needs: compliance.`);
      expect(error?.next).to.equal(`Sign with an account that holds it: ${officer}.`);
      expect(await identityOf(newcomer)).to.equal(zeroHash);
    });
    it("issues sanctions without an end only", async () => {
      const limited = await change("issue", { type: "sanctioned", expires: "1y" });
      expect(limited.error?.message).to.include("A sanction does not expire");
      const { value } = await change("issue", { type: "sanctioned" });
      expect(value["expiresAt"]).to.equal(0);
    });
    it("refuses an argument that is no address", async () => {
      const { error } = await change("issue", { type: "consent", holder: "0x123" });
      expect(error?.message).to.equal("0x123 is not an account.");
    });
  });

  describe("revoke", () => {
    it("takes the credential away", async () => {
      await issueKyc();
      await change("revoke", { type: "kyc" });
      const identity = await identityOf(newcomer);
      expect(await market.credentials.read.getCredentialTypes([identity])).to.deep.equal([]);
    });
    it("says what the account holds instead of what it does not", async () => {
      await issueKyc();
      const { error } = await change("revoke", { type: "consent" });
      expect(error?.message).to.equal(`${newcomer} holds no credential consent.`);
      expect(error?.next).to.equal("It holds: kyc.");
    });
    it("says that an unknown account holds none", async () => {
      const { error } = await change("revoke", { type: "kyc" });
      expect(error?.next).to.equal("It holds none at all.");
    });
    it("refuses everybody but the compliance role", async () => {
      await issueKyc();
      const { error } = await change("revoke", { type: "kyc" }, newcomer);
      expect(error?.message).to.equal(`${newcomer} lacks the role that this needs: compliance.`);
    });
  });

  describe("renew", () => {
    it("moves the end, sooner or later", async () => {
      await issueKyc();
      const { value } = await change("renew", { type: "kyc", expires: "2099-01-01" });
      const identity = await identityOf(newcomer);
      const { expiresAt, credentialData } = await market.credentials.read.getCredential([
        identity,
        CREDENTIAL_TYPES.kyc,
      ]);
      expect(expiresAt).to.equal(Date.UTC(2099, 0, 1) / 1_000);
      expect(credentialData).to.equal(kycDataOf("US-CA"));
      expect(value["expiresAt"]).to.equal(expiresAt);
    });
    it("revives a credential that has expired", async () => {
      await issueKyc();
      await connection.networkHelpers.time.increase(YEAR + 1);
      await change("renew", { type: "kyc", expires: "90d" });
      const identity = await identityOf(newcomer);
      const valid = await market.credentials.read.validate([identity, CREDENTIAL_TYPES.kyc, "0x"]);
      expect(valid).to.equal(true);
    });
    it("asks for the end", async () => {
      await issueKyc();
      const { error } = await change("renew", { type: "kyc" });
      expect(error?.message).to.equal("Until when?");
    });
    it("refuses to renew a sanction", async () => {
      await change("issue", { type: "sanctioned" });
      const { error } = await change("renew", { type: "sanctioned", expires: "1y" });
      expect(error?.message).to.include("there is nothing to renew");
    });
  });

  describe("show", () => {
    const show = (args: object = {}) =>
      tasks.run(["credential", "show"], { holder: newcomer, ...args });

    it("says that an unknown account has no identity", async () => {
      const { value, out } = await show();
      expect(value).to.deep.equal({
        account: newcomer,
        identity: null,
        accounts: [],
        credentials: [],
      });
      expect(out.join("\n")).to.include("nothing but deposit and withdraw");
    });
    it("lists credentials in words, and which have expired", async () => {
      await issueKyc();
      await change("issue", { type: "transfer", regime: "GDPR", expires: "1h" });
      await connection.networkHelpers.time.increase(7_200);
      const { value, out } = await show();
      const credentials = value["credentials"] as { name: string; state: string }[];
      expect(credentials.map(({ name, state }) => [name, state])).to.deep.equal([
        ["kyc", "valid"],
        ["transfer GDPR", "expired"],
      ]);
      expect(value["accounts"]).to.deep.equal([newcomer]);
      expect(out.join("\n")).to.include("US-CA");
    });
    it("shows no jurisdiction where the data is none", async () => {
      await change("issue", { type: "consent" });
      const escapes = `0x1b5b326d1b5b${"00".repeat(26)}` as const;
      await market.credentials.write.registerCredential(
        [await identityOf(newcomer), CREDENTIAL_TYPES.kyc, 0, escapes, "0x"],
        { account: officer },
      );
      const { value } = await show();
      const credentials = value["credentials"] as { name: string; jurisdiction?: string }[];
      expect(credentials.find(({ name }) => name === "kyc")?.jurisdiction).to.equal(undefined);
    });
    it("prints one JSON object in the last line", async () => {
      await issueKyc();
      const { out } = await show({ json: true });
      const printed = JSON.parse(out.at(-1) ?? "") as { credentials: { jurisdiction: string }[] };
      expect(printed.credentials[0]?.jurisdiction).to.equal("US-CA");
    });
  });
});
